#!/bin/bash
# accurate_net.sh MANIFEST RUNS [DEVICE]: teaches portrait_fine, the net of the accurate level, as docs/decisions/009 says. DEVICE is cuda (four
# minutes of a large GPU, with a LibTorch that is made for it) or cpu (about a day of one processor). A run that is there
# already is gone on with. The model is RUNS/portrait_fine/.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,4p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
. "$here/tools/encoder_weights.sh"
segme=${SEGME:-$here/segme} data=$1 runs=$2 device=${3:-cpu}
weights=$runs/efficientnet-lite2.pth
mkdir -p "$runs" && encoder_weights 2 "$weights" || exit

resume=''
[ ! -e "$runs/fine/last.ckpt" ] || resume=--resume
# As many steps on either: what a day of one processor and what four minutes of a GPU are enough for.
"$segme" train portrait_fine --start "$weights" --data "$data" --output "$runs/fine" --steps 1451 --batch 64 --size 384 --small-size 288 \
  --small-share 0.45 --seed 31 --device "$device" --loader-threads "$(nproc)" --cache-gb 12 ${resume:+"$resume"} || exit
"$segme" export "$runs/fine/last.safetensors" -o "$runs/portrait_fine/" --name portrait_fine --quality accurate --size 384 --mirrored --precision int8 --data "$data" --pictures 64 || exit
"$segme" export "$runs/fine/last.safetensors" -o "$runs/portrait_fine/floats.onnx" --size 384 --precision fp16
