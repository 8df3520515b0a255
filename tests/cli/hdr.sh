#!/bin/bash
# segme video with HDR (PQ, HLG): white paper is 203 nits (ITU-R BT.2408), what is kept has 10 bits and its tags, and
# what cannot be kept becomes SDR and is said to.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/cli/common/films.sh
. "$(dirname "$0")/common/films.sh"
ffmpeg -hide_banner -encoders 2>/dev/null | grep -q libx265 || exit 77
tags() { ffprobe -v error -select_streams v:0 -show_entries stream=color_space,color_transfer,color_primaries -of csv=p=0 "$1"; }
# luma FILE: of the middle of the first picture, 64..940.
luma() {
  ffmpeg -nostdin -v error -i "$1" -vf crop=2:2,format=yuv444p10le -frames:v 1 -f rawvideo - | od -An -tu2 -N2 | tr -d ' '
}
# hdr FILE TRANSFER SIZE COLOUR [TAGS...]: half a second of a colour's stored values; no tags but the transfer: none.
hdr() {
  local file=$1 transfer=$2 size=$3 colour=$4
  shift 4
  make -f lavfi -i "color=$colour:size=160x96:rate=10:d=0.5" -vf "format=yuv444p10le,scale=$size" -c:v libx265 \
    -x265-params log-level=none:lossless=1 -color_trc "$transfer" "$@" "$file"
}
wide=(-colorspace bt2020nc -color_primaries bt2020)

# Of white at 203 nits, by the formulas of BT.2100: 58.07 % of PQ, 75 % of HLG.
for line in 'pq smpte2084 573' 'hlg arib-std-b67 721'; do
  read -r name transfer white <<<"$line"
  hdr $name.mp4 "$transfer" 96x64 black "${wide[@]}"
  ok "$name into H.264" video $name.mp4 sdr.mp4 -b white
  holds "becomes SDR" "$(tags sdr.mp4)" = bt709,bt709,bt709
  holds "whose white is white" "$(near "$(mean sdr.mp4)" '255 255 255' 3 && echo yes)" = yes
  holds "and is said" "$(grep -c 'HDR: its colours were tone-mapped' err.txt)" = 1
  for output in kept.mp4 kept.webm kept.mkv; do
    ok "$name kept in $output" video $name.mp4 $output -b white --hdr keep
    holds "has 10 bits and its tags" "$(of $output pix_fmt) $(tags $output)" = "yuv420p10le bt2020nc,$transfer,bt2020"
    holds "and the white of paper: $(luma $output)" "$(near "$(luma $output)" "$white" 4 && echo yes)" = yes
  done
  ok "$name kept as ProRes" video $name.mp4 kept.mov -b white --hdr keep --encoder prores
  holds "has it, too: $(luma kept.mov)" "$(near "$(luma kept.mov)" "$white" 4 && echo yes)" = yes
  for output in kept.gif kept.webp kept-%d.png; do
    ok "$name into $output, which cannot keep it" video $name.mp4 $output -b white --hdr keep
    holds "is said" "$(grep -c 'tone-mapped to SDR, because .* cannot hold HDR' err.txt)" = 1
  done
  holds "and its white is white" "$(near "$(mean kept.gif) $(mean kept-1.png)" '255 255 255 255 255 255' 3 && echo yes)" = yes
done

# A ramp with a step of 10 bits a pixel, so red that all of it is person: what comes out is what went in.
make -f lavfi -i color=black:size=160x96:rate=10:d=0.3 \
  -vf "format=yuv420p10le,geq=lum='331+3*X+Y':cb=512:cr=950" -c:v libx265 -x265-params log-level=none:lossless=1 \
  -color_trc arib-std-b67 "${wide[@]}" ramp.mp4
planes() { ffmpeg -nostdin -v error -i "$1" -f rawvideo -pix_fmt "${2:-yuv420p10le}" -; }
planes ramp.mp4 >ramp.yuv
ok "a ramp of 10 bits" video ramp.mp4 ramp-out.mp4 -b white --hdr keep --encoder h265:x265-params=lossless=1
holds "is drawn in planes" "$(field out.txt in_planes)" = 3
holds "and the encoder is silent" "$(grep -c x265 err.txt)" = 0
planes ramp-out.mp4 >ramp-out.yuv
holds "comes out as it went in" "$(cmp ramp.yuv ramp-out.yuv && echo yes)" = yes
ok "into 4:2:2" video ramp.mp4 ramp-out.mov -b white --hdr keep --encoder prores
holds "too, but for what ProRes loses" \
  "$(paste <(planes ramp.mp4 gray10le | od -An -v -w2 -tu2) <(planes ramp-out.mov gray10le | od -An -v -w2 -tu2) |
    awk '{ d = $1 - $2; sum += d * d; fine += ($2 % 4 != 0) } END { print (sum / NR < 4 && fine > NR / 4) }')" = 1

# Transparent: ProRes has the bits for it, VP9 with alpha has 8.
hdr person.mp4 arib-std-b67 96x64 red "${wide[@]}"
ok "transparent HDR in WebM" video person.mp4 alpha.webm --hdr keep
holds "becomes SDR" "$(tags alpha.webm)" = bt709,bt709,bt709
holds "and is said" "$(grep -c 'cannot hold HDR' err.txt)" = 1
ok "transparent HDR in MOV" video person.mp4 alpha.mov --hdr keep
holds "stays HDR" "$(tags alpha.mov)" = bt2020nc,arib-std-b67,bt2020
ok "which is read" video alpha.mov again.mp4 -b white
holds "as HDR" "$(field out.txt hdr)" = tonemap
ok "what it was made of" video person.mp4 opaque.mp4 -b white
holds "looks as with alpha: $(mean again.mp4), $(mean opaque.mp4)" "$(near "$(mean again.mp4)" "$(mean opaque.mp4)" 6 && echo yes)" = yes

hdr odd.mp4 smpte2084 97x65 black "${wide[@]}"
ok "odd sides" video odd.mp4 odd-out.mp4 -b white --hdr keep
holds "keep 10 bits" "$(of odd-out.mp4 pix_fmt)" = yuv444p10le
hdr bare.mp4 arib-std-b67 96x64 red
ok "HDR that does not name its primaries" video bare.mp4 bare-out.mp4 -b white
holds "has those of BT.2020: $(mean bare-out.mp4), $(mean opaque.mp4)" "$(near "$(mean bare-out.mp4)" "$(mean opaque.mp4)" 3 && echo yes)" = yes
# libx265 leaves moments of so short a clip unset; what they hold then is chance.
make -f lavfi -i testsrc2=size=320x180:rate=10 -frames:v 2 -c:v libx264 -pix_fmt yuv420p two.mp4
for ((i = 0; i < 4; i++)); do
  ok "two frames as H.265" video two.mp4 two-out.mp4 -b white --encoder h265
  holds "are two" "$(frames two-out.mp4)" = 2
done
finish
