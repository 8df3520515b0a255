#!/bin/bash
# build.sh segme|segme-train: installs what is missing and builds that program in build-release. Called by ./segme when
# the program is not there or not current. Says little, on the standard error only; the whole story is in build.log.
set -u -o pipefail
program=$1
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
build=$here/build-release
log=$build/build.log
# shellcheck source=tools/need.sh
. "$here/tools/need.sh"

mkdir -p "$build" "$here/.deps" 2>/dev/null
if ! [ -w "$build" ] || ! [ -w "$here/.deps" ]; then
  fail 4 "cannot build in '$build': the folder cannot be written. Clone SegMe where you may write."
fi

# Two at once: the second waits, then finds nothing left to do.
if command -v flock >/dev/null; then
  exec 9>"$here/.deps/lock"
  flock -n 9 || { say 'another ./segme is building; waiting for it'; flock 9; }
fi

# Shows ninja's "[12/83] ...": as one line that counts on a terminal, elsewhere as a line every tenth.
progress() {
  local line width=0 begin=$SECONDS told=0 built all text
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    built=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
    text="building $program: $built of $all"
    # The first steps are no measure of the others.
    [ $((built * 20)) -lt "$all" ] || [ "$built" -eq "$all" ] || text+=", about $(((SECONDS - begin) * (all - built) / built / 60 + 1)) min left"
    if [ -t 2 ]; then
      width=1
      printf '\rsegme: %s \033[K' "$text" >&2
    elif [ $((built * 10 / all)) -gt $told ]; then
      told=$((built * 10 / all))
      say "$text"
    fi
  done
  [ $width -eq 0 ] || printf '\r\033[K' >&2
}

# As many compilers at once as there are cores, and as fit the memory: 1 GB each, 2.5 GB with LibTorch's headers.
jobs() {
  local cores room each=1000
  [ "$program" = segme ] || each=2500
  cores=$(nproc 2>/dev/null || echo 2)
  room=$(($(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null || echo 4000000) / 1000 / each))
  [ "$room" -ge 1 ] || room=1
  echo $((cores < room ? cores : room))
}

lists=$need_build
[ "$program" = segme ] || [ -n "${Torch_DIR:-}" ] || lists=$lists$need_train
install "$lists"
engine=$(openvino_folder) || exit

# A clone that was moved or copied: CMake's notes name the old place.
if ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$here" "$build/CMakeCache.txt"; then
  rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
fi

begin=$build/.begin.$$
: >"$begin"
: >"$log"
options=(-DSEGME_TESTS=OFF -DSEGME_WARNINGS_ARE_ERRORS=OFF "-DOpenVINO_DIR=$engine")
[ "$program" = segme ] || options+=(-DSEGME_TRAIN=ON)
what='which takes a few minutes the first time'
[ "$program" = segme ] || what='which alone needs LibTorch: about fifty files more, a few minutes the first time'
[ -x "$build/$program" ] || say "builds $program, $what"
if (cd "$here" && cmake --preset release "${options[@]}" && cmake --build "$build" --target "$program" -j "$(jobs)") \
  </dev/null 2>&1 9>&- | progress; then
  printf '%s\n' "$engine" >"$begin.new"
  touch -r "$begin" "$begin.new"
  mv "$begin.new" "$build/.$program.stamp"
  rm -f "$begin"
else
  rm -f "$begin"
  grep -n -m 1 -A 40 -E '^FAILED|CMake Error|^ninja: error' "$log" >&2
  fail 1 "cannot build $program: the compiler or CMake ended with an error (above; all of it in $log)."
fi
