#!/bin/bash
# segme video with files as they are met: joined, cut, turned, with colons in their names. ffmpeg makes them here, and
# what comes out is judged by ffprobe.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || exit 77
"$segme" video missing.mp4 out.mp4 -b white 2>&1 | grep -q 'no FFmpeg' && exit 77
model=(-m "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none) # its matte is the red channel

make() { ffmpeg -nostdin -v error -y "$@"; }
# moments FILE [STREAM]: of all packets in milliseconds, in order, one line.
moments() {
  ffprobe -v error -select_streams "${2:-v:0}" -show_entries packet=pts_time -of csv=p=0 "$1" | tr -d , | sort -n |
    awk 'NR == 1 { first = $1 } { printf "%s%.0f", NR > 1 ? " " : "", ($1 - first) * 1000 }'
}
# steps FILE STREAM: the longest and the shortest time between two packets, in milliseconds.
steps() {
  moments "$1" "$2" | tr ' ' '\n' | awk 'NR > 1 { d = $1 - last; if (NR == 2 || d < least) least = d; if (d > most) most = d }
    { last = $1 } END { print least, most }'
}
# colour FILE FILTER: mean R, G, B of the first picture behind the filter.
colour() {
  ffmpeg -nostdin -v error -i "$1" -vf "$2,scale=1:1:flags=area,format=rgb24" -frames:v 1 -f rawvideo - |
    od -An -tu1 | tr -s ' ' | sed 's/^ //'
}
# near A B TOLERANCE: lists of as many numbers, none further apart.
near() {
  paste <(tr ' ' '\n' <<<"$1") <(tr ' ' '\n' <<<"$2") |
    awk -v most="$3" 'NF != 2 { bad = 1 } { d = $1 - $2; if (d * d > most * most) bad = 1 } END { exit bad || NR == 0 }'
}
says() { grep -c -- "$1" err.txt; }
run() { "$segme" video "$@" --overwrite "${model[@]}"; }
export -f run
fast=(-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 5)
red=(-f lavfi -i 'color=red:size=64x48:rate=10:d=1')

# A clock that is set back on the way: transport streams joined with cat.
make "${red[@]}" -f lavfi -i sine=d=1 "${fast[@]}" -c:a aac one.ts
make "${red[@]}" -f lavfi -i sine=d=1 "${fast[@]}" -c:a aac -output_ts_offset 100 late.ts
cat one.ts one.ts >twice.ts
cat late.ts one.ts >back.ts
for clip in twice back; do
  for kind in mp4 mkv; do
    ok "$clip.ts, whose clock goes back, as $kind" run $clip.ts $clip.$kind -b white
    holds "has every frame at its moment" "$(moments $clip.$kind)" = "$(seq -s ' ' 0 100 1900)"
    holds "has no hole in its sound: $(steps $clip.$kind a:0)" "$(steps $clip.$kind a:0 | awk '{ print $1 >= 0 && $2 < 48 }')" = 1
    holds "and says it" "$(says 'set anew')" = 1
  done
done
for start in 0.2 0.5 0.9; do
  ok "a start in a transport stream, $start" run one.ts started.mp4 -b white --start $start
  holds "is there to the frame" "$(moments started.mp4 | wc -w)" = "$(awk -v s=$start 'BEGIN { print 10 - 10 * s }')"
done

# Pictures that change their shape on the way.
make -f lavfi -i color=red:size=48x64:rate=10:d=1 "${fast[@]}" -output_ts_offset 1 tall.ts
cat one.ts tall.ts >shapes.ts
ok "a size that changes on the way" run shapes.ts shapes.mp4 -b 0000ff
holds "is said" "$(says 'from 64x48 to 48x64')" = 1
holds "is shown whole" "$(near "$(colour shapes.mp4 'select=gte(n\,15),crop=32:44:16:2')" '255 0 0' 12 && echo yes)" = yes
holds "with bars at its sides" "$(near "$(colour shapes.mp4 'select=gte(n\,15),crop=8:44:0:2')" '0 0 255' 12 && echo yes)" = yes

# A colon in a name is no protocol.
cp one.ts 2024-08-20T13:28:35Z.ts
ok "a colon in the name" run 2024-08-20T13:28:35Z.ts colon.mp4 -b white
holds "is read whole" "$(moments colon.mp4 | wc -w)" = 10
holds "with its sound" "$(moments colon.mp4 a:0 | wc -w)" -gt 40
ok "a colon in a background's name" run one.ts colon.mp4 -b 2024-08-20T13:28:35Z.ts
ok "a colon in the output's name" run one.ts 10:30.mp4 -b white
holds "which is there" -s 10:30.mp4
refuses 3 "no such file" "a name with a colon that is not there" run 11:30.mp4 out.mp4 -b white

finish
