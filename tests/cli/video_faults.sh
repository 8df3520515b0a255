#!/bin/bash
# segme video with files from the real world: cut short, damaged, joined, with another clock, another size, other fields.
# Clips are made by ffmpeg, and what comes out is judged by ffmpeg and ffprobe.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/cli/common/films.sh
. "$(dirname "$0")/common/films.sh"
streams() { ffprobe -v error -show_entries stream=codec_type -of csv=p=0 "$1" | sort | tr '\n' ' '; }
length() { ffprobe -v error -show_entries format=duration -of csv=p=0 "$1"; }
# within A B MOST: two numbers, no further apart.
within() { awk -v a="$1" -v b="$2" -v m="$3" 'BEGIN { d = a - b; exit !(a != "" && d <= m && d >= -m) }'; }
half() { head -c $(($(stat -c %s "$1") / 2)) "$1" >"cut-$1"; }

clip=(-f lavfi -i 'testsrc2=size=160x96:rate=30' -f lavfi -i 'sine=frequency=440:sample_rate=44100')
fast=(-c:v libx264 -preset ultrafast -pix_fmt yuv420p)

# Half a file is no whole one.
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -c:a aac whole.mkv
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -c:a aac -movflags faststart whole.mp4
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -an whole.flv
make "${clip[@]}" -t 1 -pix_fmt yuv420p -an whole.y4m
make "${clip[@]}" -t 1 -c:v mjpeg -c:a pcm_s16le whole.avi
for file in whole.mkv whole.mp4 whole.flv whole.avi; do
  half $file
  ok "$file" video $file out.mp4 -b white
  holds "has lost nothing" "$(field out.txt cut_short)$(field out.txt concealed)$(field out.txt damaged)" = false00
  video cut-$file out.mp4 -b white >out.txt 2>err.txt
  holds "half of $file ends with a code of its own" $? -eq 8
  holds "says so" "$(grep -c 'cut short: of the .* that its header promises' err.txt)" = 1
  holds "and how much" "$(field out.txt missing_seconds | awk '{ print ($1 > 0.3 && $1 < 0.7) }')" = 1
done
half whole.y4m
video cut-whole.y4m out.mp4 -b white >out.txt 2>err.txt
holds "half a frame of y4m ends with it too" $? -eq 8
holds "and is said" "$(grep -c 'its end is missing' err.txt)" = 1
video - out.mp4 -b white <cut-whole.y4m >out.txt 2>err.txt
holds "through a pipe as well" $? -eq 8
make "${clip[@]}" -t 1 -an whole.gif
make "${clip[@]}" -t 1 -c:v wmv2 -c:a wmav2 whole.wmv
make "${clip[@]}" -t 1 -c:v libtheora -c:a libvorbis -page_duration 100000 whole.ogv
make -f lavfi -i testsrc2=size=160x96:rate=30 -t 1 -c:v libwebp_anim whole.webp
for file in whole.gif whole.wmv whole.ogv whole.webp; do
  half $file
  ok "$file" video $file out.mp4 -b white
  video cut-$file out.mp4 -b white >out.txt 2>err.txt
  holds "half of $file ends with it too" $? -eq 8
done
holds "with the pictures that are there: $(field out.txt frames)" "$(field out.txt frames | awk '{ print ($1 > 8 && $1 < 22) }')" = 1
head -c 300 whole.webp >little.webp
refuses 3 "ends in its first picture" "a WebP without one whole picture" "$segme" video little.webp no.mp4 -b white
ok "sound that is longer than the pictures" bash -c "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=160x96:rate=30:d=1 \
  -f lavfi -i sine=d=3 ${fast[*]} -c:a aac longer.mkv && '$segme' video longer.mkv out.mp4 -b white -m '$red' --refine none --overwrite"
ok "a part of a whole file" video whole.mp4 out.mp4 -b white --start 0.2 --end 0.6
# Cut near the end, where less is missing than headers are wrong by.
make "${clip[@]}" -t 1 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -an whole.ivf
make "${clip[@]}" -t 1 -c:v mjpeg -an whole.mjpeg
make "${clip[@]}" -t 1 -c:v dvvideo -s 720x576 -r 25 -pix_fmt yuv420p -an whole.dv
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -c:a aac -movflags frag_keyframe+empty_moov whole-parts.mp4
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -c:a aac whole.ts
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -c:a aac whole-sound.flv
for file in whole.mkv whole.mp4 whole.avi whole.ogv whole.ivf whole.mjpeg whole.dv whole-parts.mp4 whole.ts whole-sound.flv; do
  ok "$file" video $file out.mp4 -b white
  head -c $(($(stat -c %s $file) * 94 / 100 / 188 * 188 + 1)) $file >late-$file
  video late-$file out.mp4 -b white >out.txt 2>err.txt
  holds "$file without its last bytes ends with it" $? -eq 8
done
# Motion JPEG whose bytes are rubbish in the middle.
cp whole.avi rubbish.avi
head -c 1500 /dev/zero | tr '\0' '\125' | dd of=rubbish.avi bs=1 seek=$(($(stat -c %s rubbish.avi) / 2)) conv=notrunc 2>dd.txt
video rubbish.avi out.mp4 -b white >out.txt 2>err.txt
holds "damaged Motion JPEG ends with it" $? -eq 8
holds "and is counted" $(($(field out.txt concealed) + $(field out.txt damaged))) -gt 0
# So little of a stream that nothing is known of its sound.
head -c $((188 * 60)) whole.ts >little.ts
video little.ts out.mkv -b white >out.txt 2>err.txt
holds "sound of which nothing is known breaks nothing off" $? -ne 4
holds "and is said" "$(grep -c 'the sound (aac) is left out: nothing of it can be read' err.txt)" = 1
# Rubbish in the middle of the pictures.
make "${clip[@]}" -t 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -an rubbish.mp4
head -c 300 /dev/zero | dd of=rubbish.mp4 bs=1 seek=$(($(stat -c %s rubbish.mp4) / 2)) conv=notrunc 2>dd.txt
video rubbish.mp4 out.mp4 -b white >out.txt 2>err.txt
holds "damaged frames end with it" $? -eq 8
holds "and are counted" $(($(field out.txt concealed) + $(field out.txt damaged))) -gt 0
# A transport stream that begins between two key frames.
make "${clip[@]}" -t 2 "${fast[@]}" -g 30 -an keys.ts
tail -c +$((188 * 60 + 1)) keys.ts >late.ts
video late.ts out.mp4 -b white >out.txt 2>err.txt
holds "frames before the first key frame end with it" $? -eq 8
holds "and are counted: $(field out.txt before_key)" "$(field out.txt before_key)" -gt 0

# A clock that goes back.
make "${clip[@]}" -t 1 "${fast[@]}" -c:a aac a.ts
make "${clip[@]}" -t 1 "${fast[@]}" -c:a aac -output_ts_offset 5000 b.ts
for pair in 'a a' 'a b' 'b a'; do
  read -r first second <<<"$pair"
  cat "$first.ts" "$second.ts" >joined.ts
  ok "$first and $second joined" video joined.ts joined.mp4 -b white
  holds "is said" "$(grep -c 'breaks once' err.txt)" = 1
  holds "has every frame: $(frames joined.mp4)" "$(frames joined.mp4)" = 60
  holds "and its length: $(length joined.mp4)" "$(within "$(length joined.mp4)" 2.03 0.1 && echo yes)" = yes
  holds "and its sound" "$(within "$(ffprobe -v error -select_streams a -show_entries stream=duration -of csv=p=0 joined.mp4)" 2.03 0.1 && echo yes)" = yes
done

cat whole.mkv whole.mkv >joined.mkv
ok "two Matroska files joined" video joined.mkv joined.mp4 -b white
holds "is said" "$(grep -c 'breaks once' err.txt)" = 1
holds "has every frame, and their length" "$(frames joined.mp4) $(within "$(length joined.mp4)" 2.03 0.1 && echo yes)" = '60 yes'

# Other kinds of files joined: read to the end of the last one, or the loss is said.
make "${clip[@]}" -t 1 "${fast[@]}" -g 5 -c:a aac sound.flv
for kind in flv y4m; do
  [ $kind = flv ] && first=sound || first=whole
  cat $first.$kind $first.$kind $first.$kind >joined.$kind
  ok "three $kind files joined" video joined.$kind joined.mp4 -b white
  holds "have every frame, and their length" "$(frames joined.mp4) $(within "$(length joined.mp4)" 3.05 0.1 && echo yes)" = '90 yes'
  ok "behind another video, joined $kind" video whole.mp4 joined.mp4 -b joined.$kind
done
ok "a start in the last of them" video joined.flv joined.mp4 -b white --start 2.5
holds "is found" "$(frames joined.mp4)" -ge 14
make "${clip[@]}" -t 1 -an whole.apng
for file in whole.mp4 whole.wmv whole.apng whole.webp; do
  cat $file $file >joined-$file
  video joined-$file out.mp4 -b white >out.txt 2>err.txt
  holds "two joined of $file end with a code of their own" $? -eq 8
  holds "and a sentence" "$(grep -c 'another file is joined to the end' err.txt) $(field out.txt file_behind)" = '1 true'
done

# A start in the first of several whose moments are the same: each has its own colour.
for hue in 2 6 a; do
  make -f lavfi -i "color=0xff${hue}000:size=64x48:rate=10:d=2,format=yuv420p" -f lavfi -i sine=d=2 \
    -c:v mpeg2video -g 5 -c:a mp2 hue$hue.ts
  make -i hue$hue.ts -c copy hue$hue.mpg
done
for kind in ts mpg; do
  cat hue2.$kind hue6.$kind huea.$kind >hues.$kind
  for start in 1.2 3.2 5.2; do
    wanted="255 $((32 * ${start%.*})) 0"
    ok "a start at $start s of joined .$kind" video hues.$kind part.mp4 -b white --start $start --end "${start%.*}.7"
    holds "is found there: $(mean part.mp4)" "$(near "$(mean part.mp4)" "$wanted" 8 && echo yes)" = yes
    holds "and its five frames" "$(frames part.mp4)" = 5
  done
done

make "${clip[@]}" -t 3 "${fast[@]}" -g 30 -bf 2 -c:a aac long.ts
ok "a start behind the first of two that are joined" video joined.ts part.mp4 -b white --start 1.5
holds "is found" "$(frames part.mp4)" -ge 14
refuses 3 'at or after 9.5 seconds' "a start behind the end" "$segme" video joined.ts no.mp4 -b white --start 9.5
ok "a start between two key frames of a transport stream" video long.ts part.mp4 -b white --start 0.5 --end 0.9
holds "is cut to the frame" "$(frames part.mp4)" = 12

# Another size on the way: a wide picture in a 4:3 one keeps its shape.
make -f lavfi -i color=red:size=160x120:rate=10:d=0.5 "${fast[@]}" -bsf:v h264_mp4toannexb narrow.ts
make -f lavfi -i color=red:size=320x120:rate=10:d=0.5 "${fast[@]}" -bsf:v h264_mp4toannexb wide.ts
cat narrow.ts wide.ts >sizes.ts
ok "another size on the way" video sizes.ts sizes.mp4 -b '#00ff00'
holds "is said" "$(grep -c '5 frames of .* fitted into it' err.txt)" = 1
holds "has bars" "$(near "$(mean sizes.mp4 'select=gte(t\,0.8),crop=160:20:0:0')" '0 255 0' 12 && echo yes)" = yes
ok "or is stretched" video sizes.ts stretched.mp4 -b green --on-resize stretch
holds "without bars" "$(near "$(mean stretched.mp4 'select=gte(t\,0.8),crop=160:20:0:0')" '255 0 0' 12 && echo yes)" = yes
video sizes.ts no.mp4 -b white --on-resize refuse >out.txt 2>err.txt
holds "or refused" $? -eq 3

# Names.
cp whole.mp4 2024-08-20T13:28:35Z.mp4
ok "a colon in a name" video 2024-08-20T13:28:35Z.mp4 out.mp4 -b white
ok "of a background" video whole.mp4 out.mp4 -b 2024-08-20T13:28:35Z.mp4
mkdir -p 'a:b'
make -f lavfi -i testsrc2=size=64x48:rate=10:d=1 -start_number 1001 'shot.%04d.jpg'
ok "numbers from 1001" video 'shot.%04d.jpg' shots.mp4 --fps 10 -b white
holds "are all found" "$(frames shots.mp4)" = 10
rm shot.1005.jpg
ok "a number that is missing" video 'shot.%04d.jpg' shots.mp4 --fps 10 -b white
holds "is said" "$(grep -c '1 has no picture' err.txt)" = 1
holds "and the others are there" "$(frames shots.mp4)" = 9
make -f lavfi -i color=black:size=64x48:rate=10:d=1 "${fast[@]}" black.mp4
ok "numbered pictures behind the person" video black.mp4 behind-it.mp4 -b 'shot.%04d.jpg'
holds "whose gap is said" "$(grep -c "of the numbers of 'shot.%04d.jpg', 1 has no picture" err.txt)" = 1
make -i shot.1001.jpg first.png
holds "are there" "$(near "$(mean behind-it.mp4)" "$(mean first.png)" 6 && echo yes)" = yes
video black.mp4 behind-it.mp4 -b cut-whole.gif >out.txt 2>err.txt
holds "a background that is cut short ends with 8" $? -eq 8
holds "and is named" "$(grep -c "'cut-whole.gif' is cut short" err.txt) $(field out.txt background_lost)" = '1 true'

# What must not leak.
make -f lavfi -i testsrc2=size=160x96:rate=10:d=1 -f lavfi -i color=red:size=160x96:rate=10:d=1 -map 0 -map 1 "${fast[@]}" two.mp4
ok "a second video track" video two.mp4 one.mp4 -b white
holds "is left out" "$(streams one.mp4)" = 'video '
holds "and said" "$(grep -c 'second video track .* left out' err.txt)" = 1
make -f lavfi -i testsrc2=size=64x48:rate=1:d=1 -frames:v 1 cover.png
make -i whole.mp4 -i cover.png -map 0 -map 1 -c copy -disposition:v:1 attached_pic covered.mp4
ok "a cover" video covered.mp4 uncovered.mp4 -b white
holds "is left out" "$(streams uncovered.mp4)" = 'audio video '
make -f lavfi -i sine=d=1 -i cover.png -map 0 -map 1 -c:a libmp3lame -c:v png -disposition:v attached_pic song.mp3
refuses 3 "sound with a cover picture" "sound with a cover is no video" "$segme" video song.mp3 no.mp4 -b white
sed 's/avc1/zzz1/g' whole.mp4 >strange.mp4
refuses 6 "no decoder for 'zzz1'" "pictures of an unknown kind" "$segme" video strange.mp4 no.mp4 -b white
refuses 3 '\*\*\*@127' "a password is not printed" "$segme" video 'rtsp://me:secret@127.0.0.1:1/a?token=abc' no.mp4 -b white
holds "nor a token" "$(grep -c -e secret -e abc err.txt)" = 0

make -f lavfi -i testsrc2=size=320x180:rate=30:d=10 "${fast[@]}" -crf 10 behind.mp4
refuses 3 "index of this MP4 stands at its end" "an MP4 that a pipe cannot carry" bash -c "cat behind.mp4 | '$segme' video - no.mp4 -b white"

# What goes with the pictures.
printf '1\n00:00:00,200 --> 00:00:03,800\nLong\n' >long.srt
make -f lavfi -i testsrc2=size=64x48:rate=10:d=4 -i long.srt "${fast[@]}" -c:s srt long.mkv
ok "a subtitle that runs at a cut" video long.mkv longer.mkv -b white --start 1 --end 3
holds "begins and ends with it" "$(ffmpeg -nostdin -v error -i longer.mkv -f srt - | grep -c '00:00:00,000 --> 00:00:02,000')" = 1
make -f lavfi -i color=red:size=640x360:rate=10:d=0.3 "${fast[@]}" lies.mp4
make -i lies.mp4 -c copy -metadata:s:v rotate=90 stands.mp4
ok "a clip that says no colours and lies on its side" video stands.mp4 said.mp4 -b white
holds "says them then" "$(of said.mp4 color_space)" = smpte170m
printf '1\n00:00:00,200 --> 00:00:00,800\nHello\n' >words.srt
make -i whole.mp4 -i words.srt -map 0 -map 1 -c copy -c:s mov_text words.mp4
ok "subtitles of MP4" video words.mp4 words.mkv -b white
holds "become SubRip in Matroska" "$(ffprobe -v error -select_streams s -show_entries stream=codec_name -of csv=p=0 words.mkv)" = subrip
holds "with their text" "$(ffmpeg -nostdin -v error -i words.mkv -f srt - | grep -c Hello)" = 1
make -i whole.mkv -i words.srt -map 0 -map 1 -c copy -c:s srt words2.mkv
ok "subtitles of Matroska" video words2.mkv words2.mp4 -b white
holds "become text of MP4" "$(ffprobe -v error -select_streams s -show_entries stream=codec_name -of csv=p=0 words2.mp4)" = mov_text
holds "at its moment" "$(ffmpeg -nostdin -v error -i words2.mp4 -f srt - | grep -c '00:00:00,2.* --> 00:00:00,8')" = 1
ok "subtitles where none can be" video words.mp4 words.gif -b white
holds "are said in the plural" "$(grep -c 'the subtitles (mov_text) are left out' err.txt)" = 1

make -i whole.mp4 -c copy -timecode 01:00:00:00 coded.mov
ok "a timecode" video coded.mov coded.mp4 -b white
holds "is there, and is not said to be left out" "$(grep -c timecode err.txt) $(streams coded.mp4)" = '0 audio data video '
ok "a timecode in Matroska" video coded.mov coded.mkv -b white
holds "is left out and said" "$(grep -c 'the timecode is left out: matroska files cannot hold it' err.txt)" = 1

# Opus has a lead-in: its stream begins before 0 and is heard from 0 on, when the pictures begin.
lead() { ffprobe -v error -show_entries stream=codec_type,start_time -of csv=p=0 "$1" | sort | cut -d, -f2 | paste -sd' ' | awk '{ print $2 - $1 }'; }
ok "sound as Opus" video whole.avi step.webm -b white
holds "leaves the pictures where they are" "$(of step.webm start_time)" = 0.000000
holds "and begins 6.5 ms before them: $(lead step.webm)" "$(within "$(lead step.webm)" 0.0065 0.0006 && echo yes)" = yes
ok "and Opus as it is" video step.webm step.mkv -b white
holds "stays in step: $(lead step.mkv)" "$(within "$(lead step.mkv)" 0.0065 0.0011 && echo yes)" = yes

# How long pictures are shown.
make -f lavfi -i testsrc2=size=64x48:rate=10:d=0.3 -final_delay 50 slow.gif
for out in slow-out.gif slow-out.mp4 slow-out.webp; do
  ok "a last picture that stays, in $out" video slow.gif $out -b white
done
ok "and in animated PNG" video slow.gif slow-out.apng -b white
ok "which is read" video slow-out.apng again.mp4 -b white
holds "with all its pictures, as long" "$(frames again.mp4) $(within "$(length again.mp4)" 0.7 0.011 && echo yes)" = '3 yes'
holds "stays in GIF: $(length slow-out.gif)" "$(within "$(length slow-out.gif)" 0.7 0.011 && echo yes)" = yes
holds "and in MP4: $(length slow-out.mp4)" "$(within "$(length slow-out.mp4)" 0.7 0.011 && echo yes)" = yes
ok "and in WebP, which is read" video slow-out.webp again.mp4 -b white
holds "with all its pictures" "$(frames again.mp4)" = 3
holds "as long as they are shown: $(length again.mp4)" "$(within "$(length again.mp4)" 0.7 0.011 && echo yes)" = yes
make -f lavfi -i testsrc2=size=64x48:rate=60:d=1 "${fast[@]}" quick.mp4
ok "60 frames a second as GIF" video quick.mp4 quick.gif -b white
holds "is said" "$(grep -c 'GIF knows no more than 50' err.txt)" = 1
holds "and no picture is shorter than 0.02 s" "$(ffprobe -v error -min_delay 0 -show_entries packet=duration_time -of csv=p=0 quick.gif | awk '$1 < 0.0199' | wc -l)" = 0
make -f lavfi -i testsrc2=size=64x48:rate=10:d=0.5 -plays 0 moving.apng
ok "animated PNG" video moving.apng moving.mp4 -b white
holds "is read" "$(frames moving.mp4)" = 5

# Alpha of what comes in: the right half is not there, and red below it.
make -f lavfi -i color=red:size=160x96:rate=10:d=0.5 -vf "format=rgba,geq=r='255':g='0':b='0':a='if(lt(X,80),255,0)'" -c:v png alpha.mov
make -i alpha.mov -c:v libvpx-vp9 -pix_fmt yuva420p alpha.webm
make -i alpha.mov -c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le alpha4444.mov
for file in alpha.mov alpha.webm alpha4444.mov; do
  ok "alpha of $file" video $file alpha.mp4 -b '#0000ff'
  holds "is respected" "$(near "$(mean alpha.mp4 crop=60:80:96:4)" '0 0 255' 12 && echo yes)" = yes
  holds "and no more" "$(near "$(mean alpha.mp4 crop=60:80:4:4)" '255 0 0' 12 && echo yes)" = yes
done

# Fields.
make -f lavfi -i testsrc2=size=160x96:rate=50:d=1 -vf tinterlace=interleave_top,setfield=tff \
  -c:v mpeg2video -flags +ilme+ildct -q:v 2 fields.mpg
ok "interlaced" video fields.mpg fields.mp4 -b white
holds "is said" "$(grep -c 'is interlaced: it was deinterlaced' err.txt)" = 1
holds "has every frame" "$(frames fields.mp4)" = "$(frames fields.mpg)"
holds "and no fields" "$(of fields.mp4 field_order)" = progressive
for output in fields.mp4 fields.mkv fields.mov; do
  ok "interlaced, and to stay so in $output" video fields.mpg $output -b white --deinterlace off
  holds "is said" "$(grep -c 'is interlaced, and stays so' err.txt)" = 1
  holds "and keeps its fields in their order" \
    "$(ffprobe -v error -show_entries frame=interlaced_frame,top_field_first -of csv=p=0 $output | grep . | cut -d, -f1,2 | sort -u)" = 1,1
done

# The machine.
(ulimit -f 20 && video whole.mkv limited.mp4 -b white --encoder h264:preset=ultrafast --crf 0 >out.txt 2>err.txt)
holds "a limit of the size of files ends with 4" $? -eq 4
holds "in one sentence" "$(wc -l <err.txt)" -eq 1
(ulimit -f 20 && "$segme" video whole.mkv - -b white -m "$red" --refine none >limited.y4m 2>err.txt)
holds "of standard output as well" $? -eq 4
holds "which is named" "$(grep -c 'larger than files may be' err.txt)" = 1
make "${clip[@]}" -t 60 "${fast[@]}" -an long.mp4
for signal in QUIT TERM; do
  "$segme" video long.mp4 stopped.mp4 -b white --overwrite >out.txt 2>err.txt &
  pid=$!
  for _ in $(seq 200); do
    [ "$(find . -name '.stopped.mp4*.part' -size +10k 2>/dev/null | wc -l)" -gt 0 ] && break
    sleep 0.05
  done
  kill -$signal $pid
  wait $pid
  holds "SIG$signal ends with 130" $? -eq 130
  holds "and its name" "$(grep -c "stopped by SIG$signal" err.txt)" = 1
done
holds "nothing unfinished stays" "$(find . -name '*.part' | wc -l)" -eq 0
ok "closed descriptors" bash -c "'$segme' video whole.mp4 closed.mp4 -b white -m '$red' --refine none 0<&- 1>&- 2>&-"
holds "are not written into" "$(frames closed.mp4)" = 30
if command -v script >/dev/null; then
  TERM=dumb script -qec "'$segme' video whole.mp4 dumb.mp4 -b white -m '$red' --refine none --overwrite" typed.txt >/dev/null
  holds "a dumb terminal gets no escapes" "$(grep -c $'\x1b' typed.txt)" = 0
fi
finish
