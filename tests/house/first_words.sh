#!/bin/bash
# Every source file opens with a comment: what it is, where in the flow it stands, the idea.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
count=0
while IFS= read -r name; do
  count=$((count + 1))
  case $name in *.h | *.cpp) mark='^// ' ;; *) mark='^#(!|  ?[A-Za-z])' ;; esac
  head -n 1 "$root/$name" | grep -qE "$mark" || complain "$name: the first line is no comment that says what the file is"
done < <(files '*.h' '*.cpp' '*.cmake' '*.sh')
[ "$count" -gt 0 ] || complain 'found no file to read'
exit "$status"
