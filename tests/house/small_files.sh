#!/bin/bash
# Files are small and folders can be looked through: half of the product's files have at most 60 lines, and no folder has
# more than 25 files whose names begin with the same word.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
most=60 alike=25
mapfile -t names < <(files 'src/*.h' 'src/*.cpp' 'cli/*.h' 'cli/*.cpp' 'data/*.h' 'data/*.cpp' 'eval/*.h' 'eval/*.cpp' \
  'net/*.h' 'net/*.cpp' 'train/*.h' 'train/*.cpp' | grep -v '^tests/' | sort -u)
[ "${#names[@]}" -gt 0 ] || complain 'found no file to count'
median=$(cd "$root" && for name in "${names[@]}"; do wc -l <"$name"; done | sort -n | sed -n "$(((${#names[@]} + 1) / 2))p")
[ "${median:-0}" -le "$most" ] || complain "half of the files have more than $median lines, at most $most are allowed"
while read -r count group; do
  [ "$count" -le "$alike" ] || complain "$group*: $count files of one folder begin so, at most $alike may: make a folder of them"
done < <(printf '%s\n' "${names[@]}" | sed -E 's#/([^/_.]+)[^/]*$#/\1#' | sort | uniq -c)
exit "$status"
