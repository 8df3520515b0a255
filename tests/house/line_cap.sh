#!/bin/bash
# No file over 400 lines: what is longer is two things.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
count=0
while IFS= read -r name; do
  count=$((count + 1))
  lines=$(wc -l <"$root/$name")
  [ "$lines" -le 400 ] || complain "$name has $lines lines, at most 400 are allowed: split it where it is two things"
done < <(files '*.h' '*.cpp' '*.cmake' '*.sh' '*CMakeLists.txt' 'segme' 'check')
[ "$count" -gt 0 ] || complain 'found no file to count'
exit "$status"
