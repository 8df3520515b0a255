#!/bin/bash
# fast_net.sh MANIFEST RUNS [DEVICE]: teaches portrait_fast, the net of the fast level, as docs/decisions/012 says: portrait without four of its blocks,
# taught on with masks that are half what portrait_fine says. DEVICE is cuda or cpu (a good hour of one processor). What is in RUNS already is gone on with.
# The model is RUNS/portrait_fast/.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,4p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/segme} data=$1 runs=$2 device=${3:-cpu}
mkdir -p "$runs" || exit

[ -e "$runs/labelled/manifest.csv" ] || "$segme" data label "$data" --model portrait_fine -o "$runs/labelled" --overwrite || exit
resume=''
[ ! -e "$runs/fast/last.ckpt" ] || resume=--resume
"$segme" train portrait_fast --start "$here/models/portrait/floats.onnx" --encoder-rate 1 --learning-rate 0.0012 --data "$runs/labelled/manifest.csv" --output "$runs/fast" \
  --steps 5092 --size 192 --small-share 0 --empty 0.25 --seed 71 --device "$device" --loader-threads "$(nproc)" --cache-gb 12 ${resume:+"$resume"} || exit
"$segme" export "$runs/fast/last.safetensors" -o "$runs/portrait_fast/" --name portrait_fast --quality fast --size 192 --precision int8 --data "$data" --pictures 64 || exit
"$segme" export "$runs/fast/last.safetensors" -o "$runs/portrait_fast/floats.onnx" --size 192 --precision fp16
