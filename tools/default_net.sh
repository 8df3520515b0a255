#!/bin/bash
# default_net.sh MANIFEST RUNS [DEVICE]: teaches portrait, the default net, as docs/decisions/009 and 013 say: from ImageNet weights, on, on again with masks that
# are half what portrait_fine says, the mean of the last two, once more for empty places, with the mean of before, and twice on whole pictures, with the mean
# of all three. DEVICE is cuda or cpu (about ten hours of one processor). What is in RUNS already is gone on with. The model is RUNS/portrait/.
set -u -o pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/teach.sh"

encoder_weights 0 "$runs/efficientnet-lite0.pth"
teach portrait first --data "$data" --start "$runs/efficientnet-lite0.pth" --steps 3050
teach portrait on --data "$data" --start "$runs/first/last.safetensors" --encoder-rate 1 --learning-rate 0.002 --steps 2267 --batch 96 --size 256 --small-share 0 --seed 32
labels
teach portrait again --data "$labelled/manifest.csv" --start "$runs/on/last.safetensors" --encoder-rate 1 --learning-rate 0.0008 --steps 491 --size 256 \
  --small-share 0 --empty 0.15 --seed 52
mean half.safetensors "$runs/on/last.safetensors" "$runs/again/last.safetensors"
teach portrait empty --data "$labelled/manifest.csv" --start "$runs/half.safetensors" --encoder-rate 1 --learning-rate 0.0006 --steps 978 --size 256 \
  --small-share 0 --empty 0.3 --seed 73
mean mean.safetensors "$runs/empty/last.safetensors" "$runs/half.safetensors"
near=(--learning-rate 0.0006 --size 256 --empty 0.25)
teach_near portrait whole "$runs/mean.safetensors" "${near[@]}" --steps 895 --augment affine --seed 93
mean whole.safetensors "$runs/mean.safetensors" "$runs/whole/last.safetensors"
teach_near portrait light "$runs/whole.safetensors" "${near[@]}" --steps 702 --augment near --seed 94
mean three.safetensors "$runs/mean.safetensors" "$runs/whole/last.safetensors" "$runs/light/last.safetensors"
ship portrait "$runs/three.safetensors" 256 --mirrored-stills --closer
