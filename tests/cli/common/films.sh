#!/bin/bash
# shellcheck disable=SC2034,SC2154 # the matte is for those who source this, after lib.sh, which has `segme`
# For the scripts about videos: what makes them, and what is in them. A script is skipped where a tool is missing.
command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || exit 77
"$segme" video missing.mp4 out.mp4 -b white 2>&1 | grep -q 'no FFmpeg' && exit 77
red=${SEGME_SOURCE_DIR:?}/tests/data/red # its matte is the red channel

video() { "$segme" video "$@" -m "$red" --refine none --json --overwrite; }
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
