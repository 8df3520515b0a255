#!/bin/bash
# five_nets.sh MANIFEST RUNS [MINUTES [THREADS]]: teaches the five nets of the system that SegMe re-builds on equal budgets of
# processor time (default 60 minutes each), one after another, then a tenth of that for 8 bits, exports each in 32, 16 and 8
# bits, and prints one table: size, work, how good on the val split, how fast, how large. It can be stopped at any time, even
# by a crash: called again in the same way, it goes on.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,5p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/segme} data=$1 runs=$2 minutes=${3:-60} threads=${4:-$(nproc)}
mkdir -p "$runs" || exit

# Name, side of its pictures, side in the first part of its run, how much of the run that is.
nets='mobile_unet_deconv 128 96 0.5
mobile_unet_bilinear 128 96 0.5
mnv3_unet_wm10 224 128 0.7
mnv3_unet_wm05 224 128 0.7
prisma 256 128 0.7'

# teach FOLDER MINUTES ARGUMENT...: a run; one that has ended is left as it is, one that was stopped goes on, and one that was
# stopped before its first checkpoint begins again.
teach() {
  local folder=$1 length=$2 how=()
  shift 2
  if [ -e "$folder/taught" ] && [ "$(cat "$folder/taught")" = "$length" ]; then return 0; fi
  if [ -e "$folder/last.ckpt" ]; then
    how=(--resume)
  elif [ -e "$folder/run.json" ]; then
    how=(--overwrite)
  fi
  "$segme" train "$@" --data "$data" --output "$folder" --minutes "$length" --clock processor --threads "$threads" "${how[@]}" \
    </dev/null || return
  printf '%s\n' "$length" >"$folder/taught"
}

eighth=$(awk -v m="$minutes" 'BEGIN { print (m > 0.1 ? m / 10 : 0.01) }')
while read -r net side small share; do
  teach "$runs/$net" "$minutes" "$net" --size "$side" --small-size "$small" --small-share "$share" || exit
  teach "$runs/$net-8" "$eighth" "$net" --start "$runs/$net" --quantise 8 --size "$side" --small-share 0 --augment near \
    --learning-rate 1e-4 --warm-up 20 || exit
  "$segme" export "$runs/$net-8" -o "$runs/$net-8/model.onnx" --size "$side" --precision int8 --data "$data" --force --overwrite \
    </dev/null >"$runs/$net-8/export.txt" || exit
  for file in "$net.onnx fp32" "$net-fp16.onnx fp16" "$net-int8.onnx int8"; do
    mkdir -p "$runs/$net/${file#* }"
    "$segme" export "$runs/$net" -o "$runs/$net/${file#* }/${file% *}" --card --size "$side" --precision "${file#* }" --data "$data" --force --overwrite \
      </dev/null >"$runs/$net/${file#* }/export.txt" || exit
  done
done <<<"$nets"

# Times are taken at last and in turn, with nothing else going on.
models=()
while read -r net _; do models+=("$runs/$net/fp32/$net.onnx"); done <<<"$nets"
"$segme" bench "${models[@]}" --threads 1,2 --precision fp32,bf16 --rounds 50 --csv >"$runs/bench.txt" || exit
eights=()
while read -r net _; do eights+=("$runs/$net/int8/$net-int8.onnx"); done <<<"$nets"
"$segme" bench "${eights[@]}" --threads 1,2 --rounds 50 --csv >"$runs/bench8.txt" || exit

# median NET FILE THREADS PRECISION|any
median() { awk -F, -v n="$1" -v t="$3" -v p="$4" '$1 == n && $2 == t && (p == "any" || $3 == p) { print $6 }' "$2"; }
number() { "$segme" net show "$1" --json | sed -n "s/^  \"$2\": \([0-9]*\),*$/\1/p" | head -n 1; }
megabytes() { awk -v b="$(wc -c <"$1")" 'BEGIN { printf "%.2f", b / 1e6 }'; }

printf '| net | parameters | MMACs | val IoU / boundary | eg1800 IoU / boundary | int8: IoU plain / taught | ms fp32 1 / 2 | bf16 1 / 2 | int8 1 / 2 | MB fp32, fp16, int8 |\n'
printf '|---|---|---|---|---|---|---|---|---|---|\n'
while read -r net _; do
  folder=$runs/$net
  "$segme" eval "$folder/fp32/$net.onnx" --data "$data" --split val --group source --refine upsample >"$folder/eval.txt" 2>/dev/null || exit
  printf '| %s | %s | %s | %s | %s | %s / %s | %s / %s | %s / %s | %s / %s | %s, %s, %s |\n' "$net" "$(number "$net" parameters_folded)" \
    "$(awk -v m="$(number "$net" macs)" 'BEGIN { printf "%.1f", m / 1e6 }')" \
    "$(awk '$1 == "all" { print $3 " / " $6; exit }' "$folder/eval.txt")" "$(awk '$1 == "eg1800" { print $3 " / " $6; exit }' "$folder/eval.txt")" \
    "$(sed -n 's/^IoU .* before, \([0-9.]*\) after.*/\1/p' "$folder/int8/export.txt")" \
    "$(sed -n 's/^IoU .* before, \([0-9.]*\) after.*/\1/p' "$folder-8/export.txt")" \
    "$(median "$net" "$runs/bench.txt" 1 fp32)" "$(median "$net" "$runs/bench.txt" 2 fp32)" \
    "$(median "$net" "$runs/bench.txt" 1 bf16)" "$(median "$net" "$runs/bench.txt" 2 bf16)" \
    "$(median "$net" "$runs/bench8.txt" 1 any)" "$(median "$net" "$runs/bench8.txt" 2 any)" \
    "$(megabytes "$folder/fp32/$net.onnx")" "$(megabytes "$folder/fp16/$net-fp16.onnx")" "$(megabytes "$folder/int8/$net-int8.onnx")"
done <<<"$nets"
