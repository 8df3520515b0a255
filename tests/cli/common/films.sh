#!/bin/bash
# For the scripts about videos: what makes them, and what is in them.

make() { ffmpeg -nostdin -v error -y "$@"; }
# of FILE ENTRY: what ffprobe says of the first video stream.
of() { ffprobe -v error -select_streams v:0 -show_entries "stream=$2" -of csv=p=0 "$1" | head -n 1; }
frames() { ffprobe -v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0 "$1" | tr -d ','; }
# mean FILE [FILTER [DECODER]]: mean R, G, B of the first picture that the filter lets through, as ffmpeg shows it.
mean() {
  ffmpeg -nostdin -v error ${3:+-c:v "$3"} -i "$1" -vf "${2:-null},scale=1:1:flags=area,format=rgb24" -frames:v 1 -f rawvideo - |
    od -An -tu1 | tr -s ' ' | sed 's/^ //'
}
# near A B TOLERANCE: lists of as many numbers, none further apart.
near() {
  paste <(tr ' ' '\n' <<<"$1") <(tr ' ' '\n' <<<"$2") |
    awk -v most="$3" 'NF != 2 { bad = 1 } { d = $1 - $2; if (d * d > most * most) bad = 1 } END { exit bad || NR == 0 }'
}
