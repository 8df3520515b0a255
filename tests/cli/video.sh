#!/bin/bash
# segme video as a user types it. Clips are made by ffmpeg, and what comes out is judged by ffmpeg and ffprobe, which know
# nothing of SegMe.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/cli/common/films.sh
. "$(dirname "$0")/common/films.sh"
moments() { ffprobe -v error -select_streams v:0 -show_entries packet=pts -of csv=p=0 "$1" | tr -d ',' | sort -n | md5sum; }
# sound FILE: a hash of every packet of its sound.
sound() { ffmpeg -nostdin -v error -i "$1" -map 0:a -c copy -f streamhash - | sed 's/.*=//'; }

clip=(-f lavfi -i 'testsrc2=size=320x180:rate=30' -f lavfi -i 'sine=frequency=440:sample_rate=44100')
fast=(-c:v libx264 -preset ultrafast -pix_fmt yuv420p)
printf ';FFMETADATA1\ntitle=A clip\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=First\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1500\ntitle=Second\n' >meta.txt
printf '1\n00:00:00,200 --> 00:00:01,000\nHello\n' >words.srt
make "${clip[@]}" -i meta.txt -map 0 -map 1 -map_metadata 2 -t 1.5 "${fast[@]}" -c:a aac clip.mp4
make -i clip.mp4 -i words.srt -map 0:v -map 0:a -map 1 -c copy -c:s srt clip.mkv

ok "another background" "$segme" video clip.mp4 out.mp4 --background "$samples/rocket.jpg" --json
cp out.txt line.json
holds "every frame is there" "$(frames out.mp4)" = 45
holds "at its moment" "$(moments out.mp4)" = "$(moments clip.mp4)"
holds "the sound is the same, byte for byte" "$(sound out.mp4)" = "$(sound clip.mp4)"
holds "the title is kept" "$(ffprobe -v error -show_entries format_tags=title -of csv=p=0 out.mp4)" = "A clip"
holds "chapters are kept" "$(ffprobe -v error -show_chapters -of csv out.mp4 | grep -c Second)" = 1
holds "and nothing was left out" ! -s err.txt
holds "the summary has the frames" "$(field line.json frames)" = 45
holds "and the device" -n "$(field line.json device)"
holds "nothing unfinished stays" "$(find . -name '*.part' | wc -l)" -eq 0
ok "Matroska with subtitles" "$segme" video clip.mkv out.mkv -b '#204060'
holds "which are kept" "$(ffprobe -v error -select_streams s -show_entries stream=codec_name -of csv=p=0 out.mkv)" = subrip
ok "sound that WebM cannot hold" "$segme" video clip.mp4 opaque.webm -b white
holds "is said" "$(grep -c 'encoded anew as opus' err.txt)" = 1
holds "and encoded anew" "$(ffprobe -v error -select_streams a -show_entries stream=codec_name -of csv=p=0 opaque.webm)" = opus
ok "MPEG-TS" "$segme" video clip.mp4 out.ts -b white
holds "takes the sound as it is" "$(ffprobe -v error -select_streams a -show_entries stream=codec_name -of csv=p=0 out.ts | head -n 1)" = aac
holds "and has nothing to say" ! -s err.txt
for kind in ogv:vorbis mpg:mp2 vob:mp2 mxf:pcm_s16le 3gp:aac; do
  out=out.${kind%:*}
  ok "$out" "$segme" video clip.mp4 "$out" -b white
  # Theora writes no picture that is the one before.
  [ "$out" = out.ogv ] || holds "$out has every frame" "$(frames "$out")" = 45
  holds "$out has sound that it can hold" "$(ffprobe -v error -select_streams a -show_entries stream=codec_name -of csv=p=0 "$out" | head -n 1)" = "${kind#*:}"
done
for out in out.mp3 out.flac out.aiff; do
  refuses 2 "no extension of a video" "a file of sound, $out, which would keep one picture" "$segme" video clip.mp4 "$out" -b white
done
ok "without what goes with the pictures" "$segme" video clip.mp4 silent.mp4 -b white --pictures-only
holds "there is no sound" -z "$(sound silent.mp4 2>/dev/null)"

ok "a part" "$segme" video clip.mp4 part.mp4 -b white --start 0.5 --end 0:01.2
holds "is cut to the frame" "$(frames part.mp4)" = 21
ok "the matte" "$segme" video clip.mp4 matte.mp4 --matte
holds "has every frame" "$(frames matte.mp4)" = 45
refuses 4 "it exists" "an output that exists is kept" "$segme" video clip.mp4 out.mp4 -b white
refuses 4 "it is an input" "a source is never overwritten" "$segme" video clip.mp4 clip.mp4 -b white --overwrite
ln clip.mp4 link.mp4
refuses 4 "it is an input" "nor through a link" "$segme" video clip.mp4 link.mp4 -b white --overwrite
refuses 2 "cannot hold transparency" "MP4 has no alpha" "$segme" video clip.mp4 no.mp4
refuses 3 "no such file" "a missing file" "$segme" video missing.mp4 no.mp4 -b white
echo "no video" >text.mp4
refuses 3 "not a video" "what is no video" "$segme" video text.mp4 no.mp4 -b white
refuses 2 "not a time" "a time that is none" "$segme" video clip.mp4 no.mp4 -b white --start soon
for time in inf nan 1e300 -1; do
  refuses 2 "not a time" "$time" "$segme" video clip.mp4 no.mp4 -b white --end=$time
done
refuses 2 "is not after --start" "an end at the start" "$segme" video clip.mp4 no.mp4 -b white --end 0
make -f lavfi -i testsrc=s=64x48:r=1:d=3 -c:v libx264 slow.mkv
refuses 3 "no frame of 'slow.mkv' from 0.3 to 0.7 seconds. Choose a later end" "a part between two frames" \
  "$segme" video slow.mkv no.mp4 -b white --start 0.3 --end 0.7
refuses 3 "at or after 9 seconds" "a start behind the end" "$segme" video slow.mkv no.mp4 -b white --start 9
refuses 2 "moments of its own" "a rate for what has one" "$segme" video clip.mp4 no.mp4 -b white --fps 50
refuses 2 "as large as the input" "a size for what has one" "$segme" video clip.mp4 no.mp4 -b white --size 64x48
refuses 2 "no video encoder" "an encoder that is none" "$segme" video clip.mp4 no.mp4 -b white --encoder soon
holds "none of them left a file" ! -e no.mp4

# Colours: of a clip that is all person nothing may change, whatever its space, range, depth and size.
for kind in bt709:tv:yuv420p:1280x720 bt601:tv:yuv420p:320x180 bt709:pc:yuv420p:320x180 bt2020:tv:yuv420p10le:320x180 \
  bt601:tv:yuv422p:321x181 bt709:tv:yuv444p:161x99; do
  IFS=: read -r space range format size <<<"$kind"
  case $space in bt709) tags=bt709 ;; bt601) tags=smpte170m ;; *) tags=bt2020nc ;; esac
  make -f lavfi -i "color=0xff8020:rate=10,format=gbrp" -t 0.3 -vf "scale=${size/x/:}:out_color_matrix=$space:out_range=$range,format=$format" \
    -colorspace $tags -color_range "$range" -c:v ffv1 colour.mkv
  "$segme" video colour.mkv colour-out.mp4 -b black -m "$red" --refine none --overwrite 2>err.txt
  holds "colours of $kind stay" "$(near "$(mean colour.mkv)" "$(mean colour-out.mp4)" 2 && echo yes)" = yes
  holds "and its size" "$(of colour-out.mp4 width)x$(of colour-out.mp4 height)" = "$size"
done

# Moments that keep no rate, and a picture that lies on its side.
make "${clip[@]}" -t 1.5 -vf "select='not(eq(mod(n\,5)\,2))',setpts=PTS+mod(N\,3)*0.004/TB" -vsync passthrough "${fast[@]}" -an -video_track_timescale 90000 uneven.mp4
ok "a variable frame rate" "$segme" video uneven.mp4 uneven-out.mp4 -b white
holds "is kept, tick for tick" "$(moments uneven-out.mp4)" = "$(moments uneven.mp4)"
make -f lavfi -i 'color=red:size=160x90:rate=10' -t 0.3 -vf 'drawbox=0:0:80:90:magenta:fill' "${fast[@]}" upright.mp4
make -i upright.mp4 -c copy -metadata:s:v rotate=90 turned.mp4
ok "a picture that lies on its side" "$segme" video turned.mp4 stands.mp4 -b white -m "$red" --refine none
holds "stands upright" "$(of stands.mp4 width)x$(of stands.mp4 height)" = 90x160
holds "as players show it" "$(near "$(mean turned.mp4 'crop=90:60:0:90')" "$(mean stands.mp4 'crop=90:60:0:90')" 4 && echo yes)" = yes

# Transparency: the left half is person. Alpha as a grey picture is what alphaextract gives.
make -f lavfi -i 'color=red:size=160x96:rate=10' -t 7 -vf 'drawbox=80:0:80:96:blue:fill' "${fast[@]}" half.mp4
for name in half.webm half.mov half.mkv; do
  ok "transparent $name" "$segme" video half.mp4 $name -m "$red" --refine none
  decoder=
  [ "$(of $name codec_name)" = vp9 ] && decoder=libvpx-vp9
  holds "has the person" "$(near "$(mean $name crop=60:80:4:4,alphaextract "$decoder")" '255 255 255' 4 && echo yes)" = yes
  holds "and nothing else" "$(near "$(mean $name crop=60:80:96:4,alphaextract "$decoder")" '0 0 0' 4 && echo yes)" = yes
  holds "in the person's colours" "$(near "$(mean $name 'crop=60:80:4:4,format=rgb24' "$decoder")" "$(mean half.mp4 crop=60:80:4:4)" 12 && echo yes)" = yes
done
ffmpeg -nostdin -v error -c:v libvpx-vp9 -ss 6.5 -i half.webm -vf alphaextract,scale=1:1:flags=area -frames:v 1 -f rawvideo -pix_fmt gray - >late.raw
holds "a player can jump into it" "$(od -An -tu1 late.raw | awk '{print ($1 > 100 && $1 < 156)}')" = 1
ok "numbered pictures" "$segme" video half.mp4 'pictures/%03d.png' --end 1 -m "$red" --refine none
holds "are all there" "$(find pictures -name '*.png' | wc -l)" -eq 10
ok "and are read" "$segme" video 'pictures/%03d.png' again.mp4 --fps 10 -b white
holds "every one" "$(frames again.mp4)" = 10
ok "GIF" "$segme" video half.mp4 half.gif --end 1 -m "$red" --refine none
holds "has its frames" "$(frames half.gif)" = 10
ok "animated WebP" "$segme" video half.mp4 half.webp --end 1 -m "$red" --refine none
holds "is one" "$(head -c 4 half.webp)$(grep -c ANMF half.webp)" = RIFF1
for encoder in h264 h265 vp9 av1; do
  ok "$encoder" "$segme" video half.mp4 "e-$encoder.mkv" --end 0.5 -b green --encoder $encoder --crf 40
  holds "is what it is called" "$(of e-$encoder.mkv codec_name | sed 's/hevc/h265/')" = $encoder
done

# Backgrounds that move: red, then green; shorter than the clip.
make -f lavfi -i 'color=0x00ff00:size=64x48:rate=10' -t 1 -vf 'drawbox=0:0:64:48:0x0000ff:fill:enable=gte(t\,0.5)' "${fast[@]}" moves.mp4
make -f lavfi -i 'color=0x000000:size=160x96:rate=30' -t 2.2 "${fast[@]}" dark.mp4
ok "a video behind" "$segme" video dark.mp4 moved.mp4 -b moves.mp4 -m "$red" --refine none
ok "and a chain of filters before it" "$segme" video dark.mp4 chained.mp4 -b moves.mp4 --render harmonise,sepia -m "$red" --refine none
at() { mean moved.mp4 "select=gte(t\,$1)"; }
holds "begins with it" "$(near "$(at 0)" '0 255 0' 30 && echo yes)" = yes
holds "goes with it" "$(near "$(at 0.6)" '0 0 255' 30 && echo yes)" = yes
holds "and begins it anew" "$(near "$(at 1.1)" '0 255 0' 30 && echo yes)" = yes
ok "or ends with it" "$segme" video dark.mp4 ended.mp4 -b moves.mp4 --background-end cut
holds "to the frame" "$(frames ended.mp4)" = 30
ok "blur" "$segme" video half.mp4 blurred.mp4 --end 0.5 -b blur

# Pipes both ways.
make -i clip.mp4 -pix_fmt yuv420p clip.y4m
ok "y4m through a pipe" bash -c "ffmpeg -nostdin -v error -i clip.mp4 -pix_fmt yuv420p -f yuv4mpegpipe - |
  '$segme' video - - -b white -m '$red' --refine none | ffmpeg -nostdin -v error -y -i - -c:v ffv1 piped.mkv"
holds "every frame comes through" "$(frames piped.mkv)" = 45
ok "rawvideo through a pipe" bash -c "ffmpeg -nostdin -v error -i clip.mp4 -pix_fmt rgb24 -f rawvideo - |
  '$segme' video - - --input-format rawvideo --size 320x180 --pixel-format rgb24 --fps 30 --format rawvideo \
  -m '$red' --refine none >cut.rgba"
holds "comes out as RGBA" "$(stat -c %s cut.rgba)" -eq $((320 * 180 * 4 * 45))
ok "MP4 into a pipe" bash -c "'$segme' video clip.mp4 - --format mp4 -b white >fragments.mp4"
holds "can be played" "$(frames fragments.mp4)" = 45
lines=2 refuses 4 "reader has gone" "a reader that goes" bash -c "set -o pipefail; '$segme' video clip.y4m - -b white | head -c 1000 >/dev/null"

# Sound with a hole in its moments: a second is missing, and a click at 3 s is at 3 s all the same when it is encoded anew.
make -f lavfi -i testsrc2=size=64x48:rate=10:d=4 -f lavfi -i 'aevalsrc=if(between(t\,3\,3.1)\,0.9*sin(2*PI*900*t)\,0):s=44100:d=4' \
  -af "aselect='not(between(t,1,2))'" "${fast[@]}" -c:a aac hole.mkv
# click FILE: when its sound begins to be loud.
click() {
  ffmpeg -nostdin -i "$1" -map 0:a -af silencedetect=noise=-20dB:d=0.2 -f null - 2>&1 | grep -o 'silence_end: [0-9.]*' | head -n 1 | sed 's/.*: //'
}
ok "sound with a hole" "$segme" video hole.mkv hole.webm -b white -m "$red" --refine none
holds "is in step behind it: $(click hole.webm)" "$(click hole.webm | awk '{ print ($1 > 2.95 && $1 < 3.05) }')" = 1
# Sound whose clock is 0.5 % too fast drifts by 0.1 s in 20 s unless it is stretched.
make -f lavfi -i testsrc2=size=64x48:rate=5:d=21 -f lavfi -i 'aevalsrc=if(between(t\,20\,20.1)\,0.9*sin(2*PI*900*t)\,0):s=44100:d=21' \
  -af 'asetpts=PTS*1.005' "${fast[@]}" -c:a pcm_s16le fast.mkv
ok "sound with a clock of its own" "$segme" video fast.mkv fast.webm -b white -m "$red" --refine none
holds "stays in step: $(click fast.webm)" "$(click fast.webm | awk '{ print ($1 > 20.07 && $1 < 20.13) }')" = 1

# Ctrl-C in the middle: a file that plays.
make -f lavfi -i 'testsrc2=size=640x360:rate=30' -f lavfi -i sine -t 60 "${fast[@]}" -c:a aac long.mp4
"$segme" video long.mp4 stopped.mp4 -b white --json >out.txt 2>err.txt &
pid=$!
for _ in $(seq 200); do
  [ "$(find . -name '.stopped.mp4*.part' -size +100k 2>/dev/null | wc -l)" -gt 0 ] && break
  sleep 0.05
done
holds "nothing stands at its place before the end" ! -e stopped.mp4
kill -INT $pid
wait $pid
holds "Ctrl-C ends with 130" $? -eq 130
holds "the file plays, as long as it is" "$(frames stopped.mp4)" = "$(field out.txt frames)"
holds "and not the whole" "$(frames stopped.mp4)" -lt 1800
length=$(ffprobe -v error -select_streams a -show_entries stream=duration -of csv=p=0 stopped.mp4)
holds "its sound ends with it" "$(awk -v a="$length" -v v="$(field out.txt frames)" 'BEGIN { print (a < v / 30 + 0.2) }')" = 1
holds "nothing unfinished stays" "$(find . -name '*.part' | wc -l)" -eq 0

ok "help" "$segme" video --help
finish
