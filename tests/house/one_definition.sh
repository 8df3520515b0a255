#!/bin/bash
# No two headers define a type of the same full name: a program that has both links without a word, and one of the two
# wins.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
types=$(mktemp) && trap 'rm -f "$types"' EXIT
# What a header of ours defines at the left edge, with the namespace that it stands in and its file.
files '*.h' | grep -E '^(src|net|data|eval|train|cli)/' | while IFS= read -r name; do
  awk -v file="$name" '/^namespace [a-z:]+ \{/ { space = $2 }
    /^(struct|class|enum class) [A-Za-z]+( final)?( : .*)? \{/ {
      print space "::" ($1 == "enum" ? $3 : $2), file
    }' "$root/$name"
done | LC_ALL=C sort >"$types"
[ -s "$types" ] || complain 'found no type'
while IFS= read -r twice; do
  complain "$twice is defined in$(awk -v name="$twice" '$1 == name { printf " %s", $2 }' "$types"): give one another name"
done < <(cut -d ' ' -f 1 "$types" | uniq -d)
exit "$status"
