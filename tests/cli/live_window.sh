# segme live's window on a display of its own: keys are pressed, and the screen is looked at.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
for program in Xvfb xdotool import ffmpeg; do
  command -v $program >/dev/null || { echo "$program is not installed"; exit 77; }
done
ffmpeg -v error -y -f lavfi -i color=blue:s=320x240:r=15:d=2 -vf drawbox=w=160:h=ih:color=red:t=fill -pix_fmt yuv444p \
  -c:v libx264 -preset ultrafast -qp 8 clip.mp4
# A display that is just going away may still hold the number that a new one wants: it is tried again. Without -noreset
# it starts anew whenever its last client (an xdotool that looks for the window) leaves, and refuses who comes meanwhile.
for ((try = 0; try < 10; try++)); do
  : >display
  Xvfb -noreset -displayfd 3 -screen 0 640x480x24 3>>display >xvfb.txt 2>&1 &
  server=$!
  for ((i = 0; i < 300; i++)); do
    [ -s display ] && break 2
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
  kill $server 2>/dev/null
  wait $server 2>/dev/null
  sleep 0.5
done
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
DISPLAY=:$(cat display)
export DISPLAY
XDG_RUNTIME_DIR=$PWD
export XDG_RUNTIME_DIR
chmod 700 .
# Qt takes over the user's locale; where that writes 0,5, numbers must keep their points.
german=()
if command -v localedef >/dev/null && [ -e /usr/share/i18n/locales/de_DE ] && mkdir locales &&
  localedef -i de_DE -f UTF-8 locales/de_DE.UTF-8; then
  german=(env "LOCPATH=$PWD/locales" LC_NUMERIC=de_DE.UTF-8)
fi
# find_window: waits for the window of $pid, which becomes $window. On a busy machine, under a sanitizer, it takes its time.
find_window() {
  local i
  window=
  for ((i = 0; i < 1000; i++)); do
    window=$(timeout 20 xdotool search --onlyvisible --name '^SegMe$' 2>/dev/null | tail -n 1)
    [ -n "$window" ] && return
    kill -0 $pid 2>/dev/null || return
    sleep 0.1
  done
}
"${german[@]}" "$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --no-cache --camera clip.mp4 --loop \
  --background '#00ff00' --backgrounds '#ffff00' --seconds 300 >live.txt 2>err.txt &
pid=$!
find_window
holds "a window opens" -n "$window"
if [ -z "$window" ]; then  # nothing of what follows can hold, and each would wait for its time
  cat err.txt xvfb.txt
  kill $pid 2>/dev/null
  finish
fi

# colour X Y: of the screen, as rrggbb.
colour() {
  timeout 20 import -window "$window" -crop "1x1+$1+$2" +repage -depth 8 rgb:- 2>/dev/null | od -An -tx1 | tr -d ' \n'
}
# comes NAME X Y COLOUR: within some seconds that place has about that colour (each part in 0 or f).
comes() {
  local seen i
  # Messages stay for some pictures, which on a busy machine are many seconds.
  for ((i = 0; i < 400; i++)); do
    seen=$(colour "$2" "$3")
    if [ "${seen:0:1}${seen:2:1}${seen:4:1}" = "$4" ]; then echo "ok      $1"; return; fi
    sleep 0.1
  done
  echo "FAILED  $1: '$seen' and not $4"
  failures=$((failures + 1))
}
press() { timeout 60 xdotool key --window "$window" "$1" 2>/dev/null; }  # one that is given up half way would be lost

comes "the person is there" 60 200 f00
comes "before the background" 250 200 0f0
press b
comes "b: the next background" 250 200 ff0
press p
comes "p: the matte in the corner, its left half white" 256 30 fff
press p
comes "p again: it is gone" 256 30 ff0
# typed KEY...: while the program cannot look, as on a slow machine between two pictures.
typed() {
  kill -STOP $pid
  timeout 60 xdotool key --window "$window" "$@" 2>/dev/null
  kill -CONT $pid
}
typed b p
comes "two keys between two pictures: the second acts" 256 30 fff
comes "and the first: blur" 250 200 00f
typed p p b p b b
comes "six keys: p three times" 256 30 ff0
comes "and b three times" 250 200 ff0
press question
letters=0
for ((i = 0; i < 400 && letters < 20; i++)); do
  letters=$(timeout 20 import -window "$window" -crop 200x120+5+30 +repage -depth 8 rgb:- 2>/dev/null | od -An -v -tx1 -w3 | sort -u | wc -l)
  sleep 0.1
done
holds "?: help covers the picture" "$letters" -ge 20
press question
comes "? again: it is gone" 250 200 ff0
press h
sleep 1
holds "h: a filter, or a sentence that it is not there" -n "$(kill -0 $pid 2>/dev/null && echo alive)"
press a
comes "a: back to plain blending" 250 200 ff0
press q
wait $pid
code=$?
[ $code -eq 0 ] || tail -n 60 err.txt
holds "q ends it well" $code -eq 0
holds "its figures have points in every locale" -n "$(grep -E 'pictures in [0-9]+\.[0-9] s' err.txt)"

# show_live ARGUMENTS...: its window becomes $window.
show_live() {
  "$segme" live --model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --no-cache --seconds 300 "$@" >live.txt 2>err.txt &
  pid=$!
  find_window
}
# ends NAME CODE: within half a minute.
ends() {
  local i status
  for ((i = 0; i < 300; i++)); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
  kill -KILL $pid 2>/dev/null
  wait $pid
  status=$?
  holds "$1" $status -eq "$2"
  [ $status -eq "$2" ] || tail -n 60 err.txt
}

# A source that says nothing: the window is there, says so, and q ends it.
mkfifo silent.ts silent2.ts
sleep 600 >silent.ts &
holder=$!
sleep 600 >silent2.ts &
holder2=$!
show_live --camera silent.ts
comes "a silent source: black" 60 100 000
press q
ends "q ends it while the source is silent" 0
kill $holder

# A source that gives pictures and then falls silent: the window goes on listening.
ffmpeg -v error -y -f lavfi -i color=red:s=320x240:r=30:d=8 -c:v mpeg2video -qscale:v 2 red.ts
mkfifo stalls.ts
{ cat red.ts && exec sleep 600; } >stalls.ts &
holder=$!
show_live --camera stalls.ts
comes "a source that stalls: its last picture" 60 100 f00
press q
ends "q ends it while the source is stalled" 0
kill $holder 2>/dev/null
if command -v python3 >/dev/null; then
  show_live --camera silent2.ts
  comes "a silent source" 60 100 000
  python3 "$SEGME_SOURCE_DIR/tests/cli/close_window.py" "$window"
  ends "closing the window ends it while the source is silent" 0
fi

# A large picture is shown as large as the screen has room for.
ffmpeg -v error -y -f lavfi -i color=blue:s=1920x1080:r=15:d=2 -colorspace bt709 -pix_fmt yuv444p \
  -vf drawbox=w=960:h=ih:color=red:t=fill,scale=out_color_matrix=bt709 -c:v libx264 -preset ultrafast -qp 8 large.mp4
show_live --camera large.mp4 --loop --background '#00ff00'
comes "a picture larger than the screen" 20 100 f00
eval "$(timeout 5 xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=')"
holds "has a window that fits it: ${WIDTH}x$HEIGHT" "$WIDTH" -le 640 -a "$HEIGHT" -le 480
comes "with its right side" $((WIDTH - 20)) 100 0f0
press q
ends "q ends it" 0

show_live --camera clip.mp4 --loop --background '#00ff00'
comes "a second run" 60 200 f00
kill $server $holder2
for ((i = 0; i < 600; i++)); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
holds "a display that goes away does not make it hang" -z "$(kill -KILL $pid 2>/dev/null && echo it hangs)"
wait $pid 2>/dev/null
holds "but ends it" $? -gt 0
finish
