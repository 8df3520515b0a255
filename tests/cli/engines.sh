# Every engine that is here gives the matte that the others give: of nets that SegMe writes, of the shipped ones, and of
# their recorded pictures. One that is demanded and absent is an error.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

refuses 2 "unknown engine 'abacus'" "an engine that does not exist" "$segme" image "$samples/astronaut.png" -o a.png --engine abacus
refuses 6 "'Nonsense'" "a device that is not there" "$segme" image "$samples/astronaut.png" -o a.png --device Nonsense
refuses 6 "SEGME_ONNXRUNTIME is '/nowhere'" "an engine whose library is gone" \
  env SEGME_ONNXRUNTIME=/nowhere "$segme" image "$samples/astronaut.png" -o a.png --engine onnxruntime
holds "and nothing is written" ! -e a.png

"$segme" doctor >doctor.txt 2>&1
has() { grep -q "$1" doctor.txt; }
# differs A B: how far two mattes are apart on average, in parts of 255, by ImageMagick; "" where it is not here.
differs() { compare -metric MAE "$1" "$2" null: 2>&1 | sed 's/.*(\(.*\)).*/\1/'; }
near() { awk -v d="$2" 'BEGIN {exit !(d != "" && d + 0 <= '"$1"')}' && echo yes; }

if has 'ONNX Runtime' && command -v compare >/dev/null; then
  for level in fast balanced accurate; do
    ok "$level by OpenVINO" "$segme" image "$samples/astronaut.png" --matte --quality $level --engine openvino -o v-$level.png
    ok "$level by ONNX Runtime" "$segme" image "$samples/astronaut.png" --matte --quality $level --engine onnxruntime -o o-$level.png --json
    holds "$level: ONNX Runtime is named" -n "$(grep 'ONNX Runtime' out.txt)"
    holds "$level: both mattes are alike" "$(near 0.01 "$(differs v-$level.png o-$level.png)")" = yes
  done
  for model in portrait portrait_fast portrait_fine; do
    golden=$SEGME_SOURCE_DIR/models/$model/golden.png
    for engine in openvino onnxruntime; do
      ok "$model by $engine" "$segme" image "$samples/astronaut.png" --matte --model $model --engine $engine -o g.png --overwrite
      holds "$model by $engine is its recorded picture" "$(near 0.01 "$(differs g.png "$golden")")" = yes
    done
  done
  refuses 5 ".onnx files alone" "a TFLite file for ONNX Runtime" sh -c "cp '$SEGME_SOURCE_DIR/models/portrait/model.onnx' bad.tflite; '$segme' bench bad.tflite --engine onnxruntime"
else
  echo "skipped: ONNX Runtime or ImageMagick is not here"
fi

if has LiteRT; then
  mkdir run
  constant_weights portrait run/best.safetensors
  for precision in fp32 int8-weights; do
    ok "a TFLite file in $precision" "$segme" export run -o lite-$precision/net.tflite --size 64 --name lite --precision $precision --force
    ok "runs by LiteRT" "$segme" image "$samples/astronaut.png" --matte --model lite-$precision/net.tflite --engine litert -o l.png --overwrite --refine none --json
    holds "LiteRT is named" -n "$(grep '"device":"LiteRT CPU' out.txt)"
    holds "and finds what the net says" "$(field out.txt person | awk '{print ($1 > 0.99)}')" = 1
    ok "the same by OpenVINO" "$segme" image "$samples/astronaut.png" --matte --model lite-$precision/net.tflite --engine openvino -o v.png --overwrite --refine none --json
    holds "finds the same" "$(field out.txt person | awk '{print ($1 > 0.99)}')" = 1
  done
  refuses 5 "LiteRT reads .tflite files alone" "a model without a TFLite file for LiteRT" "$segme" bench portrait_fine --engine litert
  for model in portrait portrait_fast; do
    ok "$model by LiteRT" "$segme" image "$samples/astronaut.png" --matte --model $model --engine litert -o g.png --overwrite --json
    holds "$model: its TFLite file ran" -n "$(grep '"device":"LiteRT CPU' out.txt)"
    holds "$model by LiteRT is its recorded picture" "$(near 0.01 "$(differs g.png "$SEGME_SOURCE_DIR/models/$model/golden.png")")" = yes
  done
  lines=2 refuses 2 "cannot tell the times of its layers" "a profile by LiteRT" "$segme" bench lite-fp32/net.tflite --engine litert --profile --rounds 1
else
  echo "skipped: LiteRT is not here"
fi
finish
