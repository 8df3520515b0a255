# segme bench: every model under every setting, in one report. What it measures is no matter for a test.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

mkdir run
constant_weights portrait run/best.safetensors
ok "one model" "$segme" export run -o one/ --size 64 --name one
ok "another" "$segme" export run -o two/ --size 96 --name two
ok "two models with one and two threads" "$segme" bench --threads 1,2 one two --rounds 3
holds "make four lines" "$(grep -cE '^(one|two) +[12] +fp32 ' out.txt)" -eq 4
ok "as JSON" "$segme" bench one --rounds 2 --json
holds "the least is no more than the median" "$(awk -F: '/min_ms/ {a = $2 + 0} /median_ms/ {b = $2 + 0} END {print (a > 0 && a <= b)}' out.txt)" = 1
holds "the device is named" -n "$(grep '"device": "..*"' out.txt)"
refuses 5 "" "a model that is not there" "$segme" bench nonsense
"$segme" export run -o bare.onnx --size 192 >out.txt
mkdir alone && mv bare.onnx alone/
ok "a model without a card" "$segme" bench alone/bare.onnx --rounds 1
holds "is named after its file" -n "$(grep '^bare ' out.txt)"
head -c 1000 alone/bare.onnx >alone/cut.onnx
refuses 5 "cut.onnx" "one that is cut short" "$segme" bench alone/cut.onnx
refuses 2 "rounds" "no rounds" "$segme" bench one --rounds 0
finish
