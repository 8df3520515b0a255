#!/bin/bash
# beside.sh MANIFEST NETS [CLIP]: SegMe beside MediaPipe, rembg's way and other engines, on one core of this machine.
# Writes docs/beside.json and the page docs/beside.md. MANIFEST: labelled pictures; its val split of eg1800 is used.
# NETS: a folder with selfie_segmenter.tflite (with metadata), other .onnx and .tflite files, and u2netp.onnx; without
# u2netp.onnx the same graph with random weights gives the time alone. CLIP: a video.
#   tools/beside.sh --page             only writes the page again
# SEGME names the program; SEGME_PYTHON a python3 that has mediapipe, opencv-python-headless, onnxruntime, onnx, pillow.
# SEGME_PAIRS: how many rounds [3]; SEGME_PICTURES: how many pictures are timed [60].
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/build-release/segme} python=${SEGME_PYTHON:-python3}
page() { python3 "$here/tools/beside.py" page "$here/docs/beside.json" >"$here/docs/beside.md"; }
case ${1:-} in
--page)
  page
  exit
  ;;
'' | -*)
  sed -n 2,9p "$0" >&2
  exit 2
  ;;
esac
manifest=$(realpath "$1") nets=$(realpath "${2:?}") clip=${3:+$(realpath "$3")} pairs=${SEGME_PAIRS:-3} || exit 2
"$python" -c 'import mediapipe, cv2, onnxruntime, onnx, PIL' || exit 6
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
other() { taskset -c 0 "$python" "$here/tools/beside.py" "$@" || exit; }
ours() { taskset -c 0 "$segme" "$@" --threads 1 --overwrite --quiet || exit; }

# The pictures, some of them for the times, and one alone: what a run of one takes is the start, which does not count.
mkdir pictures one some truth
"$python" "$here/tools/beside.py" pictures "$manifest" pictures truth || exit
find pictures -name '*.jpg' | sort | head -n 1 | xargs -I{} cp {} one/
find pictures -name '*.jpg' | sort | head -n "${SEGME_PICTURES:-60}" | xargs -I{} cp {} some/
[ -e "$nets/u2netp.onnx" ] && u2netp=$nets/u2netp.onnx weights=released
[ -n "${u2netp:-}" ] || { other u2netp u2netp.onnx && u2netp=u2netp.onnx weights=random; }

# cpu WHAT FRAMES COMMAND...: CPU seconds of user and system, a line of cpu.tsv.
cpu() {
  local TIMEFORMAT='%U %S' what=$1 frames=$2 took
  shift 2
  took=$({ time "$@" >log.txt 2>&1; } 2>&1) || { tail -n 5 log.txt >&2 && exit 1; }
  printf '%s\t%s\t%s\n' "$what" "$frames" "$(awk '{ print $1 + $2 }' <<<"$took")" >>cpu.tsv
}
count=$(find some -name '*.jpg' | wc -l)
for round in $(seq "$pairs"); do
  for folder in one some; do
    [ $folder = one ] && number=1 || number=$count
    for quality in fast balanced; do
      cpu "blur ours $quality" "$number" ours image $folder -o "out-$quality/" -b blur --format jpg --quality $quality --jobs 1
      cpu "cut ours $quality" "$number" ours image $folder -o "cut-$quality/" --format png --quality $quality --jobs 1
    done
    cpu 'blur mediapipe' "$number" other mediapipe "$nets/selfie_segmenter.tflite" $folder out-mediapipe
    cpu 'cut rembg' "$number" other rembg "$u2netp" $folder cut-rembg
  done
  if [ -n "$clip" ]; then
    for seconds in 1 5; do
      ffmpeg -nostdin -v error -y -i "$clip" -t $seconds -an -c:v libx264 -preset veryfast -crf 18 clip.mp4 || exit
      frames=$(ffprobe -v error -count_packets -select_streams v:0 -show_entries stream=nb_read_packets -of csv=p=0 clip.mp4)
      cpu 'video ours fast' "$frames" ours video clip.mp4 ours.mp4 -b blur --quality fast --encoder h264:preset=ultrafast
      cpu 'video mediapipe' "$frames" other mediapipe-video "$nets/selfie_segmenter.tflite" clip.mp4 theirs.mp4
    done
  fi
  echo "round $round of $pairs" >&2
done

# How good their mattes are: all by the same ruler.
for quality in fast balanced; do
  ours image pictures -o "matte-$quality/" --matte --format png --quality $quality >/dev/null
done
other mediapipe "$nets/selfie_segmenter.tflite" pictures out-mediapipe matte-mediapipe >/dev/null 2>&1
[ "$weights" = random ] || other rembg "$u2netp" pictures cut-rembg matte-rembg

# The same files in several engines.
echo '[]' >engines.json
for net in "$here"/models/portrait_fast/model.{onnx,tflite} "$here"/models/portrait/model.{onnx,tflite} "$nets"/*.{onnx,tflite}; do
  [ -e "$net" ] || continue
  [ "${net##*.}" = onnx ] && engine=onnxruntime || engine=litert
  for engines in "openvino,$engine" openvino "$engine"; do # one of them may not know all its layers
    if taskset -c 0 "$segme" bench "$net" --engine "$engines" --rounds 40 --json >net.json 2>net.txt; then
      "$python" "$here/tools/beside.py" engine engines.json "${net/#$here\//}" net.json || exit
      break
    fi
  done
done
"$python" "$here/tools/beside.py" figures "$("$segme" --version)" "$weights" >"$here/docs/beside.json" || exit
page
