#!/bin/bash
# web/package/build/models.sh SEGME [FOLDER]: writes the nets that ship no model.tflite as TFLite files with cards into
# FOLDER [build-web/models]: weights in 8 bits, arithmetic in floats.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
segme=${1:?give the program segme}
folder=${2:-$root/build-web/models}
mkdir -p "$folder"
for name in portrait_fast portrait portrait_fine; do
  [ -s "$root/models/$name/model.tflite" ] && continue
  [ -s "$folder/$name.tflite" ] && [ "$folder/$name.tflite" -nt "$root/models/$name/floats.onnx" ] && continue
  "$segme" export "$root/models/$name/floats.onnx" -o "$folder/$name.tflite" --precision int8-weights --overwrite --card
done
