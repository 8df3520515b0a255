#!/bin/bash
# tidy.sh BUILD_FOLDER [--record]: clang-tidy over every .cpp of ours that BUILD_FOLDER compiles. A file whose state is
# known to be clean is not read again: its text, the headers of ours that it includes, and .clang-tidy make its state.
# tools/tidy.clean holds the states that a run recorded (--record, before a commit: all that it knows to be clean, also
# where it left files), .cache/tidy those of this machine. On one core a file costs about as much as compiling it three
# times: SEGME_TIDY_SECONDS is how long it may go on beginning with files [no limit]; those that it did not come to are
# counted, and exit code 77 says so.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) && cd "$here" || exit 1
build=$1
record=tools/tidy.clean
mkdir -p .cache/tidy

# The state of a file, as 64 hex digits.
state() {
  {
    cat .clang-tidy "$1"
    headers "$1" | xargs -d '\n' -r cat
  } | sha256sum | cut -d ' ' -f 1
}

# The headers of ours that a file includes, at any depth, each once, in the order of their names.
headers() {
  local -A seen=()
  local queue=("$1") file line
  while [ ${#queue[@]} -gt 0 ]; do
    file=${queue[0]}
    queue=("${queue[@]:1}")
    while IFS= read -r line; do
      for line in "src/$line" "$line"; do
        [ -f "$line" ] && [ -z "${seen[$line]:-}" ] && seen[$line]=1 && queue+=("$line")
      done
    done < <(sed -n 's/^ *# *include "\(.*\)".*/\1/p' "$file")
  done
  [ ${#seen[@]} -eq 0 ] || printf '%s\n' "${!seen[@]}" | LC_ALL=C sort
}

one() {
  local key
  key=$(state "$1")
  [ -e ".cache/tidy/$key" ] && return 0
  grep -qsxF "$1 ${key:0:32}" "$record" && return 0
  if [ "$SECONDS" -ge "${SEGME_TIDY_SECONDS:-999999}" ]; then
    echo "$1" >>"$scratch/left"
    return 0
  fi
  echo "$1" >>"$scratch/read"
  if clang-tidy-14 --quiet -p "$build" "$1" 2>"$scratch/$$.log"; then
    : >".cache/tidy/$key"
  else
    grep -v -E '^[0-9]+ warnings? (generated|treated)' "$scratch/$$.log"
    return 1
  fi
}
if [ "${2:-}" = --one ]; then
  scratch=$3
  SECONDS=$(($(date +%s) - $(stat -c %Y "$scratch/start")))
  one "$4"
  exit
fi

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
touch "$scratch/read" "$scratch/left" "$scratch/start"
sed -n "s|^ *\"file\": \"$here/\(.*\.cpp\)\".*|\1|p" "$build/compile_commands.json" | LC_ALL=C sort -u >"$scratch/files"
xargs -d '\n' -P "$(nproc)" -I '{}' bash tools/tidy.sh "$build" --one "$scratch" '{}' <"$scratch/files"
status=$?
left=$(wc -l <"$scratch/left")
echo "clang-tidy read $(wc -l <"$scratch/read") of $(wc -l <"$scratch/files") files, $left were left for lack of time;" \
  "the others are known to be clean"
if [ $status -eq 0 ] && [ "${2:-}" = --record ]; then
  while IFS= read -r file; do
    key=$(state "$file")
    if [ -e ".cache/tidy/$key" ] || grep -qsxF "$file ${key:0:32}" "$record"; then echo "$file ${key:0:32}"; fi
  done <"$scratch/files" >"$scratch/record"
  cp "$scratch/record" "$record"
fi
[ $status -ne 0 ] || [ "$left" -eq 0 ] || exit 77
exit $status
