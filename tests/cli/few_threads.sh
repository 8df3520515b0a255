#!/bin/bash
# A system that has no more threads: one sentence and exit code 6, and never an abort. Threads are made few by stacks of two
# gigabytes in an address space of six.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
if grep -q '__[at]san_init' "$segme"; then
  echo "skipped: a sanitizer wants more address space"
  exit 77
fi
. "$(dirname "$0")/common.sh"
mkdir in
for i in 1 2 3 4 5 6 7 8; do bmp in/$i.bmp 32 32 90; done
few() { (ulimit -s 2000000 && ulimit -v 6000000 && "$@"); }
refuses 6 "cannot start another thread" "pictures on more threads than there are" \
  few "$segme" image in -o out/ --jobs 8 -b white --model "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none --no-cache
holds "nothing is half done" "$(find out -type f 2>/dev/null | wc -l)" -eq 0
finish
