#!/bin/bash
# The sound that goes along with segme video and stream: what does not fit its container, what comes twice, and a click that
# stays where it was.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || exit 77
"$segme" video missing.mp4 out.mp4 -b white 2>&1 | grep -q 'no FFmpeg' && exit 77
model=(--model "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none --no-cache)
make() { ffmpeg -nostdin -v error -y "$@"; }
of() { ffprobe -v error -select_streams "$2" -show_entries "stream=$3" -of csv=p=0 "$1" | head -n 1; }
within() { awk -v a="$1" -v b="$2" -v m="$3" 'BEGIN { d = a - b; exit !(a != "" && d <= m && d >= -m) }'; }
fast=(-c:v libx264 -preset ultrafast -qp 10 -pix_fmt yuv420p)

make -f lavfi -i testsrc2=size=96x64:rate=30:d=2 -f lavfi -i sine=d=2 -c:v mjpeg -c:a pcm_s16le pcm.avi
make -f lavfi -i testsrc2=size=96x64:rate=30:d=2 -f lavfi -i sine=d=3 "${fast[@]}" -c:a aac over.ts
cat over.ts over.ts >twice.ts
for file in pcm.avi twice.ts; do
  for out in sound.mp4 sound.webm; do
    ok "$file into $out" "$segme" video $file $out -b white --overwrite "${model[@]}"
    holds "with its sound" -n "$(of $out a:0 codec_name)"
  done
  ok "$file through stream" "$segme" stream $file sound.mp4 --background white --overwrite "${model[@]}"
  holds "with its sound as well" -n "$(of sound.mp4 a:0 codec_name)"
done
# A click is where it was when sound is encoded anew. begin FILE: when it begins to be loud.
begin() {
  ffmpeg -nostdin -v error -i "$1" -map 0:a -ac 1 -ar 48000 -f s16le - | od -An -v -td2 -w2 |
    awk '!found && ($1 > 8000 || $1 < -8000) { printf "%.5f", (NR - 1) / 48000; found = 1 }'
}
make -f lavfi -i testsrc2=size=96x64:rate=10:d=2 -f lavfi -i 'aevalsrc=if(gte(t\,1)\,0.9*sin(2*PI*1000*t)\,0):s=48000:d=2' \
  "${fast[@]}" -c:a pcm_s16le click.mkv
for out in click.webm click.mp4; do
  ok "sound that is encoded anew for $out" "$segme" video click.mkv $out -b white "${model[@]}"
  holds "stays where it was: $(begin $out)" "$(within "$(begin $out)" "$(begin click.mkv)" 0.002 && echo yes)" = yes
done

finish
