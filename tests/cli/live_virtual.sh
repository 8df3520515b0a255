# segme live --virtual: what other programs would see, through a stand-in for the driver (tests/cli/shim/v4l2.cpp).
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
command -v ffmpeg >/dev/null || { echo 'ffmpeg is not installed'; exit 77; }
unset DISPLAY WAYLAND_DISPLAY
export SHIM_FRAMES=$PWD/frames SHIM_READERS=$PWD/readers
live() {
  LD_PRELOAD=${SEGME_SHIM:?} "$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --no-cache --preview none \
    --virtual /dev/video77 --background '#00ff00' "$@"
}
size() { stat -c %s frames; }
# byte OFFSET: one byte of the frames.
byte() { od -An -tu1 -j "$1" -N 1 frames | tr -dc 0-9; }
number() { grep -o "\"$2\":[0-9.e-]*" "$1" | head -n 1 | sed 's/.*://'; }
near() { [ "$1" -ge $(($2 - 6)) ] && [ "$1" -le $(($2 + 6)) ]; }

ffmpeg -v error -y -f lavfi -i color=blue:s=130x96:r=30:d=1 -vf drawbox=w=66:h=ih:color=red:t=fill -pix_fmt yuv444p \
  -c:v libx264 -preset ultrafast -qp 8 clip.mp4
frame=$((130 * 96 * 2))
lines=9

echo 1 >readers
ok "with a reader" live --camera clip.mp4 --json
holds "the format is set once" "$(grep -c 'shim: format YUYV 130x96' err.txt)" = 1
shown=$(number out.txt pictures)
holds "each picture and the first black one are whole frames" "$(size)" -eq $(((shown + 1) * frame))
ok "the first is black" near "$(byte 0)" 16
middle=$((frame + 48 * 260))
ok "luma of the person: red" near "$(byte $((middle + 2 * 20)))" 81
ok "chroma of the person: red" near "$(byte $((middle + 2 * 20 + 3)))" 240
ok "luma of the background: green" near "$(byte $((middle + 2 * 110)))" 145
ok "chroma of the background: green" near "$(byte $((middle + 2 * 110 + 1)))" 54

rm -f frames
echo 0 >readers
live --camera clip.mp4 --loop --json --seconds 6 >out.txt 2>err.txt &
pid=$!
sleep 2.5
asleep=$(size)
echo 1 >readers
wait $pid
holds "nobody looks: it ends well" $? -eq 0
holds "it slept" "$(number out.txt sleeps)" -eq 1
holds "and gave few pictures while it did" "$asleep" -lt $((22 * frame))
holds "somebody looks: pictures come" "$(number out.txt pictures)" -gt 5
holds "and are not black" "$(tail -c $frame frames | head -c 1 | od -An -tu1 | tr -dc 0-9)" -gt 30

echo 0 >readers
ok "a driver that does not tell is always served" env SHIM_OLD=1 bash -c "$(declare -f live); segme=$segme; live --camera clip.mp4 --json"
holds "with pictures" "$(number out.txt pictures)" -gt 5
refuses 4 "refuses YUYV at 130x96" "a driver that refuses" env SHIM_REFUSES=1 bash -c "$(declare -f live); segme=$segme; live --camera clip.mp4"
ok "cameras are listed" env LD_PRELOAD="$SEGME_SHIM" "$segme" live --list-cameras
holds "with name" "$(grep -c '/dev/video78  Stand-in camera' out.txt)" = 1
holds "formats, sizes and rates" "$(grep -c -- '--format MJPG --size 1280x720   fps 30, 15' out.txt)" = 1
holds "but no outputs" "$(grep -c video77 out.txt)" = 0
refuses 4 "another program writes to it" "a virtual camera that somebody else feeds" env SHIM_BUSY=1 bash -c \
  "$(declare -f live); segme=$segme; live --camera clip.mp4"
refuses 3 "'/dev/video78': another program uses it" "a camera that somebody else looks through" env SHIM_BUSY=1 \
  LD_PRELOAD="$SEGME_SHIM" "$segme" live --camera 78 --preview none
refuses 4 "it is a real camera" "a real camera is no virtual one" env LD_PRELOAD="$SEGME_SHIM" "$segme" live \
  --camera clip.mp4 --preview none --virtual /dev/video78
finish
