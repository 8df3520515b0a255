#!/bin/bash
# moving_set.sh OUTPUT BACKGROUND... -- CLIP...: a set for `segme eval --video`: filmed people, cut out frame by frame by the accurate level, over
# backgrounds that move, with noise of a camera on both. What was cut out is the truth. Each clip meets two of the backgrounds.
# SEGME_FRAMES (60): frames of each clip. SEGME_NOISE (14): strength of the noise, as FFmpeg's filter counts it.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
[ $# -ge 4 ] || { sed -n 2,4p "$0" && exit 2; }
segme=${SEGME:-$here/segme} frames=${SEGME_FRAMES:-60} noise=${SEGME_NOISE:-14} output=$1
shift
backgrounds=()
while [ "${1:---}" != -- ]; do backgrounds+=("$1") && shift; done
shift
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
number=0
for clip in "$@"; do
  cut=$scratch/$number name=$(basename -- "${clip%.*}")
  mkdir -p "$cut"
  ffmpeg -v error -nostdin -i "$clip" -frames:v "$frames" -c:v ffv1 "$cut.mkv" </dev/null || exit
  "$segme" video "$cut.mkv" "$cut/%05d.png" --quality accurate --precision fp32 || exit
  size=$(ffprobe -v error -select_streams v -show_entries stream=width,height -of csv=p=0:s=x "$cut.mkv") || exit
  width=${size%x*} height=${size#*x}
  for turn in 0 1; do
    background=${backgrounds[$(((2 * number + turn) % ${#backgrounds[@]}))]}
    images=$output/images/$name-$turn masks=$output/masks/$name-$turn
    mkdir -p "$images" "$masks"
    # The background is a third larger than the frame and goes round in it; one turn takes 75 frames.
    pan="scale=$((width * 4 / 3)):$((height * 4 / 3)):force_original_aspect_ratio=increase,setsar=1"
    pan+=",crop=$width:$height:x='(iw-ow)/2*(1+sin(2*PI*n/75))':y='(ih-oh)/2*(1+cos(2*PI*n/75))'"
    ffmpeg -v error -nostdin -y -loop 1 -i "$background" -i "$cut/%05d.png" -frames:v "$frames" -filter_complex \
      "[0:v]${pan}[b];[b][1:v]overlay=format=gbrp,noise=alls=$noise:allf=t:all_seed=$((number + 7)),format=rgb24[p];[1:v]alphaextract,format=gray[m]" \
      -map '[p]' -frames:v "$frames" "$images/%05d.png" -map '[m]' -frames:v "$frames" "$masks/%05d.png" || exit
  done
  number=$((number + 1))
done
