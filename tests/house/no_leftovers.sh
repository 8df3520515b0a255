#!/bin/bash
# Nothing unfinished and nothing of one machine is left in the tree: no note to self, no absolute path of a home folder.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
count=0
while IFS= read -r name; do
  case $name in tests/house/*) continue ;; esac
  count=$((count + 1))
  found=$(grep -nIE '\b(TODO|FIXME|XXX)\b' "$root/$name") && complain "$name: unfinished: $found"
  found=$(grep -nIE '(^|[^A-Za-z0-9_.$}])/(home|root|Users|work|mnt|media|data)/[A-Za-z0-9_]' "$root/$name") &&
    complain "$name: a path of one machine: $found"
done < <(files '*.h' '*.cpp' '*.cmake' '*.sh' '*.md' '*.json' '*.txt' 'segme' 'check' '.ci/run')
[ "$count" -gt 0 ] || complain 'found no file to read'
exit "$status"
