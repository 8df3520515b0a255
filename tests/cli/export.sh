# segme net and segme export: what a net costs; weights -> ONNX or TFLite in each precision, run and judged before they
# are written, with a card; a refusal for what does not fit.
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
ok "an export again keeps what the card said" "$segme" export run/best.safetensors -o made/ --size 96 --overwrite
holds "the licence" -n "$(grep '"licence": "MIT"' made/card.json)"
holds "with the new size" -n "$(grep '"width": 96' made/card.json)"
ok "a file of its own" "$segme" export run -o alone.onnx
holds "has a card of its own" -n "$(grep '"file": "alone.onnx"' alone.json)" -a ! -e card.json

holds "says that the run knows no size" -n "$(grep 'note: .*does not say at which size it was taught.*at 256' out.txt)"
ok "at a size of its own" "$segme" export run -o small.onnx --size 64
ok "exported once more" "$segme" export small.onnx -o small-again.onnx
holds "it keeps its size" -n "$(grep 'portrait, fp32, 64x64' out.txt)"
ok "an export is exported once more" "$segme" export alone.onnx -o again.onnx
ok "and is the same" cmp alone.onnx again.onnx
ok "a shipped file of halves, as TFLite" "$segme" export "$SEGME_SOURCE_DIR/models/portrait_fast/floats.onnx" -o halves.tflite --precision fp16
# Core ML: for Macs and iPhones alone, so no card, and what is read back is judged.
ok "as Core ML" "$segme" export run -o apple.mlmodel --size 64
holds "it says that nothing here runs it, and how far off it is" "$(grep -c "nothing here runs Core ML\|outputs differ from the net's by" out.txt)" = 2
holds "without a card" ! -e apple.json
ok "in halves" "$segme" export run -o halves.mlmodel --size 64 --precision fp16
ok "with 8 bits for weights" "$segme" export run -o bytes.mlmodel --size 64 --precision int8-weights --force
holds "fewer bits are a smaller file" "$(wc -c <bytes.mlmodel)" -lt $(($(wc -c <halves.mlmodel) * 6 / 10))
holds "and halves, too" "$(wc -c <halves.mlmodel)" -lt $(($(wc -c <apple.mlmodel) * 6 / 10))
refuses 2 "8 bits for weights only" "8 bits for all" "$segme" export run -o no.mlmodel --size 64 --precision int8
bmp one.bmp 8 8 90
refuses 5 "SegMe runs no .mlmodel file" "it is not for SegMe itself" "$segme" image --model apple.mlmodel one.bmp -o one.png

refuses 5 "in 8 bits" "a file of bytes" "$segme" export "$SEGME_SOURCE_DIR/models/portrait_fast/model.onnx" -o no.onnx

# Files run as they were written, and each has its own card.
mkdir mixed pictures
bmp pictures/90.bmp 64 48 90
ok "a file in a folder" "$segme" export run -o mixed/a.onnx --size 64 --name first --licence MIT
ok "another beside it" "$segme" export run -o mixed/b.onnx --size 96 --name second
ok "and one of the same name" "$segme" export run -o mixed/a.tflite --size 64 --name third
holds "a card each" "$(grep -l '"name"' mixed/*.json | tr '\n' ' ')" = "mixed/a.json mixed/a.tflite.json mixed/b.json "
for file in a.onnx b.onnx a.tflite; do
  ok "$file runs as it is" "$segme" image --model mixed/$file pictures/90.bmp -o mixed.png --json --overwrite
  holds "with the net's answer" "$(field out.txt person)" = 1.0
done
ok "written once more" "$segme" export run -o mixed/b.onnx --size 64 --overwrite
holds "it keeps its own name, and takes no other's licence" "$(grep -c '"second"\|"licence": ""' mixed/b.json)" = 2
holds "nor gives any" "$(grep -c '"first"\|MIT' mixed/a.json)" = 2
ok "a card that a folder is known by" "$segme" export run -o mixed/a.onnx --size 64 --card --overwrite
refuses 4 "it is the card of 'a.onnx'" "is of one file" "$segme" export run -o mixed/b.onnx --size 64 --card --overwrite
ok "no card" "$segme" export run -o mixed/bare.onnx --size 64 --no-card
holds "is none" ! -e mixed/bare.json
ok "the folder of a model" "$segme" export made -o from-model.tflite
holds "gives its size and its licence" "$(grep -c '"width": 96\|"licence": "MIT"' from-model.json)" = 2
rm mixed/card.json pictures/90.bmp

# The same net as TFLite and in fewer bits: each file runs, and finds the person that is everywhere.
for shade in 0 90 255; do bmp pictures/$shade.bmp 64 48 $shade; done
size_of() { wc -c <"$1"; }
for kind in onnx tflite; do
  for precision in fp32 fp16 int8-weights int8; do
    ok "$kind in $precision" "$segme" export run -o "$precision-$kind/net.$kind" --card --size 64 --precision $precision --data pictures
    holds "it was run" -n "$(grep "^run by .* differ from the net's by" out.txt)"
    ok "and is a model" "$segme" image --model "$precision-$kind/net.$kind" pictures/90.bmp -o "$kind-$precision.png" --json
    holds "that gives the net's answer" "$(field out.txt person)" = 1.0
  done
  holds "halves make $kind smaller" "$(size_of fp16-$kind/net.$kind)" -lt $(($(size_of fp32-$kind/net.$kind) * 6 / 10))
  holds "bytes make $kind smaller still" "$(size_of int8-$kind/net.$kind)" -lt $(($(size_of fp32-$kind/net.$kind) / 3))
done
ok "bench of bytes" "$segme" bench int8-onnx/net.onnx --rounds 1 --csv
holds "names the precision that runs, not that asked for" -n "$(tail -n 1 out.txt | cut -d, -f3 | grep int8)"
holds "a TFLite card says the layout" -n "$(grep '"layout": "nhwc"' int8-tflite/net.json)"
ok "int8 says what it was judged on" "$segme" export run -o x.onnx --size 64 --precision int8 --data pictures
holds "three pictures, before and after" -n "$(grep 'IoU 100.00 before, 100.00 after, on 3 pictures' out.txt)"
holds "and how fast it is" -n "$(grep 'ms before, [0-9.]* ms after' out.txt)"
ok "bytes from end to end" "$segme" export run -o whole.tflite --size 64 --precision int8 --full-integer --data pictures
ok "run as any model" "$segme" image --model whole.tflite pictures/90.bmp -o whole.png --json
holds "with the net's answer" "$(field out.txt person)" = 1.0
holds "are another file than with floats at its ends" "$(cksum <whole.tflite)" != "$(cksum <int8-tflite/net.tflite)"
ok "an open batch" "$segme" export run -o any.onnx --size 64 --any-batch
holds "has a name where the number of pictures was" "$(grep -ac 'batch' any.onnx)" -gt "$(grep -ac 'batch' fp32-onnx/net.onnx)"
ok "and runs" "$segme" image --model any.onnx pictures/90.bmp -o any.png
refuses 2 "--full-integer is for a .tflite in int8" "no bytes at the ends of ONNX" "$segme" export run -o w.onnx --full-integer \
  --precision int8 --data pictures
refuses 2 "--any-batch is for an .onnx" "no open batch in TFLite" "$segme" export run -o w.tflite --any-batch
mkdir unjudged && cp run/best.safetensors unjudged/last.safetensors
refuses 5 "unjudged/last.safetensors" "a run without a best step names its last" "$segme" export unjudged -o z.onnx --size 64
mkdir nobody # the same with a bias of -8
LC_ALL=C sed 's/\x00\x00\x00A/\x00\x00\x00\xc1/' run/best.safetensors >nobody/best.safetensors
ok "a net that finds nobody" "$segme" export nobody -o y.onnx --size 64 --precision int8 --data pictures
holds "says that it was not judged" -n "$(grep 'not judged by IoU: the net finds nobody' out.txt)"
holds "and no IoU" -z "$(grep 'IoU 100' out.txt)"
for kind in onnx tflite; do
  ok "$kind with a flat output" "$segme" export run -o "flat/net.$kind" --card --size 64 --flatten
  ok "is a model, too" "$segme" image --model "flat/net.$kind" pictures/90.bmp -o "$kind-flat.png" --json
  holds "with the net's answer" "$(field out.txt person)" = 1.0
done

# Nets of constants: what is black and white comes through as it is, packed or not. Under a sanitizer, where each start
# takes seconds, one of each kind of packing.
numbers="1 2 3 4 5 6 7"
[ -z "${SEGME_SANITIZE:-}" ] || numbers="1 4 7"
mkdir shades && cp pictures/0.bmp pictures/255.bmp shades/
for number in $numbers; do
  for kind in onnx tflite; do
    mkdir -p "transfer$number-$kind"
    ok "transfer$number as $kind" "$segme" export "transfer$number" -o "transfer$number-$kind/net.$kind" --card
    ok "is a model" "$segme" image --model "transfer$number-$kind/net.$kind" shades -o passed/ --json --overwrite
    holds "black stays black" "$(field <(grep '/0\.bmp"' out.txt) person)" = 0.0
    holds "white stays white" "$(field <(grep '/255\.bmp"' out.txt) person)" = 1.0
  done
done

# A net that hardly tells one pixel from another cannot stand fewer bits.
mkdir faint
faint_weights portrait faint/best.safetensors
ok "a faint net in floats" "$segme" export faint -o faint.onnx --size 64 --data "$samples"
refuses 5 "points of IoU" "a faint net in 8 bits" "$segme" export faint -o bad.tflite --size 64 --precision int8 --data "$samples"
holds "nothing was written" ! -e bad.tflite -a ! -e bad.json
ok "unless it must be" "$segme" export faint -o bad.tflite --size 64 --precision int8 --data "$samples" --force
holds "then it is there" -s bad.tflite -a -s bad.json

refuses 2 "real pictures" "8 bits without pictures" "$segme" export run -o model.onnx --precision int8
refuses 2 "int4" "an unknown precision" "$segme" export run -o model.onnx --precision int4
refuses 3 "no picture" "a folder without pictures" "$segme" export run -o model.onnx --data faint
refuses 2 "onnx" "another kind of file" "$segme" export run -o model.pt
refuses 2 "safetensors" "weights of another kind" "$segme" export out.txt -o model.onnx
mkdir nothing
refuses 5 "no such file" "a run without weights" "$segme" export nothing -o model.onnx
head -c 100000 run/best.safetensors >cut.safetensors
refuses 5 "ends inside\|cut short" "weights cut short" "$segme" export cut.safetensors -o model.onnx
refuses 2 "unknown net" "weights of a net that is not there" "$segme" export run -o model.onnx --net nonsense
holds "a refusal writes nothing" ! -e model.onnx
finish
