#!/bin/bash
# accurate_net.sh MANIFEST RUNS [DEVICE]: teaches portrait_fine, the net of the accurate level, as docs/decisions/009 says. DEVICE is cuda (five
# minutes of a large GPU, with a LibTorch that is made for it) or cpu (about seven hours of one processor). What is in RUNS already
# is gone on with, and a manifest that has eg1800's pictures twice is left beside MANIFEST. The model is RUNS/portrait_fine/.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,4p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
. "$here/tools/encoder_weights.sh"
segme=${SEGME:-$here/segme} data=$1 runs=$2 device=${3:-cpu}
weights=$runs/efficientnet-lite2.pth
mkdir -p "$runs" && encoder_weights 2 "$weights" || exit

# teach FOLDER OPTIONS...
teach() {
  local run=$runs/$1 resume=''
  shift
  [ ! -e "$run/last.ckpt" ] || resume=--resume
  "$segme" train portrait_fine --output "$run" --size 384 --device "$device" --loader-threads "$(nproc)" --cache-gb 12 "$@" ${resume:+"$resume"} || exit
}

teach fine --data "$data" --start "$weights" --steps 1451 --batch 64 --small-size 288 --small-share 0.45 --seed 31
twice=${data%.csv}-eg1800-twice.csv
{ cat "$data" && grep ',eg1800,.*,train' "$data"; } >"$twice" || exit
teach again --data "$twice" --start "$runs/fine/last.safetensors" --encoder-rate 1 --learning-rate 0.0008 --steps 1009 --batch 16 --small-share 0 --seed 72
"$segme" net average "$runs/fine/last.safetensors" "$runs/again/last.safetensors" -o "$runs/mean.safetensors" --overwrite || exit
"$segme" export "$runs/mean.safetensors" --net portrait_fine -o "$runs/portrait_fine/" --name portrait_fine --quality accurate --size 384 --mirrored --precision int8 --data "$data" --pictures 64 || exit
"$segme" export "$runs/mean.safetensors" --net portrait_fine -o "$runs/portrait_fine/floats.onnx" --size 384 --precision fp16
