# segme net and segme export: what a net costs, and weights -> ONNX and card, with a refusal for what does not fit.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

ok "net list" "$segme" net list
holds "the default net is there" -n "$(grep '^portrait ' out.txt)"
ok "net show" "$segme" net show portrait
ok "net show as JSON" "$segme" net show portrait --json
cp out.txt small.json
number() { grep -o "^  \"$2\": [0-9]*" "$1" | grep -o '[0-9]*$'; }
holds "folding leaves fewer parameters" "$(number small.json parameters_folded)" -lt "$(number small.json parameters_trained)"
ok "net show at twice the size" "$segme" net show portrait --json --size 512
holds "four times the pixels are four times the work, nearly" "$(number out.txt macs)" -gt $(($(number small.json macs) * 39 / 10))
holds "and no more parameters" "$(number out.txt parameters)" -eq "$(number small.json parameters)"
refuses 2 "There are: " "an unknown net" "$segme" net show nonsense
refuses 2 "multiple of 32" "a size that does not fit" "$segme" net show portrait --size 100

mkdir run
constant_weights portrait run/best.safetensors
ok "a run becomes a model and its card" "$segme" export run -o made/ --size 64 --name all-person --licence MIT
holds "it says the parameters" -n "$(grep "$(number small.json parameters_folded) parameters" out.txt)"
holds "the model is there" -s made/model.onnx
holds "the card knows its hash" -n "$(grep "$(sha256sum made/model.onnx | cut -c 1-64)" made/card.json)"
holds "and its size" -n "$(grep '"width": 64' made/card.json)"
ok "an export again keeps what the card said" "$segme" export run/best.safetensors -o made/ --size 96
holds "the licence" -n "$(grep '"licence": "MIT"' made/card.json)"
holds "with the new size" -n "$(grep '"width": 96' made/card.json)"
ok "a model alone" "$segme" export run -o alone.onnx
holds "has no card" ! -e card.json

refuses 2 "onnx" "another kind of file" "$segme" export run -o model.pt
refuses 2 "safetensors" "weights of another kind" "$segme" export out.txt -o model.onnx
refuses 5 "no such file" "a run without weights" "$segme" export made -o model.onnx
head -c 100000 run/best.safetensors >cut.safetensors
refuses 5 "ends inside\|cut short" "weights cut short" "$segme" export cut.safetensors -o model.onnx
refuses 2 "unknown net" "weights of a net that is not there" "$segme" export run -o model.onnx --net nonsense
holds "a refusal writes nothing" ! -e model.onnx
finish
