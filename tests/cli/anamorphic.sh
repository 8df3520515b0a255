#!/bin/bash
# Anamorphic videos: discs in backgrounds stay round where they are played, whatever the container says of its pixels.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
for program in ffmpeg ffprobe; do
  command -v $program >/dev/null || { echo "$program is not installed"; exit 77; }
done
unset DISPLAY WAYLAND_DISPLAY
model=(--model "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none --no-cache)
make() { ffmpeg -nostdin -v error -y "$@"; }

# A blue clip: nobody is in it. Discs of 60 in black pictures of 200x200.
disc='nullsrc=s=200x200:r=10:d=1,geq=lum=if(lt(hypot(X-99.5\,Y-99.5)\,30)\,235\,16):cb=128:cr=128'
clip=(-f lavfi -i color=blue:s=180x120:r=10:d=1 -c:v libx264 -preset ultrafast -qp 8 -pix_fmt yuv420p)
make "${clip[@]}" -vf setsar=32/27 wide.mp4
make -display_rotation 90 -i wide.mp4 -c copy turned.mp4 2>/dev/null || make -i wide.mp4 -c copy -metadata:s:v rotate=90 turned.mp4
make "${clip[@]}" square.mp4
make -f lavfi -i "$disc" -frames:v 1 disc.png
make -f lavfi -i "$disc" -vf scale=100:200,setsar=2/1 -c:v libx264 -preset ultrafast -qp 8 -pix_fmt yuv420p disc.mp4

# round FILE NAME: what is white in its first picture, as it is played, is as wide as it is high.
round() {
  local width height aspect
  width=$(ffprobe -v error -select_streams v -show_entries stream=width -of csv=p=0 "$1" | head -n 1 | tr -dc 0-9)
  height=$(ffprobe -v error -select_streams v -show_entries stream=height -of csv=p=0 "$1" | head -n 1 | tr -dc 0-9)
  aspect=$(ffprobe -v error -select_streams v -show_entries stream=sample_aspect_ratio -of csv=p=0 "$1" | head -n 1 | tr -dc 0-9:)
  ffmpeg -nostdin -v error -noautorotate -ss "${3:-0}" -i "$1" -frames:v 1 -pix_fmt gray -f rawvideo - | od -An -v -tu1 -w"$width" |
    awk -v aspect="${aspect:-1:1}" '
      { for (x = 1; x <= NF; x++) if ($x > 128) { count++; column[x] = 1; row[NR] = 1 } }
      END { split(aspect, a, ":"); if (a[1] < 1 || a[2] < 1) a[1] = a[2] = 1
            for (x in column) wide++; for (y in row) high++
            print wide * a[1] / a[2], high
            exit !(high > 0 && wide * a[1] / a[2] > 0.93 * high && wide * a[1] / a[2] < 1.07 * high) }' >shape.txt
  local status=$?
  holds "$2: $(cat shape.txt) of ${width}x$height, $aspect" $status -eq 0
}

for source in wide turned square; do
  for background in disc.png disc.mp4; do
    for fit in fill fit centre; do
      name="$source before $background, $fit"
      ok "$name" "$segme" video $source.mp4 out.mp4 --overwrite --background $background --fit $fit "${model[@]}"
      round out.mp4 "$name is round"
    done
  done
done
ok "numbered pictures" "$segme" video wide.mp4 %03d.png --background disc.png --fit fit "${model[@]}"
round 001.png "are as they are shown"
ok "a GIF" "$segme" video wide.mp4 out.gif --background disc.png --fit fit "${model[@]}"
round out.gif "is as it is shown"
ok "live" "$segme" live --camera wide.mp4 --preview none --record live.mp4 --background disc.png --fit fit "${model[@]}"
round live.mp4 "its recording is round"
ok "live, turned, before a video" "$segme" live --camera turned.mp4 --preview none --record video.mp4 --background disc.mp4 --fit fit "${model[@]}"
round video.mp4 "its recording is round" 0.5
ok "a stream" "$segme" stream turned.mp4 stream.mp4 --background disc.png --fit fit "${model[@]}"
round stream.mp4 "is round"
finish
