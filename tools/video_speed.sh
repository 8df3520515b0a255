#!/bin/bash
# video_speed.sh [CLIP [BACKGROUND [ROUNDS]]]: how fast segme video is beside a plain transcode by ffmpeg with the same
# encoder settings (H.264 ultrafast), in turn, several rounds. Prints frames a second of each round, medians, their ratio,
# and the CPU time of a frame, which other programs on the machine disturb less. VIDEO_FLAGS is added to segme's.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/build-release/segme}
clip=${1:-}
background=${2:-$here/samples/rocket.jpg}
rounds=${3:-5}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
if [ -z "$clip" ]; then # a portrait that moves before a noisy wall: 1080p30, 6 seconds
  clip=$folder/clip.mp4
  ffmpeg -nostdin -v error -y -loop 1 -i "$here/samples/astronaut.png" -t 6 -r 30 \
    -vf "scale=2200:-1,crop=1920:1080:140+120*sin(t*2):200+60*cos(t*3),noise=alls=6:allf=t,format=yuv420p" \
    -c:v libx264 -preset medium -crf 21 "$clip" || exit 1
fi
frames=$(ffprobe -v error -count_packets -select_streams v:0 -show_entries stream=nb_read_packets -of csv=p=0 "$clip" | tr -d ,)

# timed COMMAND...: wall and CPU seconds.
timed() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" >/dev/null 2>"$folder/err.txt"; } 2>&1 | awk '{ print $1, $2 + $3 }'
}
plain() {
  timed ffmpeg -nostdin -v error -y -i "$clip" -c:v libx264 -preset ultrafast -crf 20 -c:a copy "$folder/plain.mp4"
}
ours() {
  # shellcheck disable=SC2086 # a list of flags
  timed "$segme" video "$clip" "$folder/ours.mp4" --overwrite -b "$background" --encoder h264:preset=ultrafast --crf 20 \
    ${VIDEO_FLAGS:-}
}
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

ours >/dev/null # the compiled model goes into the cache
for round in $(seq "$rounds"); do
  plain >>"$folder/plain.txt"
  ours >>"$folder/ours.txt"
  paste <(tail -n 1 "$folder/plain.txt") <(tail -n 1 "$folder/ours.txt") | awk -v n="$frames" -v r="$round" \
    '{ printf "round %d: ffmpeg %6.1f fps %5.1f ms CPU a frame, segme %6.1f fps %5.1f ms CPU a frame\n", r, n/$1, $2*1e3/n, n/$3, $4*1e3/n }'
done
awk -v n="$frames" -v p="$(cut -d' ' -f1 "$folder/plain.txt" | median)" -v o="$(cut -d' ' -f1 "$folder/ours.txt" | median)" \
  -v pc="$(cut -d' ' -f2 "$folder/plain.txt" | median)" -v oc="$(cut -d' ' -f2 "$folder/ours.txt" | median)" 'BEGIN {
  printf "median: ffmpeg %.1f fps, segme %.1f fps: %.2fx of its speed; CPU a frame %.1f ms and %.1f ms: %.2fx\n",
    n/p, n/o, p/o, pc*1e3/n, oc*1e3/n, pc/oc }'
