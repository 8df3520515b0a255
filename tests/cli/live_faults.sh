#!/bin/bash
# segme live and stream with sources from the real world: that break, come back, change their size, begin their clock anew;
# and what was made until then is kept. The net takes red for person, and the left half of most clips is red.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
for program in ffmpeg ffprobe python3; do
  command -v $program >/dev/null || { echo "$program is not installed"; exit 77; }
done
unset DISPLAY WAYLAND_DISPLAY
model=(--model "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none --no-cache)
live() { "$segme" live --preview none "${model[@]}" "$@"; }
stream() { "$segme" stream "${model[@]}" "$@"; }
make() { ffmpeg -nostdin -v error -y "$@"; }
frames() {
  ffprobe -v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0 "$1" | head -n 1 | tr -dc 0-9
}
length() { ffprobe -v error -show_entries format=duration -of csv=p=0 "$1"; }
of() { ffprobe -v error -select_streams "$2" -show_entries "stream=$3" -of csv=p=0 "$1" | head -n 1; }
within() { awk -v a="$1" -v b="$2" -v m="$3" 'BEGIN { d = a - b; exit !(a != "" && d <= m && d >= -m) }'; }
# last_pixel FILE X: colour at column X of a middle row of the last frame, as three numbers.
last_pixel() {
  ffmpeg -nostdin -v error -i "$1" -vf "format=rgb24,crop=1:1:$2:ih/2" -f rawvideo - | tail -c 3 | od -An -tu1 | tr -s ' ' ' '
}
near() { echo "$1 $2" | awk '{ for (i = 1; i < 4; i++) if (($i - $(i + 3)) ^ 2 > 900) bad = 1; exit bad || NF != 6 }'; }

fast=(-c:v libx264 -preset ultrafast -qp 10 -pix_fmt yuv420p)
mpeg2=(-g 15 -c:v mpeg2video -qscale:v 2)
half() { make -f lavfi -i "color=blue:s=$2:r=30:d=1" -vf "drawbox=w=iw/2:h=ih:color=red:t=fill" "${mpeg2[@]}" "$1"; }
half small.ts 96x64
half large.ts 160x128

pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null' EXIT
# serve COMMAND...: a server of tests that prints its port, which becomes $port.
serve() {
  local i
  : >port.txt
  python3 "$@" >port.txt 2>server.txt &
  pids+=($!)
  for ((i = 0; i < 200; i++)); do [ -s port.txt ] && break || sleep 0.05; done
  port=$(cat port.txt)
}
# slow.py SECONDS FILE...: gives the first who comes the first file, evenly over that time, the next one the next.
cat >slow.py <<'END'
import socket, sys, time
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(8)
print(server.getsockname()[1], flush=True)
for name in sys.argv[2:]:
    data = open(name, "rb").read()
    peer, _ = server.accept()
    begin = time.monotonic()
    part = 188 * 20
    try:
        for at in range(0, len(data), part):
            time.sleep(max(0, begin + float(sys.argv[1]) * at / len(data) - time.monotonic()))
            peer.sendall(data[at:at + part])
        peer.shutdown(socket.SHUT_WR)
        while peer.recv(4096):
            pass
    except OSError:
        pass
    peer.close()
END

# A sender that is lost: what was recorded until then is kept, and a lost one is no end.
make -stream_loop 5 -i small.ts -c copy six.ts
rtsp=$SEGME_SOURCE_DIR/tests/cli/rtsp_source.py
serve "$rtsp" six.ts close
live --camera "rtsp://127.0.0.1:$port/x" --record lost.mp4 --background '#00ff00' --json >out.txt 2>err.txt
holds "a lost RTSP sender ends with 3" $? -eq 3
holds "and is said" "$(grep -c 'the connection ended' err.txt)" = 1
holds "what was recorded is kept" "$(frames lost.mp4)" -gt 0
holds "and counted: $(field out.txt pictures)" "$(field out.txt pictures)" -ge "$(frames lost.mp4)"
stream "rtsp://127.0.0.1:$port/x" lost-stream.mp4 --patience 0 --background '#00ff00' --json >out.txt 2>err.txt
holds "the same in stream" $? -eq 3
holds "is kept as well" "$(frames lost-stream.mp4)" -gt 0
serve "$rtsp" six.ts close 2
live --camera "rtsp://127.0.0.1:$port/x" --patience 3 --json >out.txt 2>err.txt
holds "with patience it is opened again, and given up in its time" $? -eq 3
holds "that it went is said" "$(grep -c "went away; it is tried again" err.txt)" -ge 1
holds "and that it came back" "$(grep -c "is there again" err.txt)" = 1
holds "pictures of both came" $(($(field out.txt pictures) + $(field out.txt left_out))) -ge 300

# A sender that comes back with another size.
for sync in exact low-latency; do
  serve slow.py 1 small.ts large.ts small.ts
  ok "another size after a break, $sync" live --camera "tcp://127.0.0.1:$port" --patience 2 --sync $sync --record sizes.mp4 \
    --overwrite --json
  holds "is recorded in the first one's" "$(of sizes.mp4 v:0 width)x$(of sizes.mp4 v:0 height)" = 96x64
  holds "with all three" "$(length sizes.mp4 | awk '{ print ($1 > 2) }')" = 1
done
serve slow.py 1 small.ts large.ts
ok "in stream" stream "tcp://127.0.0.1:$port" sizes.mp4 --patience 2 --overwrite
holds "as well" "$(of sizes.mp4 v:0 width)x$(of sizes.mp4 v:0 height)" = 96x64

# A sender whose clock begins anew, on the same connection.
make -i small.ts -c copy -output_ts_offset 5000 later.ts
cat small.ts small.ts later.ts small.ts >restarts.ts
serve slow.py 4 restarts.ts
ok "a publisher that restarts" live --camera "tcp://127.0.0.1:$port" --record restarts.mp4
holds "takes the time that it took: $(length restarts.mp4)" "$(within "$(length restarts.mp4)" 4 0.4 && echo yes)" = yes

# A background that has an address moves on.
make -f lavfi -i color=0x00ff00:s=96x64:r=30:d=1 "${mpeg2[@]}" green.ts
make -f lavfi -i color=0x0000ff:s=96x64:r=30:d=12 "${mpeg2[@]}" blue.ts
cat green.ts blue.ts >moves.ts
serve slow.py 13 moves.ts moves.ts
ok "a background with an address" live --camera six.ts --loop --background "tcp://127.0.0.1:$port" --seconds 9 --record behind.mp4
ok "goes on" near "$(last_pixel behind.mp4 80)" "0 0 255"
ok "behind the person" near "$(last_pixel behind.mp4 16)" "255 0 0"
ok "and in stream" stream six.ts --loop streamed.mp4 --background "tcp://127.0.0.1:$port" --seconds 9
ok "goes on, too" near "$(last_pixel streamed.mp4 80)" "0 0 255"

# What is there is kept.
ok "numbered pictures" live --camera small.ts --record 'shots/%03d.png'
refuses 4 "it exists" "are not replaced unasked" live --camera small.ts --record 'shots/%03d.png'
refuses 4 "it exists" "nor by stream" stream small.ts 'shots/%03d.png'
ok "but when that is said" stream small.ts 'shots/%03d.png' --overwrite
ok "a recording without background as WebM" live --camera small.ts --background none --record alpha.webm
holds "keeps alpha" "$(ffprobe -v error -show_entries stream_tags=alpha_mode -of csv=p=0 alpha.webm | tr -dc 0-9)" = 1
ok "an encoder with a log of its own" live --camera small.ts --record quiet.mkv --encoder av1
holds "does not print it" "$(wc -l <err.txt)" -eq 2

# Sound ends with the pictures, however the run ends.
make -f lavfi -i color=red:s=96x64:r=30 -f lavfi -i sine -t 30 "${fast[@]}" -c:a aac long.mp4
"$segme" stream long.mp4 stopped.mkv --background green "${model[@]}" >out.txt 2>err.txt &
pid=$!
for _ in $(seq 600); do
  compgen -G '.stopped.mkv*' >/dev/null && break
  sleep 0.1
done
sleep 3
kill -INT $pid
wait $pid
holds "Ctrl-C ends stream with 130" $? -eq 130
# last_moment FILE STREAM: the largest of its packets.
last_moment() { ffprobe -v error -select_streams "$2" -show_entries packet=pts_time -of csv=p=0 "$1" | sort -n | tail -n 1 | tr -d ,; }
sound=$(last_moment stopped.mkv a)
pictures=$(last_moment stopped.mkv v)
holds "its sound ends with its pictures: $sound and $pictures" "$(within "$sound" "$pictures" 0.2 && echo yes)" = yes

# A file as camera or input that is not whole, or not of one piece, is said to be so there as well.
make -f lavfi -i testsrc2=size=96x64:rate=30:d=1 "${fast[@]}" -g 5 whole.mkv
head -c $(($(stat -c %s whole.mkv) / 2)) whole.mkv >half.mkv
stream half.mkv half.mp4 -b white --overwrite >out.txt 2>err.txt
holds "half a file, streamed, ends with a code of its own" $? -eq 8
holds "and is said" "$(grep -c "'half.mkv' is cut short" err.txt)" = 1
live --camera half.mkv --record half.mp4 -b white --overwrite >out.txt 2>err.txt
holds "as a camera too" $? -eq 8
for behind in half.mkv whole.mkv; do
  [ $behind = half.mkv ] && wanted=8 || wanted=0
  live --camera six.ts -b $behind >out.txt 2>err.txt
  holds "as a background, $behind ends live with $wanted" $? -eq $wanted
  holds "and is said if it is not whole" "$(grep -c "'half.mkv' is cut short" err.txt)" = $((wanted / 8))
  stream six.ts half.mp4 -b $behind --overwrite >out.txt 2>err.txt
  holds "and stream" $? -eq $wanted
  holds "says it, too" "$(grep -c "'half.mkv' is cut short" err.txt)" = $((wanted / 8))
done
ok "a whole file ends well" stream whole.mkv half.mp4 -b white --overwrite
holds "and has lost nothing" "$(grep -c 'cut short' err.txt)" = 0
cat small.ts small.ts >joined.ts
ok "joined files as a stream" stream joined.ts half.mp4 -b white --overwrite
holds "are said" "$(grep -c "the clock of 'joined.ts' breaks once" err.txt)" = 1
finish
