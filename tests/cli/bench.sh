# segme bench: every model under every setting, in one report. What it measures is no matter for a test.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

mkdir run
constant_weights portrait run/best.safetensors
ok "one model" "$segme" export run -o one/ --size 64 --name one
ok "another" "$segme" export run -o two/ --size 96 --name two
ok "two models with one and two threads" "$segme" bench --threads 1,2 one two --rounds 3
holds "make four lines" "$(grep -cE '^(one|two) +[12] +fp32 ' out.txt)" -eq 4
ok "with events" "$segme" bench one --rounds 3 --progress json
holds "of how far it is" -n "$(grep -E '^\{"event":"done","done":3,"total":3,' err.txt)"
ok "as CSV" "$segme" bench one --rounds 2 --csv
holds "has a head and a line" "$(wc -l <out.txt)" -eq 2
holds "with as many cells" "$(awk -F, 'NR == 1 {a = NF} NR == 2 {b = gsub(/"[^"]*"/, "x") ; b = NF; print (a > 5 && b > 5)}' out.txt)" = 1
ok "as Markdown" "$segme" bench one --rounds 2 --markdown
holds "is a table" "$(grep -c '^| ' out.txt)" -eq 2
refuses 2 "three forms of one report" "two forms at once" "$segme" bench one --csv --json
ok "as JSON" "$segme" bench one --rounds 2 --json
holds "the least is no more than the median" "$(awk -F: '/min_ms/ {a = $2 + 0} /median_ms/ {b = $2 + 0} END {print (a > 0 && a <= b)}' out.txt)" = 1
holds "the device is named" -n "$(grep '"device": "..*"' out.txt)"
cp out.txt base.json
ok "a net in 8 bits, as JSON" "$segme" bench portrait_fast --rounds 1 --json
holds "names what was asked" -n "$(grep '"wanted_precision": "fp32"' out.txt)"
holds "and what ran" -n "$(grep '"precision": "int8"' out.txt)"
cp out.txt eight.json
ok "against itself" "$segme" bench portrait_fast --rounds 1 --baseline eight.json
holds "it is named as what ran, too" -n "$(grep -E '^  portrait_fast, .* int8, .* ms, x' out.txt)"
holds "and never as floats" -z "$(grep fp32 out.txt)"
ok "against an earlier one" "$segme" bench one --rounds 2 --baseline base.json
holds "says what changed" -n "$(grep -E 'x[0-9.]+, (faster|slower|no change)' out.txt)"
sed 's/"machine": "/"machine": "another /' base.json >other.json
refuses 3 "another machine" "a baseline of another machine" "$segme" bench one --baseline other.json
sed 's/"format": [0-9]*/"format": 1/' base.json >old.json
refuses 3 "another format" "a baseline of another version" "$segme" bench one --baseline old.json
refuses 3 "cannot be read" "a baseline that is not there" "$segme" bench one --baseline nowhere.json
echo '[]' >none.json
refuses 3 "not a report" "a baseline that is none" "$segme" bench one --baseline none.json

ok "whole frames of two sizes" "$segme" bench one --size 64x48,128x96 --rounds 2 --json
holds "have their stages" "$(grep -cE '"(decode|tensorise|net|refine|render|encode)": \{' out.txt)" -eq 12
ok "whole frames of a picture" "$segme" bench one --input "$samples/astronaut.png" --size 64x64 --rounds 1 --background none
ok "of a clip" sh -c "ffmpeg -v error -f lavfi -i testsrc=s=96x64:d=0.3 -y c.mp4 && '$segme' bench one --input c.mp4 --rounds 4"
refuses 3 "" "a clip that is not there" "$segme" bench one --input nowhere.mp4 --rounds 1
refuses 2 "1280x720" "a size that is none" "$segme" bench one --size 12
ok "starts" "$segme" bench one --rounds 1 --start --json
holds "cold and warm" "$(grep -cE '"(cold|warm)_ms": [0-9]' out.txt)" -eq 2
holds "and their memory" "$(awk -F: '/memory_mb/ {print ($2 > 10)}' out.txt)" = 1

ok "a profile" "$segme" bench one --profile --rounds 3
holds "sums up by node type" -n "$(grep 'Summary by node type' out.txt)"
holds "counts what runs" -n "$(grep -E 'Number of nodes executed: [1-9]' out.txt)"
holds "the shares make a whole" "$(awk '/Top by/ {exit} /%/ {last = $5} END {print (last + 0 > 99.9 && last + 0 < 100.1)}' out.txt)" = 1
holds "has the timings" -n "$(grep -E 'count=3 first=[0-9]+ curr=[0-9]+ min=[0-9]+ max=[0-9]+ avg=[0-9]+ std=' out.txt)"
ok "a profile as JSON" "$segme" bench one --profile --rounds 2 --json
holds "counts multiply-adds" "$(awk -F: '/"macs"/ {sum += $2} END {print (sum > 1000000)}' out.txt)" = 1
ok "a trace" "$segme" bench one --trace t.json --size 64x64 --rounds 2
refuses 4 "it exists" "a trace that is there is kept" "$segme" bench one --trace t.json --size 64x64 --rounds 1
ok "unless told" "$segme" bench one --trace t.json --size 64x64 --rounds 2 --overwrite
cp one/model.onnx model-before.onnx
refuses 4 "one of the sources\\|is an input" "a trace is never put in place of a model" \
  "$segme" bench one --trace one/model.onnx --overwrite --rounds 1
holds "which stays as it is" "$(cmp one/model.onnx model-before.onnx && echo same)" = same
refuses 2 "goes with none of --json" "JSON with changes behind it" "$segme" bench one --json --baseline base.json
echo '{"results":[],"machine":"x","format":"z"}' >types.json
refuses 3 "not a report" "a baseline with other types" "$segme" bench one --baseline types.json
holds "has frames, stages and layers" "$(grep -oE '"cat":"(frame|stage|layer)"' t.json | sort -u | wc -l)" -eq 3
holds "two frames" "$(grep -o '"cat":"frame"' t.json | wc -l)" -eq 2

refuses 6 "nothing on this machine keeps to 0.1 ms" "a budget that nothing keeps" "$segme" bench --budget 0.1ms --size 64x64 --rounds 1 --threads 1
ok "a budget that all keep" "$segme" bench --budget 60s --size 64x64 --rounds 1
holds "gives the best" -n "$(grep -- '--quality accurate --refine largest_person,guided --threads 1' out.txt)"
refuses 2 "is none" "a budget that is none" "$segme" bench --budget soon
ok "a net of the catalogue" "$segme" bench net:transfer2 --rounds 1
refuses 2 "nonsense" "a net that is not in it" "$segme" bench net:nonsense
refuses 2 "no model given" "no model" "$segme" bench

ok "the nets are measured" env XDG_CACHE_HOME="$PWD/cache" "$segme" bench fit --seconds 0.001
holds "all of them" "$(grep -cE '^[a-z0-9_]+ +[0-9]+ +[0-9.]+ ' out.txt)" -ge 20
holds "and the error is stated" -n "$(grep -E 'off by [0-9]+ % on average, [0-9]+ % at worst' out.txt)"
ok "net show" env XDG_CACHE_HOME="$PWD/cache" "$segme" net show portrait
holds "estimates with it" -n "$(grep 'fitted to this machine' out.txt)"

if "$segme" bench transfer --list-devices >devices.txt 2>err.txt; then
  ok "transfers" "$segme" bench transfer --size 64 --rounds 1
  holds "nine ways, none wrong" "$(grep -cE '^[a-z0-9]+ .* 0 +(-|[0-9.]+) +(-|[0-9.]+)$' out.txt)" -eq 9
  holds "all words are exact in a float" -n "$(grep -E '16 pixels in a 32-bit float .* 0 wrong' out.txt)"
  holds "and in whole numbers" -n "$(grep -E '32 pixels in a 32-bit integer .* 0 wrong' out.txt)"
  holds "half the bits do not hold them" -n "$(grep -E '16 pixels in a 16-bit float .* [1-9][0-9]* wrong' out.txt)"
  refuses 6 "has no memory" "a picture that the device has no memory for" "$segme" bench transfer --size 32768
  refuses 6 "no device 'Nonsense'" "a device that is not there" "$segme" bench transfer --device Nonsense
else
  holds "without a device one sentence says so" "$(wc -l <err.txt)" -eq 1
fi
refuses 6 "SEGME_OPENCL is '/nowhere'" "an OpenCL that is not there" env SEGME_OPENCL=/nowhere "$segme" bench transfer
refuses 2 "multiple of 32" "a size that cannot be packed" "$segme" bench transfer --size 65

refuses 5 "" "a model that is not there" "$segme" bench nonsense
"$segme" export run -o bare.onnx --size 192 >out.txt
mkdir alone && mv bare.onnx alone/
ok "a model without a card" "$segme" bench alone/bare.onnx --rounds 1
holds "is named after its file" -n "$(grep '^bare ' out.txt)"
head -c 1000 alone/bare.onnx >alone/cut.onnx
refuses 5 "cut.onnx" "one that is cut short" "$segme" bench alone/cut.onnx
refuses 2 "rounds" "no rounds" "$segme" bench one --rounds 0
finish
