#!/bin/bash
# The root holds what this list names and nothing else: a log, an output of a trial or a script's notes do not stay there.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
known=' .ci .clang-format .clang-tidy .editorconfig .gitignore ARCHITECTURE.md CMakeLists.txt CMakePresets.json CONTRIBUTING.md
LICENSE README.md SECURITY.md bench check cli cmake data docs eval examples models net samples segme src tests tools train
android gstreamer obs python serve web '
count=0
while IFS= read -r name; do
  count=$((count + 1))
  name=${name%%/*}
  case " ${known//$'\n'/ } " in *" $name "*) ;; *) complain "$name: nothing of that name belongs at the root" ;; esac
done < <(files '*')
[ "$count" -gt 0 ] || complain 'found no file'
# A link leads to a place of one machine; where it has the name of an ignored folder, git puts it in that folder's place.
while IFS= read -r name; do
  complain "$name: a link, which does not belong in the tree"
done < <(links)
exit "$status"
