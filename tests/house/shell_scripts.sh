#!/bin/bash
# Every shell script of the project is one that shellcheck finds nothing in.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
command -v shellcheck >/dev/null || { echo 'shellcheck is not installed'; exit 77; }
cd "$root" || exit 1
# Names come from and go to other scripts (SC2034, SC2154, SC1091), names of our own test files have no spaces (SC2044).
files '*.sh' segme check .ci/run | xargs -d '\n' shellcheck -x -S warning -e SC1091,SC2034,SC2044,SC2148,SC2154 || status=1
# tools/need.sh works in the folder `here`, which those who source it set.
for script in $(files '*.sh' check | xargs -d '\n' grep -lE '^ *\. .*tools/need\.sh'); do
  grep -qE '(^|[ ;&])here=' "$script" || complain "$script sources tools/need.sh, and does not say where 'here' is"
done
exit "$status"
