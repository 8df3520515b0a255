#!/bin/bash
# segme video with files and pipes that lack their end or seem to, parts that cannot be read, and outputs that others
# name: what is lost is said, and what is whole is not called cut.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/cli/common/films.sh
. "$(dirname "$0")/common/films.sh"
stream() { "$segme" stream "$@" -m "$red" --refine none --overwrite; }
clip=(-f lavfi -i 'testsrc2=size=160x96:rate=30' -f lavfi -i 'sine=frequency=440:sample_rate=48000')
fast=(-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 5)

# Whole and without their last bytes, as files and through pipes.
make "${clip[@]}" -t 1 -c:v libvpx -deadline realtime -c:a libopus clip.webm
make "${clip[@]}" -t 1 "${fast[@]}" -c:a aac clip.flv
make "${clip[@]}" -t 1 "${fast[@]}" -c:a aac clip.ts
make "${clip[@]}" -t 1 -c:v mpeg4 -c:a libmp3lame clip.avi
make "${clip[@]}" -t 1 -c:v libtheora -c:a libvorbis clip.ogv
make "${clip[@]}" -t 1 -c:v mpeg2video -c:a mp2 clip.mpg
make "${clip[@]}" -t 1 -c:v wmv2 -c:a wmav2 clip.wmv
make "${clip[@]}" -t 1 -an clip.gif
make "${clip[@]}" -t 1 -an clip.apng
files=(clip.webm clip.flv clip.ts clip.avi clip.ogv clip.mpg clip.wmv clip.gif clip.apng)
make "${clip[@]}" -t 1 -c:v libaom-av1 -cpu-used 8 -an -f obu clip.obu && files+=(clip.obu)
for file in "${files[@]}"; do
  head -c $(($(stat -c %s "$file") * 95 / 100 / 188 * 188 + 100)) "$file" >"cut-$file"
  ok "$file" video "$file" out.mp4 -b white
  ok "$file through a pipe" video - out.mp4 -b white <"$file"
  video "cut-$file" out.mp4 -b white >out.txt 2>err.txt
  holds "without its end it ends with a code of its own" $? -eq 8
  video - out.mp4 -b white <"cut-$file" >out.txt 2>err.txt
  holds "through a pipe as well" $? -eq 8
  holds "and that is said" "$(grep -c 'is cut short' err.txt)" = 1
done
if [[ " ${files[*]} " == *' clip.obu '* ]]; then # the size of the last unit is the largest that there is
  { cat clip.obu && printf '\x32\xff\xff\xff\xff\xff\xff\xff\xff\x7f'; } >long.obu
  video long.obu out.mp4 -b white >out.txt 2>err.txt
  holds "a unit that claims more than any file holds is cut short" $? -eq 8
fi
for target in pal-dvd pal-vcd; do
  make "${clip[@]}" -t 0.5 -target $target $target.mpg
  ok "$target" video $target.mpg out.mp4 -b white
done
# Sound that is longer than the pictures is no lost end.
for seconds in '1 2' '2 1'; do
  read -r pictures sound <<<"$seconds"
  make -f lavfi -i "testsrc2=size=160x96:rate=30:d=$pictures" -f lavfi -i "sine=d=$sound" -c:v wmv2 -c:a wmav2 long.wmv
  ok "WMV with $pictures s of pictures and $sound s of sound" video long.wmv out.mp4 -b white
done

# Joined FLV through a pipe.
cat clip.flv clip.flv clip.flv >joined.flv
ok "three FLV files through a pipe" video - out.mp4 -b white <joined.flv
holds "have every frame" "$(frames out.mp4)" = 90
holds "and their clock is said" "$(grep -c 'breaks 2 times' err.txt)" = 1

# Of joined MP4 only the first is read, and that is said.
make "${clip[@]}" -t 1 "${fast[@]}" -c:a aac -movflags faststart clip.mp4
ok "an MP4 through a pipe" video - out.mp4 -b white <clip.mp4
cat clip.mp4 clip.mp4 >joined.mp4
video - out.mp4 -b white <joined.mp4 >out.txt 2>err.txt
holds "two of them end with 8" $? -eq 8
holds "which is said" "$(grep -c 'another file is joined to the end' err.txt)" = 1

# Sound that is of another kind in the second of two joined files.
make "${clip[@]}" -t 1 "${fast[@]}" -c:a aac -mpegts_m2ts_mode 1 a.mts
make "${clip[@]}" -t 1 "${fast[@]}" -c:a ac3 -mpegts_m2ts_mode 1 -output_ts_offset 300 b.mts
cat a.mts b.mts a.mts >joined.mts
ok "another kind of sound on the way" video joined.mts out.mp4 -b white
holds "keeps all pictures" "$(frames out.mp4)" = 90
holds "and is said" "$(grep -c 'of the sound (aac) .* left out' err.txt)" = 1

# Numbered pictures that cannot be read are passed over, and the others keep their moments.
make -f lavfi -i testsrc2=size=64x48:rate=10:d=0.6 -start_number 7 '%d.jpg'
make -f lavfi -i testsrc2=size=64x48:rate=10:d=0.6 -start_number 7 '%04d.png'
: >9.jpg
: >0009.png
for pattern in %d.jpg %04d.png; do
  video $pattern out.mp4 --fps 10 -b white >out.txt 2>err.txt
  holds "an empty picture among $pattern ends with 8" $? -eq 8
  holds "is counted" "$(field out.txt damaged)" = 1
  holds "and the others are there, at their moments" \
    "$(ffprobe -v error -select_streams v -show_entries frame=pts_time -of csv=p=0 out.mp4 | tr -d , | tr -s '\n' ' ')" = \
    '0.000000 0.100000 0.300000 0.400000 0.500000 '
done

# Lists of parts (HLS): folders are made, colons are no protocols, and what cannot be written is said.
ok "a list in a new folder with a colon" stream clip.flv 'new:folder/at 13:28.m3u8' -b white
ok "can be read again" video 'new:folder/at 13:28.m3u8' out.mp4 -b white
holds "as a whole" "$(frames out.mp4)" = 30
: >plain
for command in stream video; do
  $command clip.flv plain/list.m3u8 -b white >out.txt 2>err.txt
  holds "a list that cannot be written ends $command with 4" $? -eq 4
done
(ulimit -f 8 && stream clip.flv list.m3u8 -b white >out.txt 2>err.txt)
holds "and so does one whose parts become too large" $? -eq 4

# HDR and fields where the output has no words for them.
make -f lavfi -i color=gray:size=160x96:rate=10:d=0.3 -vf format=yuv420p10le -c:v libvpx-vp9 -deadline realtime \
  -color_trc smpte2084 -colorspace bt2020nc -color_primaries bt2020 pq.webm
ok "HDR that is to stay so in y4m" video pq.webm out.y4m -b white --hdr keep
holds "cannot, and that is said" "$(grep -c "because 'out.y4m' cannot hold HDR" err.txt)" = 1
ok "or in an encoder for 8 bits" video pq.webm out.mp4 -b white --hdr keep --encoder h264
holds "is blamed on that" "$(grep -c 'because what --encoder' err.txt)" = 1
make -f lavfi -i testsrc2=size=160x96:rate=50:d=0.5 -vf tinterlace=interleave_bottom,setfield=bff \
  -c:v mpeg2video -flags +ilme+ildct -q:v 2 fields.ts
for output in out.webm out.gif; do
  ok "fields that are to stay in $output" video fields.ts $output -b white --deinterlace off
  holds "cannot be told there, and that is said" "$(grep -c 'cannot tell that there are any' err.txt)" = 1
done
ok "fields in MP4" video fields.ts out.mp4 -b white --deinterlace off
holds "can" "$(grep -c 'cannot tell' err.txt)" = 0

"$segme" image 'http://me:secret@127.0.0.1:1/a.jpg?token=abc' -o no.png --json >out.txt 2>err.txt
holds "image tells no secrets either" "$(cat out.txt err.txt | grep -c -e secret -e abc)" = 0
finish
