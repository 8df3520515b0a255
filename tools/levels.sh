#!/bin/bash
# Makes the pictures of docs/gallery anew: each photo beside what the three levels cut out of it, put before grey-green.
# Into docs/gallery; needs ffmpeg.
cd "$(dirname "$0")/.." || exit 1
segme=${SEGME:-./segme}
folder=docs/gallery
work=$(mktemp -d) || exit
trap 'rm -r "$work"' EXIT

# row NAME PHOTO: NAME.jpg, the photo and fast, balanced and accurate, 360 pixels high.
row() {
  local level inputs=() sized='' joined='' i=0
  cp "$2" "$work/photo.${2##*.}"
  inputs=(-i "$work/photo.${2##*.}")
  for level in fast balanced accurate; do
    "$segme" image "$2" --overwrite --quality $level --background '#7f9f8f' --output "$work/$level.png" || exit
    inputs+=(-i "$work/$level.png")
  done
  for i in 0 1 2 3; do
    sized+="[$i:v]scale=-2:360:flags=area,format=rgb24[s$i];"
    joined+="[s$i]"
  done
  ffmpeg -v error -y "${inputs[@]}" -filter_complex "$sized${joined}hstack=4" -q:v 3 "$folder/$1.jpg" </dev/null || exit
}

row hair samples/astronaut.png
row hands $folder/photos/portrait.jpg
row microphone $folder/photos/speech.jpg
row chandelier $folder/photos/blue_room.jpg
row curtain $folder/photos/standing.jpg
row camera samples/photographer.png
row nobody samples/coffee.png
# A room without light: the same portrait at less than half of its light, with a sensor's noise.
ffmpeg -v error -y -i samples/astronaut.png -vf "eq=gamma=0.45:brightness=-0.05,noise=c0s=14:c0f=t+u" -q:v 2 "$work/dark.jpg" </dev/null || exit
row dark "$work/dark.jpg"
