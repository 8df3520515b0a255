#!/bin/bash
# Less and less memory (ulimit -v): whatever it is, the program works, or says in one sentence that memory is short and
# ends with exit code 3. Below some 0.12 GB it is the system that cannot load the program's libraries.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# A sanitizer needs all addresses there are.
if grep -q __asan_init "$segme" || grep -q __tsan_init "$segme"; then exit 77; fi

[ "$(nproc)" -le 8 ] || export OPENBLAS_NUM_THREADS=1

# limited KILOBYTES COMMAND...: 3 and the sentence, or 0 and none.
limited() {
  local limit=$1 status
  shift
  (
    ulimit -v "$limit"
    exec timeout -s KILL 120 "$@"
  ) >out.txt 2>err.txt
  status=$?
  if [ $status -eq 0 ] || { [ $status -eq 3 ] && [ "$(grep -c '^segme:' err.txt)" -eq 1 ] && grep -q 'not enough memory' err.txt; }; then
    echo "ok      $limit KB: $1 $2 ends with $status"
  else
    echo "FAILED  $limit KB: $1 $2 ends with $status"
    sed 's/^/        /' err.txt | head -n 5
    failures=$((failures + 1))
  fi
}

for limit in 150000 200000 300000 350000 400000 450000 500000 550000 600000 650000 700000 900000 1500000; do
  limited $limit "$segme" image "$samples/astronaut.png" -o x.png --overwrite
done
for limit in 150000 300000 600000; do
  limited $limit "$segme" doctor
done
# What FFmpeg is loaded for.
mkdir clip
cp "$samples/astronaut.png" clip/1.png
for limit in 150000 400000 460000 500000 600000 700000 900000; do
  limited $limit "$segme" video 'clip/%d.png' out.mp4 -b white --overwrite
done
ok "with memory enough a picture is cut out" "$segme" image "$samples/astronaut.png" -o whole.png
finish
