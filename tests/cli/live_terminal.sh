#!/bin/bash
# segme live in a terminal: as many colours as it can show, and the same keys as the window.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null || { echo 'ffmpeg is not installed'; exit 77; }
unset DISPLAY WAYLAND_DISPLAY
model=(--model "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none --no-cache)
ffmpeg -nostdin -v error -y -f lavfi -i color=blue:s=96x64:r=30:d=1 -vf drawbox=w=iw/2:h=ih:color=red:t=fill \
  -c:v mpeg2video -qscale:v 2 small.ts
"$segme" live --camera small.ts --preview terminal "${model[@]}" 2>&1 >/dev/null | grep -q 'libchafa was not there' && exit 77

terminal() {
  env -u COLORTERM "$@" "$segme" live --preview terminal "${model[@]}" --camera small.ts --background '#00ff00'
}
ok "a terminal without COLORTERM" terminal TERM=xterm
holds "has colours" "$(grep -c '[34]8;5;' out.txt)" -gt 0
ok "tmux" terminal TERM=tmux-256color
holds "has them, too" "$(grep -c '[34]8;5;' out.txt)" -gt 0
ok "one with COLORTERM" terminal TERM=xterm COLORTERM=truecolor
holds "has all of them" "$(grep -c '[34]8;2;' out.txt)" -gt 0
ok "the console" terminal TERM=linux
holds "has sixteen" "$(grep -c '8;[25];' out.txt)" -eq 0
if command -v script >/dev/null; then
  mkfifo keys
  TERM=xterm COLORTERM=truecolor script -qfec "stty rows 30 cols 80; exec '$segme' live --preview terminal ${model[*]} \
    --camera small.ts --loop --background '#00ff00'" typed.txt <keys >/dev/null &
  pid=$!
  exec 8>keys
  # drawn NAME PATTERN [BYTES]: is on the terminal, some time, behind so many bytes.
  drawn() {
    local i
    for ((i = 0; i < 400; i++)); do tail -c "+${3:-1}" typed.txt 2>/dev/null | grep -q "$2" && break || sleep 0.1; done
    holds "$1" $i -lt 400
  }
  drawn "pictures are drawn" '[34]8;2;'
  printf '?' >&8
  drawn "? shows the keys" 'next background'
  printf '?p' >&8
  drawn "p the matte, whose half is white" '[34]8;2;2[3-5][0-9];2[3-5][0-9];2[3-5][0-9]'
  before=$(stat -c %s typed.txt)
  printf '\033[A?' >&8
  drawn "an arrow ends nothing, and the key after it acts" 'next background' "$before"
  printf q >&8
  wait $pid
  holds "q ends it" $? -eq 0
  exec 8>&-
fi
finish
