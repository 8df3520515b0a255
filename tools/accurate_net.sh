#!/bin/bash
# accurate_net.sh MANIFEST RUNS [DEVICE]: teaches portrait_fine, the net of the accurate level, as docs/decisions/009 says. DEVICE is cuda (five
# minutes of a large GPU, with a LibTorch that is made for it) or cpu (about seven hours of one processor). What is in RUNS already
# is gone on with, and a manifest that has eg1800's pictures twice is left beside MANIFEST. The model is RUNS/portrait_fine/.
set -u -o pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/teach.sh"

encoder_weights 2 "$runs/efficientnet-lite2.pth"
teach portrait_fine fine --data "$data" --start "$runs/efficientnet-lite2.pth" --size 384 --steps 1451 --batch 64 --small-size 288 --small-share 0.45 --seed 31
twice=${data%.csv}-eg1800-twice.csv
{ cat "$data" && grep ',eg1800,.*,train' "$data"; } >"$twice" || exit
teach portrait_fine again --data "$twice" --start "$runs/fine/last.safetensors" --encoder-rate 1 --learning-rate 0.0008 --size 384 --steps 1009 --batch 16 --small-share 0 --seed 72
"$segme" net average "$runs/fine/last.safetensors" "$runs/again/last.safetensors" -o "$runs/mean.safetensors" --overwrite || exit
ship portrait_fine "$runs/mean.safetensors" 384 --quality accurate --mirrored
