#!/bin/bash
# accurate_net.sh MANIFEST RUNS [THREADS]: teaches portrait_fine, the net of the accurate level, as docs/decisions/008 says: the default
# net goes on learning, the middle between before and after becomes the trunk, and the finer level learns on top of it. About two hours of
# one processor. What is in RUNS already is gone on with. The model is RUNS/portrait_fine/.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,4p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/segme} data=$1 runs=$2 threads=${3:-$(nproc)}
mkdir -p "$runs" || exit

# teach NET FOLDER OPTIONS...
teach() {
  local net=$1 run=$runs/$2 resume=''
  shift 2
  [ ! -e "$run/last.ckpt" ] || resume=--resume
  "$segme" train "$net" --data "$data" --output "$run" --clock processor --threads "$threads" "$@" ${resume:+"$resume"} || exit
}

portrait=$here/models/portrait/model.onnx
# A step that changes nothing: the shipped weights with their norms.
teach portrait before --start "$portrait" --steps 1 --learning-rate 1e-6 --min-rate 1e-6
teach portrait after --start "$portrait" --minutes 48 --size 256 --small-size 192 --small-share 0.4 --learning-rate 0.0012 --encoder-rate 0.6 --seed 11
"$segme" net average "$runs/before/best.safetensors" "$runs/after/last.safetensors" -o "$runs/trunk.safetensors" --overwrite || exit
teach portrait_fine fine --start "$runs/trunk.safetensors" --freeze conv_stem,bn0,blocks,decoder.0,decoder.1,decoder.2 --minutes 62 --batch 12 \
  --size 512 --small-size 384 --small-share 0.35 --learning-rate 0.003 --encoder-rate 0.2 --seed 21
"$segme" export "$runs/fine" -o "$runs/portrait_fine/" --name portrait_fine --quality accurate --size 512 --precision fp16 --mirrored
