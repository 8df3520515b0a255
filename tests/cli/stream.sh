# segme stream against a real nginx-rtmp server, an RTSP peer and files, all on loopback; what arrives is decoded again.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
PATH=$PATH:/usr/sbin # where Debian has nginx
for program in ffmpeg nginx; do
  command -v $program >/dev/null || { echo "$program is not installed"; exit 77; }
done
module=$(compgen -G '/usr/lib/nginx/modules/ngx_rtmp_module.so') || { echo 'nginx has no RTMP module'; exit 77; }
# Ports of our own for each run: tests may run at the same time.
port=$((20000 + $$ % 20000))
rtmp=rtmp://127.0.0.1:$port/live
cat >nginx.conf <<END
load_module $module;
daemon off;
master_process off;
error_log $PWD/nginx.log info;
pid $PWD/nginx.pid;
events { worker_connections 64; }
rtmp { server { listen 127.0.0.1:$port; application live { live on; record off; } } }
END
serve() {
  nginx -p "$PWD" -c "$PWD/nginx.conf" >/dev/null 2>nginx.err &
  server=$!
  for ((i = 0; i < 100; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  echo "FAILED  nginx does not start: $(cat nginx.err)"
  exit 1
}
trap 'kill $server $pid 2>/dev/null; wait 2>/dev/null' EXIT
model="--model $SEGME_SOURCE_DIR/tests/data/red --refine none --no-cache"
number() { grep -o "\"$2\":[0-9.e-]*" "$1" | head -n 1 | sed 's/.*://'; }
frames() { ffprobe -v error -select_streams v -count_frames -show_entries stream=nb_read_frames -of csv=p=0 "$1" | head -n 1 | tr -dc 0-9; }
pixel() {
  ffmpeg -v error -ss "${4:-0}" -i "$1" -frames:v 1 -vf "format=rgb24,crop=1:1:$2:${3:-ih/2}" -f rawvideo - | od -An -tu1 | tr -s ' ' ' '
}
near() { echo "$1 $2" | awk '{ for (i = 1; i < 4; i++) if (($i - $(i + 3)) ^ 2 > 900) bad = 1; exit bad || NF != 6 }'; }

ffmpeg -v error -y -f lavfi -i color=blue:s=160x96:r=30:d=6 -f lavfi -i sine=f=440:d=6 -vf drawbox=w=80:h=ih:color=red:t=fill \
  -pix_fmt yuv420p -c:v libx264 -preset ultrafast -qp 8 -c:a aac clip.mp4
serve

# pull NAME URL: takes what the server gives into NAME.flv, beginning before it is there. FFmpeg shall not wait seconds for a
# track of sound that never comes, and what it has when the server falls silent is enough.
pull() {
  for ((try = 0; try < 40; try++)); do
    timeout 20 ffmpeg -v error -y -analyzeduration 500000 -i "$2" -c copy -t 3 "$1.flv" 2>/dev/null
    [ -s "$1.flv" ] && return
    sleep 0.25
  done
}
pull one "$rtmp/me" &
puller=$!
ok "a file to a server and to a file at once" "$segme" stream clip.mp4 "$rtmp/me" out.mp4 $model --background '#00ff00' --json
cp out.txt run.json
wait $puller
holds "the server had it" "$(frames one.flv)" -gt 10
ok "with the person" near "$(pixel one.flv 20)" "255 0 0"
ok "before green" near "$(pixel one.flv 130)" "0 255 0"
holds "with its sound" "$(ffprobe -v error -show_entries stream=codec_name -of csv=p=0 one.flv | grep -c aac)" = 1
holds "the copy has every picture" "$(frames out.mp4)" -eq "$(grep -o '"output":"out.mp4","pictures":[0-9]*' run.json | sed 's/.*://')"
holds "and its sound" "$(ffprobe -v error -show_entries stream=codec_name -of csv=p=0 out.mp4 | grep -c aac)" = 1
ok "and plays" ffmpeg -v error -xerror -i out.mp4 -f null -
holds "no reconnect was needed" "$(number run.json reconnects)" -eq 0

pull fifteen "$rtmp/fps" &
puller=$!
ok "15 a second, smaller, without sound" "$segme" stream clip.mp4 "$rtmp/fps" slow.mp4 $model --background '#00ff00' --fps 15 \
  --size 80x48 --no-sound --json
wait $puller
pictures=$(number out.txt pictures)
holds "is half the pictures" "$pictures" -ge 80 -a "$pictures" -le 91
holds "of that size" "$(ffprobe -v error -show_entries stream=width,height -of csv=p=0 fifteen.flv | head -n 1)" = 80,48
holds "without sound" "$(ffprobe -v error -show_entries stream=codec_type -of csv=p=0 slow.mp4 | grep -c audio)" = 0

ok "a file for two seconds" "$segme" stream clip.mp4 two.mkv $model --background '#00ff00' --seconds 2
holds "has no more sound than pictures" \
  "$(ffprobe -v error -show_entries format=duration -of csv=p=0 two.mkv | awk '{ print ($1 < 2.5) }')" = 1
ok "HLS" "$segme" stream clip.mp4 live.m3u8 $model --background '#00ff00' --no-sound --seconds 4
holds "a list and its parts" -s live.m3u8
holds "that play" "$(frames live.m3u8)" -gt 20
holds "and begin with a key frame every two seconds" \
  "$(ffprobe -v error -select_streams v -show_entries packet=flags -of csv=p=0 live.m3u8 | grep -c K)" -ge 2

# A server that goes away in the middle and comes back.
pull back "$rtmp/back" &
puller=$!
"$segme" stream clip.mp4 "$rtmp/back" whole.mp4 $model --background '#00ff00' --loop --seconds 14 --json >run.json 2>err.txt &
pid=$!
sleep 4
kill $server
wait $server 2>/dev/null
sleep 2
serve
wait $pid
holds "a server that goes away does not end it" $? -eq 0
wait $puller
holds "it reconnects" "$(number run.json reconnects)" -ge 1
holds "which is said" "$(grep -c 'is there again' err.txt)" -ge 1
holds "counts what was lost" "$(number run.json dropped)" -ge 1
holds "and the file has all of it" "$(frames whole.mp4)" -gt "$(grep -o '"pictures":[0-9]*,"dropped"' run.json | head -n 1 | tr -dc 0-9)"

# A server that stands still: it takes the connection and reads nothing more. Noise, so that all buffers fill up soon.
ffmpeg -v error -y -f lavfi -i 'nullsrc=s=320x240:r=30:d=3,geq=random(1)*255:128:128' -c:v libx264 -preset ultrafast -qp 20 noise.mp4
"$segme" stream noise.mp4 "$rtmp/still" beside.mp4 $model --background '#00ff00' --loop --seconds 12 --deadline 1 \
  --bit-rate 30000 --json >run.json 2>err.txt &
pid=$!
sleep 2
kill -STOP $server
wait $pid
holds "a server that reads nothing, and is away at the end, ends with 7" $? -eq 7
holds "that it went away is said" "$(grep -c 'went away; it is tried again' err.txt)" -ge 1
kill -CONT $server
holds "what it did not take is dropped and counted" "$(number run.json dropped)" -ge 10
holds "it ends in time" "$(number run.json seconds | awk '{print ($1 < 20)}')" = 1
shown=$(number run.json pictures)
holds "and the file beside it has nearly all" "$(($(frames beside.mp4) * 10))" -ge $((shown * 9))

rtsp=$((port + 2))
timeout 40 ffmpeg -v error -y -rtsp_flags listen -i "rtsp://127.0.0.1:$rtsp/me" -c copy -t 3 rtsp.mp4 &
peer=$!
sleep 1.5
"$segme" stream clip.mp4 "rtsp://127.0.0.1:$rtsp/me" $model --background '#00ff00' --no-sound --seconds 6 --deadline 3 2>err.txt
holds "RTSP to a peer that leaves after three seconds ends with 7" $? -eq 7
holds "which is said" "$(grep -c 'did not come back' err.txt)" = 1
wait $peer
holds "arrives" "$(frames rtsp.mp4)" -gt 10
ok "as it was sent" near "$(pixel rtsp.mp4 130)" "0 255 0"

# A server that others wrote, where it is installed.
if /usr/bin/python3 -c 'import gi; gi.require_version("GstRtspServer", "1.0")' 2>/dev/null; then
  gst=$((port + 3))
  : >gst.out
  /usr/bin/python3 "$SEGME_SOURCE_DIR/tests/cli/rtsp_server.py" $gst "$PWD/gst.ts" >gst.out 2>gst.err &
  peer=$!
  for ((i = 0; i < 100; i++)); do grep -q ready gst.out && break || sleep 0.1; done
  ok "a real RTSP server" "$segme" stream clip.mp4 "rtsp://127.0.0.1:$gst/live" $model --background '#00ff00' --no-sound --json
  pictures=$(number out.txt pictures)
  sleep 1
  kill $peer
  wait $peer 2>/dev/null
  holds "gets nearly all" "$(($(frames gst.ts) * 10))" -ge $((pictures * 8))
  ok "in its colours" near "$(pixel gst.ts 130)" "0 255 0"
fi

if ffmpeg -hide_banner -protocols 2>/dev/null | grep -q '^ *srt$'; then
  srt=$((port + 4))
  timeout 60 ffmpeg -v quiet -y -i "srt://127.0.0.1:$srt?mode=listener" -c copy srt.ts &
  peer=$!
  sleep 1.5
  ok "SRT" "$segme" stream clip.mp4 "srt://127.0.0.1:$srt?mode=caller" $model --background '#00ff00' --json
  pictures=$(number out.txt pictures)
  wait $peer
  holds "arrives, but for what was under way at the end" "$(($(frames srt.ts) * 10))" -ge $((pictures * 8))
  holds "with its sound" "$(ffprobe -v error -show_entries stream=codec_name -of csv=p=0 srt.ts | grep -c aac)" -ge 1
  ok "in its colours" near "$(pixel srt.ts 130)" "0 255 0"
fi

ok "two inputs side by side" "$segme" stream -i clip.mp4 -i clip.mp4 tiled.mp4 $model --background '#00ff00' --seconds 3
holds "twice as wide" "$(ffprobe -v error -show_entries stream=width,height -of csv=p=0 tiled.mp4 | head -n 1)" = 320,96
# At the start one of them may not be there yet.
ok "the second person" near "$(pixel tiled.mp4 180 ih/2 2)" "255 0 0"
ok "and what is behind" near "$(pixel tiled.mp4 300 ih/2 2)" "0 255 0"

"$segme" stream clip.mp4 "$rtmp/me" killed.mp4 $model --loop >/dev/null 2>err.txt &
pid=$!
sleep 4
kill -INT $pid
wait $pid
holds "Ctrl-C ends with 130" $? -eq 130
ok "and the copy plays" ffmpeg -v error -xerror -i killed.mp4 -f null -

refuses 4 "rtmp://127.0.0.1:1/x" "a server that is not there" "$segme" stream clip.mp4 rtmp://127.0.0.1:1/x $model
refuses 4 "it exists" "a file is not replaced unasked" "$segme" stream clip.mp4 out.mp4 $model
refuses 3 "no such file" "an input that is not there" "$segme" stream gone.mp4 new.mp4 $model
refuses 2 "an input and an output" "no output" "$segme" stream clip.mp4
finish
