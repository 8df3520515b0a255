#!/bin/bash
# accurate_net.sh MANIFEST RUNS [DEVICE]: teaches portrait_fine, the net of the accurate level, as docs/decisions/009 and 013 say. DEVICE is cuda (five
# minutes of a large GPU, with a LibTorch that is made for it) or cpu (about eight hours of one processor). What is in RUNS already
# is gone on with, and manifests that have eg1800's pictures two and three times are left beside MANIFEST. The model is RUNS/portrait_fine/.
set -u -o pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/teach.sh"

encoder_weights 2 "$runs/efficientnet-lite2.pth"
teach portrait_fine fine --data "$data" --start "$runs/efficientnet-lite2.pth" --size 384 --steps 1451 --batch 64 --small-size 288 --small-share 0.45 --seed 31
twice=${data%.csv}-eg1800-twice.csv
{ cat "$data" && grep ',eg1800,.*,train' "$data"; } >"$twice" || exit
teach portrait_fine again --data "$twice" --start "$runs/fine/last.safetensors" --encoder-rate 1 --learning-rate 0.0008 --size 384 --steps 1009 --batch 16 --small-share 0 --seed 72
mean mean.safetensors "$runs/fine/last.safetensors" "$runs/again/last.safetensors"
near=(--size 384 --batch 16 --augment affine)
teach_near portrait_fine whole "$runs/mean.safetensors" "${near[@]}" --learning-rate 0.0005 --steps 455 --seed 91
mean whole.safetensors "$runs/mean.safetensors" "$runs/whole/last.safetensors"
teach_near portrait_fine longer "$runs/whole.safetensors" "${near[@]}" --learning-rate 0.0006 --steps 1018 --seed 92
mean last.safetensors "$runs/mean.safetensors" "$runs/longer/last.safetensors"
ship portrait_fine "$runs/last.safetensors" 384 --quality accurate --mirrored --closer --also portrait
