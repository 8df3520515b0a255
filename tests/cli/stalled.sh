#!/bin/bash
# A source that falls silent: whatever waits for it can be left at once, by --seconds and by Ctrl-C, in live, stream and
# video. Silent are named pipes and a TCP peer that says no more after a while, or nothing at all.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
for program in ffmpeg python3; do
  command -v $program >/dev/null || { echo "$program is not installed"; exit 77; }
done
unset DISPLAY WAYLAND_DISPLAY
model=(--model "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none --no-cache)
most=20 # seconds for what takes about two; a peer stays silent for ten minutes

ffmpeg -nostdin -v error -y -f lavfi -i color=blue:s=160x96:r=30:d=1 -vf drawbox=w=80:h=ih:color=red:t=fill \
  -c:v mpeg2video -qscale:v 2 -f mpegts clip.ts

# peer.py FILE: says on which port it listens; gives FILE to everybody who comes, then is silent. Without FILE it says nothing.
cat >peer.py <<'END'
import socket, sys, threading, time
data = open(sys.argv[1], "rb").read() if len(sys.argv) > 1 else b""
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(8)
print(server.getsockname()[1], flush=True)
def serve(peer):
    peer.sendall(data)
    time.sleep(600)
while True:
    peer, _ = server.accept()
    threading.Thread(target=serve, args=(peer,), daemon=True).start()
END
peers=()
trap 'kill "${peers[@]}" 2>/dev/null; wait 2>/dev/null' EXIT
# start_peer FILE...: sets port.
start_peer() {
  : >port.txt
  python3 peer.py "$@" >port.txt 2>/dev/null &
  peers+=($!)
  for ((i = 0; i < 200; i++)); do [ -s port.txt ] && break || sleep 0.05; done
  port=$(cat port.txt)
}
# Longer than what FFmpeg wants to see of a stream before it gives a frame.
ffmpeg -nostdin -v error -y -stream_loop 11 -i clip.ts -c copy -f mpegts stalls.ts
start_peer stalls.ts
stalls=tcp://127.0.0.1:$port
start_peer
silent=tcp://127.0.0.1:$port
# start_rtsp [TIMES]: sets rtsp, which gives pictures for some seconds to who comes, so many times, and then says no more.
start_rtsp() {
  : >port.txt
  python3 "$SEGME_SOURCE_DIR/tests/cli/rtsp_source.py" stalls.ts stall "$@" >port.txt 2>/dev/null &
  peers+=($!)
  for ((i = 0; i < 200; i++)); do [ -s port.txt ] && break || sleep 0.05; done
  rtsp=rtsp://127.0.0.1:$(cat port.txt)/live
}
start_rtsp
mkfifo pipe.ts
sleep 600 >pipe.ts & # holds the pipe open and writes nothing
peers+=($!)

# in_time NAME CODE COMMAND...: ends with CODE, long before the peer says anything.
in_time() {
  local name=$1 wanted=$2 status begin=$SECONDS
  shift 2
  timeout -k 1 $((most * 3)) "$@" >out.txt 2>err.txt
  status=$?
  holds "$name" "$status" -eq "$wanted" -a $((SECONDS - begin)) -lt $most
  [ "$status" -eq "$wanted" ] || head -n 3 err.txt
}
# interrupted NAME FILE COMMAND...: Ctrl-C, once FILE is there, ends it within some seconds.
interrupted() {
  local name=$1 file=$2 pid i
  shift 2
  "$@" >out.txt 2>err.txt &
  pid=$!
  for ((i = 0; i < 600; i++)); do
    if [ -n "$file" ]; then compgen -G "$file" >/dev/null && break; elif [ $i -ge 30 ]; then break; fi
    sleep 0.1
  done
  kill -INT $pid
  for ((i = 0; i < most * 10; i++)); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
  kill -KILL $pid 2>/dev/null
  wait $pid
  holds "$name" $? -eq 130
}

for source in "$stalls" "$rtsp" "$silent" pipe.ts; do
  wanted=0
  case $source in "$silent" | pipe.ts) wanted=3 ;; esac # nothing was shown
  in_time "live --seconds, $source" $wanted "$segme" live --camera "$source" --preview none --seconds 2 "${model[@]}"
  interrupted "live, Ctrl-C, $source" "" "$segme" live --camera "$source" --preview none "${model[@]}"
  in_time "stream --seconds, $source" $wanted "$segme" stream "$source" "out.mp4" --overwrite --seconds 2 --patience 0 \
    "${model[@]}"
  interrupted "stream, Ctrl-C, $source" "" "$segme" stream "$source" "new.mp4" --overwrite --patience 0 "${model[@]}"
done
in_time "live --seconds, nothing at all" 3 "$segme" live --camera "$silent" --preview none --seconds 1 "${model[@]}"
holds "says why" "$(grep -c 'no picture came from it in the time of --seconds' err.txt)" = 1
interrupted "video, Ctrl-C" "" "$segme" video "$stalls" cut.mp4 -b white "${model[@]}"
interrupted "video, Ctrl-C, RTSP" "" "$segme" video "$rtsp" cut-rtsp.mp4 -b white "${model[@]}"
interrupted "video, Ctrl-C, a pipe that says nothing" "" "$segme" video pipe.ts never.mp4 -b white "${model[@]}"

mkfifo nobody
interrupted "video, Ctrl-C, an output pipe that nobody reads" "" "$segme" video clip.ts nobody --format matroska -b white \
  --overwrite "${model[@]}"
interrupted "image, Ctrl-C, a pipe that nobody writes" "" "$segme" image nobody -o never.png "${model[@]}"
interrupted "image, Ctrl-C, a pipe that says nothing" "" "$segme" image pipe.ts -o never.png "${model[@]}"
interrupted "image, Ctrl-C, a background that nobody writes" "" "$segme" image "$SEGME_SOURCE_DIR/samples/astronaut.png" \
  -o never.png -b nobody "${model[@]}"

# twice.py FILE: who comes first gets FILE over HTTP, all others get half of it, and then nothing.
cat >twice.py <<'END'
import socket, sys, threading, time
data = open(sys.argv[1], "rb").read()
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(8)
print(server.getsockname()[1], flush=True)
def serve(peer, part):
    peer.recv(65536)
    peer.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(data) + part)
    time.sleep(0 if part is data else 600)
    peer.close()
part = data
while True:
    peer, _ = server.accept()
    threading.Thread(target=serve, args=(peer, part), daemon=True).start()
    part = data[: len(data) // 2]
END
ffmpeg -nostdin -v error -y -stream_loop 5 -i clip.ts -f lavfi -i sine -t 6 -c:v copy -c:a mp2 -f mpegts sound.ts
: >port.txt
python3 twice.py sound.ts >port.txt 2>/dev/null &
peers+=($!)
for ((i = 0; i < 200; i++)); do [ -s port.txt ] && break || sleep 0.05; done
in_time "video, an address that breaks off when it is read again for its sound" 8 "$segme" video \
  "http://127.0.0.1:$(cat port.txt)/sound.ts" sound.mkv -b white --timeout 2 --json "${model[@]}"
holds "is said" "$(grep -c 'breaks off at .*nothing came for 2 s' err.txt) $(field out.txt sound_lost)" = '1 true'

in_time "video, an address that says nothing, --timeout" 3 "$segme" video "$silent" never.mp4 -b white --timeout 2 "${model[@]}"
holds "is said" "$(grep -c 'nothing came from it for 2 s' err.txt)" = 1
in_time "of a background as well" 3 "$segme" video clip.ts never.mp4 -b "$silent" --timeout 2 "${model[@]}"

# A background that stalls, or never answers, holds nothing up.
ffmpeg -nostdin -v error -y -stream_loop 3 -i clip.ts -c copy -f mpegts long.ts
in_time "live before a background that stalls" 0 "$segme" live --camera long.ts --loop --preview none --background "$stalls" \
  --seconds 3 --json "${model[@]}"
holds "goes on" "$(field out.txt pictures)" -gt 30
in_time "live before a background that never answers" 0 "$segme" live --camera long.ts --loop --preview none \
  --background "$silent" --seconds 3 --json "${model[@]}"
holds "goes on as well" "$(field out.txt pictures)" -gt 30
for behind in "$silent" "$stalls"; do
  in_time "stream before $behind" 0 "$segme" stream long.ts before.mp4 --overwrite --loop --background "$behind" --seconds 3 \
    --json "${model[@]}"
  holds "goes on, too" "$(field out.txt pictures)" -gt 30
  interrupted "stream before $behind, Ctrl-C" ".new-before.mp4*" "$segme" stream long.ts new-before.mp4 --overwrite --loop \
    --background "$behind" "${model[@]}"
done
interrupted "video before a background that never answers, Ctrl-C" "" "$segme" video long.ts never.mp4 --background "$silent" "${model[@]}"

# Patience: a peer that goes silent is asked again, and so is one that ends well.
start_rtsp 1
in_time "an RTSP sender that stalls is given up in its time" 3 "$segme" live --camera "$rtsp" --preview none --patience 1 \
  "${model[@]}"
in_time "a silent peer is given up in its time" 3 "$segme" live --camera "$silent" --preview none --patience 1 "${model[@]}"
cat >again.py <<'END'
import socket, sys
data = open(sys.argv[1], "rb").read()
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(8)
print(server.getsockname()[1], flush=True)
for _ in range(3):  # ends well, three times
    peer, _ = server.accept()
    peer.sendall(data)
    peer.shutdown(socket.SHUT_WR)
    while peer.recv(4096):
        pass
    peer.close()
END
python3 again.py clip.ts >again.txt 2>/dev/null &
peers+=($!)
for ((i = 0; i < 200; i++)); do [ -s again.txt ] && break || sleep 0.05; done
in_time "a stream that ends well is opened again while patience lasts" 0 "$segme" live \
  --camera "tcp://127.0.0.1:$(cat again.txt)" --preview none --patience 3 --json "${model[@]}"
shown=$(($(field out.txt pictures) + $(field out.txt left_out)))
holds "three times 30 pictures came" "$shown" -ge 80

# Standard output whose reader stands still.
mkfifo slow
exec 9<>slow # open at both ends; nobody reads
interrupted "video into a pipe that nobody reads, Ctrl-C" "" bash -c 'exec "$@" >slow' - "$segme" video long.ts - -b white "${model[@]}"
finish
