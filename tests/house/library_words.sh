#!/bin/bash
# The library speaks to any host: no text in it names a flag of the command line, and nothing but a picture that was sent
# to "-" goes to standard output or standard error.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
count=0
while IFS= read -r name; do
  count=$((count + 1))
  found=$(grep -nE '"[^"]*--[a-z]' "$root/$name" | grep -vE '^[0-9]+: *(//|\*)|///') &&
    complain "$name: names a flag; say what would help, and let cli/common/with_flags name it: $found"
  found=$(grep -nE '\b(std::cout|std::cerr|std::clog|std::puts|std::printf|printf|puts|perror|stderr)\b' "$root/$name" |
    grep -vE '^[0-9]+: *(//|\*)|//.*(stderr|printf)') && complain "$name: prints: $found"
done < <(files 'src/*.h' 'src/*.cpp' | grep '^src/')
[ "$count" -gt 0 ] || complain 'found no file to read'
exit "$status"
