#!/bin/bash
# Tests mirror the tree: tests/A/B/x_test.cpp has a folder A/B in src/ or the root. It is named after a file there, or
# after a topic of that folder as a whole (broken_files), but never after a file that lies only in another layer.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
count=0

# where THING PLACE...: a file of that name below these places.
where() {
  local thing=$1
  shift
  (cd "$root" && find "$@" \( -name "$thing.h" -o -name "$thing.cpp" \) -print -quit 2>/dev/null)
}

while IFS= read -r name; do
  count=$((count + 1))
  folder=$(dirname "${name#tests/}")
  layer=${folder%%/*}
  thing=$(basename "$name" _test.cpp)
  if [ ! -d "$root/src/$folder" ] && [ ! -d "$root/$folder" ] && [ ! -f "$root/src/$folder.cpp" ]; then
    complain "$name: there is no folder '$folder' that it could be about"
  elif [ -z "$(where "$thing" "src/$layer" "$layer" "src/$layer.cpp")" ]; then
    other=$(where "$thing" src net train eval data cli)
    [ -z "$other" ] || complain "$name: named after $other, which is in another layer"
  fi
done < <(files 'tests/*_test.cpp')
[ "$count" -gt 0 ] || complain 'found no test'
exit "$status"
