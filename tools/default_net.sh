#!/bin/bash
# default_net.sh MANIFEST RUNS [DEVICE]: teaches portrait, the default net, as docs/decisions/009 says: from ImageNet weights, on, on again with masks that
# are half what portrait_fine says, the mean of the last two, and once more for empty places, with the mean of before. DEVICE is cuda or cpu (about ten hours of
# one processor). What is in RUNS already is gone on with. The model is RUNS/portrait/.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,4p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
. "$here/tools/encoder_weights.sh"
segme=${SEGME:-$here/segme} data=$1 runs=$2 device=${3:-cpu}
mkdir -p "$runs" && encoder_weights 0 "$runs/efficientnet-lite0.pth" || exit

# teach FOLDER OPTIONS...
teach() {
  local run=$runs/$1 resume=''
  shift
  [ ! -e "$run/last.ckpt" ] || resume=--resume
  "$segme" train portrait --output "$run" --device "$device" --loader-threads "$(nproc)" --cache-gb 12 "$@" ${resume:+"$resume"} || exit
}

teach first --data "$data" --start "$runs/efficientnet-lite0.pth" --steps 3050
teach on --data "$data" --start "$runs/first/last.safetensors" --encoder-rate 1 --learning-rate 0.002 --steps 2267 --batch 96 --size 256 --small-share 0 --seed 32
[ -e "$runs/labelled/manifest.csv" ] || "$segme" data label "$data" --model portrait_fine -o "$runs/labelled" --overwrite || exit
teach again --data "$runs/labelled/manifest.csv" --start "$runs/on/last.safetensors" --encoder-rate 1 --learning-rate 0.0008 --steps 491 --size 256 \
  --small-share 0 --empty 0.15 --seed 52
"$segme" net average "$runs/on/last.safetensors" "$runs/again/last.safetensors" -o "$runs/half.safetensors" --overwrite || exit
teach empty --data "$runs/labelled/manifest.csv" --start "$runs/half.safetensors" --encoder-rate 1 --learning-rate 0.0006 --steps 978 --size 256 \
  --small-share 0 --empty 0.3 --seed 73
"$segme" net average "$runs/empty/last.safetensors" "$runs/half.safetensors" -o "$runs/mean.safetensors" --overwrite || exit
"$segme" export "$runs/mean.safetensors" --net portrait -o "$runs/portrait/" --name portrait --size 256 --precision int8 --data "$data" --pictures 64 || exit
"$segme" export "$runs/mean.safetensors" --net portrait -o "$runs/portrait/floats.onnx" --size 256 --precision fp16
