#!/bin/bash
# Fuzzes every reader of foreign bytes, one after the other, on one core at the lowest priority: tools/fuzz.sh [SECONDS]
# [TARGET ...]. SECONDS is for each target [60]; all targets unless some are named. What is found, and the inputs that
# reach new code, stay in build-fuzz/found/TARGET. Needs clang. FUZZ_BUILD=0 takes the program as it was built.
# build-fuzz/found/tally.tsv gets a line for each run (date, target, seconds of the processor, inputs, result), so that
# hours add up over runs; `tools/fuzz.sh tally` prints the sums.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) && cd "$here" || exit 1
# shellcheck source=tools/need.sh
. tools/need.sh
tally=build-fuzz/found/tally.tsv

# sums TARGET: the minutes of the processor and the inputs of all its runs, and the day of the last one.
sums() {
  awk -F '\t' -v target="$1" '$2 == target { seconds += $3; inputs += $4; day = $1; if ($5 != "nothing") bad++ }
    END { printf "%s\t%.1f\t%d\t%s\t%d\n", target, seconds / 60, inputs, day, bad }' "$tally"
}
if [ "${1:-}" = tally ]; then
  [ -s "$tally" ] || fail 2 'there is no tally yet. Run tools/fuzz.sh first.'
  printf 'target\tminutes\tinputs\tlast\tfindings\n'
  cut -f 2 "$tally" | sort -u | while read -r target; do sums "$target"; done
  exit 0
fi
seconds=${1:-60}
case $seconds in '' | *[!0-9]*) fail 2 "the first argument is a number of seconds, and not '$seconds'." ;; esac
shift $(($# > 0))
if [ "${FUZZ_BUILD:-1}" = 1 ]; then
  engine=$(openvino_folder) || exit
  cmake --preset fuzz "-DOpenVINO_DIR=$engine" -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_C_COMPILER=clang-14 >/dev/null &&
    cmake --build --preset fuzz --target fuzz || exit
fi
program=$PWD/build-fuzz/tests/fuzz/fuzz
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 TBB_ENABLE_SANITIZERS=1
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0"
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm # many readers want a file: one in memory is ten times as fast
if [ $# -eq 0 ]; then
  for folder in tests/fuzz/seeds/*/; do
    set -- "$@" "$(basename "$folder")"
  done
fi
failed=0
for target in "$@"; do
  found=build-fuzz/found/$target
  mkdir -p "$found"
  TIMEFORMAT='%U %S'
  # An input that takes longer than 25 seconds, or more than 2.5 GB, is a finding.
  used=$({ time nice -n 19 "$program" "$target" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2500 \
    -max_len=16384 -print_final_stats=1 -artifact_prefix="$found/" "$found" "tests/fuzz/seeds/$target" \
    >"$found.log" 2>&1; } 2>&1) && result=nothing || result=fault
  # The clock on the wall runs on while others have the processor: what needs less than 25 seconds of it is no finding.
  if grep -q '^SUMMARY: libFuzzer: timeout' "$found.log"; then
    file=$(sed -n 's/.*Test unit written to //p' "$found.log")
    if (ulimit -t 25 && exec nice -n 19 "$program" "$target" -timeout=3600 -rss_limit_mb=2500 "$file") >>"$found.log" 2>&1; then
      rm "$file"
      result=nothing
    fi
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log")
  printf '%s\t%s\t%s\t%s\t%s\n' "$(date +%F)" "$target" "$(awk '{ printf "%.0f", $1 + $2 }' <<<"$used")" "${runs:-0}" \
    "$result" >>"$tally"
  [ "$result" = nothing ] || failed=1
  echo "$target: ${runs:-?} inputs, found $result$([ "$result" = nothing ] || echo ": see $found.log")." \
    "So far $(sums "$target" | cut -f 2) minutes of the processor."
done
exit $failed
