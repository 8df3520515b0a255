#!/bin/bash
# tidy.sh BUILD_FOLDER: clang-tidy over every .cpp of ours that BUILD_FOLDER compiles. A file that was clean and has not
# changed since (nor a header of ours that it includes, nor .clang-tidy) is not read again: .cache/tidy holds one empty
# file a clean state. On one core a file costs about as much as compiling it three times.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) && cd "$here" || exit 1
build=$1
mkdir -p .cache/tidy

# The state of a file: hash of itself, of all headers of ours (their names in its depth-first list), and of the rules.
state() {
  {
    cat .clang-tidy "$1"
    headers "$1" | xargs -d '\n' -r cat
  } | sha256sum | cut -d ' ' -f 1
}

# The headers of ours that a file includes, at any depth, each once.
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
  [ ${#seen[@]} -eq 0 ] || printf '%s\n' "${!seen[@]}" | sort
}

one() {
  local key
  key=$(state "$1")
  [ -e ".cache/tidy/$key" ] && return 0
  if clang-tidy-14 --quiet -p "$build" "$1" 2>"$scratch/$$.log"; then
    : >".cache/tidy/$key"
  else
    grep -v -E '^[0-9]+ warnings? (generated|treated)' "$scratch/$$.log"
    return 1
  fi
}
if [ "${2:-}" = --one ]; then
  scratch=$3
  one "$4"
  exit
fi

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
sed -n "s|^ *\"file\": \"$here/\(.*\.cpp\)\".*|\1|p" "$build/compile_commands.json" | sort -u |
  xargs -d '\n' -P "$(nproc)" -I '{}' bash tools/tidy.sh "$build" --one "$scratch" '{}'
