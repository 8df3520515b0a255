#!/bin/bash
# fast_net.sh MANIFEST RUNS [DEVICE]: teaches portrait_fast, the net of the fast level, as docs/decisions/012 says: portrait without four of its blocks,
# taught on with masks that are half what portrait_fine says, and on whole pictures (013). DEVICE is cuda or cpu (a good hour of one processor). What is in RUNS already is gone on with.
# The model is RUNS/portrait_fast/.
set -u -o pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/teach.sh"

labels
teach portrait_fast fast --start "$here/models/portrait/floats.onnx" --encoder-rate 1 --learning-rate 0.0012 --data "$labelled/manifest.csv" --steps 5092 --size 192 \
  --small-share 0 --empty 0.25 --seed 71
teach_near portrait_fast light "$runs/fast/last.safetensors" --learning-rate 0.0006 --steps 1151 --size 192 --empty 0.25 --augment near --seed 95
mean mean.safetensors "$runs/fast/last.safetensors" "$runs/light/last.safetensors"
ship portrait_fast "$runs/mean.safetensors" 192 --quality fast --closer
