#!/bin/bash
# manuals.sh PROGRAMS OUT: writes OUT/man1/*.1 and the completion files OUT/segme.bash, OUT/_segme, OUT/segme.fish, from what
# the programs in the folder PROGRAMS print of their option tables.
set -eu
programs=$1 out=$2
rm -rf "$out" && mkdir -p "$out/man1"
commands='demo config image video live stream eval bench export net doctor data:check data:synthetic data:curves data:crop data:remask
data:npy data:label data train:harmonise bench:fit bench:transfer'
[ ! -x "$programs/segme-train" ] || commands="$commands train"

# sheet COMMAND FORM
sheet() {
  # shellcheck disable=SC2086 # "data check" is two words
  "$programs/segme" ${1/:/ } --help "$2"
}
"$programs/segme" --help man >"$out/man1/segme.1"
for command in $commands; do
  sheet "$command" man >"$out/man1/segme-${command/:/-}.1"
done
for form in bash:segme.bash zsh:_segme fish:segme.fish; do
  {
    "$programs/segme" --help "${form%%:*}"
    for command in $commands; do sheet "$command" "${form%%:*}"; done
    "$programs/segme" --help "${form%%:*}-end"
  } >"$out/${form#*:}"
done
