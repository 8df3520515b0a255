# segme live as a user types it, with a file for a camera. The net takes red for person (tests/data/red), the clip's left
# half is red: what is shown is known.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
command -v ffmpeg >/dev/null || { echo 'ffmpeg is not installed'; exit 77; }
unset DISPLAY WAYLAND_DISPLAY QT_QPA_PLATFORM
live() { "$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --no-cache "$@"; }
number() { grep -o "\"$2\":[0-9.e-]*" "$1" | head -n 1 | sed 's/.*://'; }

# clip FILE SECONDS SIZE: blue, its left half red.
clip() {
  ffmpeg -v error -y -f lavfi -i "color=blue:s=$3:r=30:d=$2" -vf 'drawbox=w=iw/2:h=ih:color=red:t=fill' -pix_fmt yuv420p \
    -c:v libx264 -preset ultrafast -qp 8 "$1"
}
# pixel FILE X: colour at column X of a middle row of the first frame, as rrggbb.
pixel() {
  ffmpeg -v error -i "$1" -frames:v 1 -vf "format=rgb24,crop=1:1:$2:ih/2" -f rawvideo - | od -An -tu1 | tr -s ' ' ' '
}
# near "R G B" "R G B": the same colour, give or take what a codec does.
near() {
  echo "$1 $2" | awk '{ for (i = 1; i < 4; i++) if (($i - $(i + 3)) ^ 2 > 300) bad = 1; exit bad || NF != 6 }'
}

clip clip.mp4 1.5 128x96
ok "a file as a camera, recorded" live --camera clip.mp4 --preview none --background '#00ff00' --record out.mp4 --json
cp out.txt run.json
shown=$(number run.json pictures)
holds "pictures are shown" "$shown" -gt 0
holds "every frame is shown or counted" "$((shown + $(number run.json left_out)))" -eq 45
holds "each with its own matte" "$(number run.json with_older_matte)" -eq 0
holds "no faster than its own pace" "$(number run.json seconds | awk '{print ($1 > 1.4)}')" = 1
frames=$(ffprobe -v error -count_frames -show_entries stream=nb_read_frames -of csv=p=0 out.mp4 | tr -dc 0-9)
lost=$(grep -o '"left_out":[0-9]*}' run.json | tr -dc 0-9)
holds "the recording has every picture that was shown, or says what it lost" "$((frames + lost))" -eq "$shown"
ok "the person is as it was" near "$(pixel out.mp4 20)" "255 0 0"
ok "and green is behind" near "$(pixel out.mp4 100)" "0 255 0"
refuses 4 "it exists" "a recording is not replaced unasked" live --camera clip.mp4 --preview none --record out.mp4
ok "the newest frame with the matte moved along" live --camera clip.mp4 --preview none --sync low-latency \
  --background '#00ff00' --record moved.mp4 --json
ok "draws the same" near "$(pixel moved.mp4 100)" "0 255 0"
ok "a recording with transparent places" live --camera clip.mp4 --preview none --background none --record cut.webm
holds "has alpha" "$(ffprobe -v error -show_entries stream_tags=alpha_mode -of csv=p=0 cut.webm | tr -dc 0-9)" = 1
ok "a terminal" env TERM=xterm-256color COLORTERM=truecolor "$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --camera clip.mp4 --preview terminal --background '#00ff00'
holds "shows colours" "$(grep -c '48;2;\|38;2;' out.txt)" -gt 0
ok "NO_COLOR" env TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1 "$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --camera clip.mp4 --preview terminal --background '#00ff00'
holds "shows none" "$(grep -c '48;2;\|38;2;' out.txt)" -eq 0
ok "--seconds ends a loop" live --camera clip.mp4 --loop --seconds 2.2 --preview none --json
holds "after more than one round" "$(number out.txt seconds | awk '{print ($1 > 1.9)}')" = 1

clip small.ts 0.7 96x64 && clip large.ts 0.7 160x128 && cat small.ts large.ts >change.ts
ok "a camera that changes its size in the middle" live --camera change.ts --preview none --record change.mp4
holds "is recorded in one size" "$(ffprobe -v error -show_entries stream=width,height -of csv=p=0 change.mp4 | head -n 1 | tr -d '\r')" = 96,64
head -c $(($(stat -c %s large.ts) / 2)) large.ts >half.ts
ok "a source that breaks off is shown to where it goes" live --camera half.ts --preview none --json

"$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --camera clip.mp4 --loop --preview none --record killed.mp4 >/dev/null 2>err.txt &
pid=$!
sleep 3
kill -INT $pid
wait $pid
holds "Ctrl-C ends with 130" $? -eq 130
ok "and what was recorded plays" ffmpeg -v error -xerror -i killed.mp4 -f null -

ok "a soak" live --camera clip.mp4 --loop --seconds 15 --preview none --background '#00ff00' --json
# AddressSanitizer keeps what was freed for a while, and LeakSanitizer looks at the rest.
if grep -q __asan_init "$(dirname "$segme")/segme-media"; then
  echo "skipped: memory under a sanitizer"
else
  holds "memory stays where it was" "$(number out.txt memory_growth_mb | awk '{print ($1 < 8)}')" = 1
fi
ok "cameras are listed" "$segme" live --list-cameras
refuses 6 "no display" "no display and no other place" live --camera clip.mp4
refuses 3 "no such file" "a file that is not there" live --camera gone.mp4 --preview none
refuses 3 "/dev/video253" "a camera that is not there" live --camera 253 --preview none
refuses 3 "not a video" "what is no video" live --camera "$SEGME_SOURCE_DIR/README.md" --preview none
refuses 4 "modprobe v4l2loopback video_nr=77" "a virtual camera that is not there" live --camera clip.mp4 --preview none --virtual /dev/video77
refuses 2 "not a size" "a size that is none" live --camera clip.mp4 --size 12
refuses 2 "--sync" "a sync that is none" live --camera clip.mp4 --sync best
finish
