#!/bin/bash
# beside.sh FOLDER PICTURES [PAIRS]: our engine and our pipeline beside those of others, on one machine, in turn. FOLDER has their
# nets (.onnx, .tflite; selfie_segmenter.tflite is MediaPipe's, u2netp.onnx rembg's), PICTURES is a folder of photos. Every
# figure is the ratio of two medians of PAIRS pairs of runs (default 7), each of one thread on one core. Prints Markdown.
# Needs tools/engines.sh; for MediaPipe a python3 (or SEGME_PYTHON) that has its wheel. What is not there is left out, visibly.
set -u -o pipefail
[ $# -ge 2 ] || { sed -n 2,6p "$0" && exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/segme} nets=$1 pictures=$2 pairs=${3:-7} python=${SEGME_PYTHON:-python3}
[ -d "$nets" ] || { echo "beside.sh: '$nets' is no folder. Give the one that has the nets of others." >&2 && exit 3; }
ls "$pictures"/*.jpg "$pictures"/*.png >/dev/null 2>&1 || [ -n "$(ls "$pictures" 2>/dev/null)" ] ||
  { echo "beside.sh: there are no pictures in '$pictures'." >&2 && exit 3; }
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT

# times NAME COMMAND...: wall seconds of one run on one core, as a line of $work/NAME.
times() {
  local name=$1 begin
  shift
  begin=$(date +%s.%N)
  taskset -c 0 "$@" >"$work/out.txt" 2>"$work/err.txt" || { echo "beside.sh: '$*' failed:" >&2 && tail -n 3 "$work/err.txt" >&2 && return 1; }
  awk -v b="$begin" -v e="$(date +%s.%N)" 'BEGIN {print e - b}' >>"$work/$name"
}

# median FILE
median() { sort -n "$1" | awk '{v[NR] = $1} END {print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

# ratio A B: the median of B_i / A_i.
ratio() { paste "$work/$1" "$work/$2" | awk '{print $2 / $1}' | sort -n | awk '{v[NR] = $1} END {printf "%.2f", v[int((NR + 1) / 2)]}'; }

echo "Machine: $("$segme" bench fast --rounds 1 --json | sed -n 's/^  "machine": "\(.*\)",/\1/p'), one thread"
echo
echo '## The same net in two engines'
echo
echo '| net | OpenVINO ms (median) | the other | ms (median) | OpenVINO is so many times as fast |'
echo '|---|---:|---|---:|---:|'
for net in "$nets"/*.onnx "$nets"/*.tflite; do
  [ -e "$net" ] || continue
  other=onnxruntime
  [ "${net##*.}" = onnx ] || other=litert
  if "$segme" bench "$net" --engine openvino,$other --rounds 30 --json >"$work/net.json" 2>"$work/err.txt"; then
    awk -F'[:,]' -v net="$(basename "$net")" '/"engine"/ {gsub(/[ "]/, "", $2); engine[++n] = $2} /^      "median_ms"/ {median[++m] = $2 + 0}
      END {printf "| %s | %.2f | %s | %.2f | %.2f |\n", net, median[1], engine[2], median[2], median[2] / median[1]}' "$work/net.json"
  else
    echo "| $(basename "$net") | - | $other | - | left out: $(sed 's/^segme: //; s/|/ /g' "$work/err.txt" | tail -n 1 | cut -c1-150) |"
  fi
done

cat >"$work/mediapipe_pipeline.py" <<'END'
# What MediaPipe's own examples do with each frame: segment, smooth nothing, blend with a blurred background.
import glob, sys
import numpy as np
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision
import cv2

frames = [cv2.resize(cv2.imread(p), (640, 480)) for p in sorted(glob.glob(sys.argv[2] + "/*"))[:8] if cv2.imread(p) is not None]
cv2.setNumThreads(1)
options = vision.ImageSegmenterOptions(base_options=BaseOptions(model_asset_path=sys.argv[1]), output_confidence_masks=True,
                                       running_mode=vision.RunningMode.VIDEO)
with vision.ImageSegmenter.create_from_options(options) as segmenter:
    for i in range(int(sys.argv[3])):
        frame = frames[i % len(frames)]
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
        mask = segmenter.segment_for_video(image, i * 33).confidence_masks[0].numpy_view().reshape(480, 640, 1)
        blurred = cv2.GaussianBlur(frame, (55, 55), 0)
        out = (frame * mask + blurred * (1 - mask)).astype(np.uint8)
END
cat >"$work/rembg_way.py" <<'END'
# What rembg does with each picture: 320 x 320, one net in ONNX Runtime, its matte enlarged, a PNG with alpha.
import glob, os, sys
import numpy as np
import onnxruntime
from PIL import Image

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name
for path in sorted(glob.glob(sys.argv[2] + "/*")):
    picture = Image.open(path).convert("RGB")
    pixels = np.array(picture.resize((320, 320), Image.LANCZOS)).astype(np.float32)
    pixels = (pixels / max(pixels.max(), 1e-6) - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    matte = session.run(None, {name: pixels.transpose(2, 0, 1)[None].astype(np.float32)})[0][0, 0]
    matte = (matte - matte.min()) / max(matte.max() - matte.min(), 1e-6)
    mask = Image.fromarray((matte * 255).astype("uint8"), "L").resize(picture.size, Image.LANCZOS)
    empty = Image.new("RGBA", picture.size, 0)
    Image.composite(picture.convert("RGBA"), empty, mask).save(os.path.join(sys.argv[3], os.path.basename(path) + ".png"))
END

echo
echo '## Whole pipelines'
echo
echo '| what | ours: seconds | theirs | seconds | ours is so many times as fast |'
echo '|---|---:|---|---:|---:|'
if "$python" -c 'import mediapipe, cv2, numpy' 2>/dev/null && [ -e "$nets/selfie_segmenter.tflite" ]; then
  picture=$(find "$pictures" -type f | sort | head -n 1)
  for ((i = 0; i < pairs; i++)); do
    times ours "$segme" bench fast --input "$picture" --size 640x480 --rounds 300 --refine largest_person,guided:size=320 || exit
    times theirs "$python" "$work/mediapipe_pipeline.py" "$nets/selfie_segmenter.tflite" "$pictures" 300 || exit
  done
  echo "| 300 frames of 640x480, blurred background (ours decodes and encodes a file each, too) | $(median "$work/ours") | MediaPipe, Python | $(median "$work/theirs") | $(ratio ours theirs) |"
else
  echo '| MediaPipe | - | - | - | left out: its wheel or selfie_segmenter.tflite is not here |'
fi
if "$python" -c 'import onnxruntime, PIL, numpy' 2>/dev/null && [ -e "$nets/u2netp.onnx" ]; then
  mkdir -p "$work/a" "$work/b"
  for ((i = 0; i < pairs; i++)); do
    times cut "$segme" image "$pictures" -o "$work/a" --threads 1 --jobs 1 --overwrite || exit
    times rembg "$python" "$work/rembg_way.py" "$nets/u2netp.onnx" "$pictures" "$work/b" || exit
  done
  echo "| cutting out the folder | $(median "$work/cut") | rembg's steps with u2netp | $(median "$work/rembg") | $(ratio cut rembg) |"
else
  echo '| rembg with u2netp | - | - | - | left out: ONNX Runtime, Pillow or u2netp.onnx is not here |'
fi
