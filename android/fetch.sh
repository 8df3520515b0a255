#!/bin/bash
# Fetches what the app is built and tested with into .deps/android, each file pinned by its hash in fetch.txt, and says
# where it is. Files that are there are not fetched again. MAVEN names another repository of the same layout.
# Ends with 77 and a sentence when a file cannot be had.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
store=${ANDROID_STORE:-$here/../.deps/android}
repository=${MAVEN:-https://repo1.maven.org/maven2}
mkdir -p "$store" || exit 77

# fetch HASH PATH: one file of the repository.
fetch() {
  local file=$store/${2##*/}
  if [ -f "$file" ] && echo "$1  $file" | sha256sum --status -c -; then return 0; fi
  if ! curl -fsSL --retry 3 --connect-timeout 20 --max-time 500 -o "$file.part" "$repository/$2"; then
    rm -f "$file.part"
    echo "android: cannot fetch ${2##*/} from Maven Central. Check the network, or name another repository in MAVEN." >&2
    exit 77
  fi
  if ! echo "$1  $file.part" | sha256sum --status -c -; then
    rm -f "$file.part"
    echo "android: ${2##*/} is not the file that fetch.txt describes (another sha256), and is not used." >&2
    exit 1
  fi
  mv "$file.part" "$file"
}

while read -r hash path; do
  case $hash in '' | '#'*) continue ;; esac
  fetch "$hash" "$path"
done <"$here/fetch.txt"
(CDPATH='' cd -- "$store" && pwd -P)
