#!/bin/bash
# web/core/golden.sh BUILD: holds build-web/segme.wasm in node against libsegme of the folder BUILD, picture by picture.
# Ends with 77 and a sentence where either is missing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${1:?give the folder that libsegme.so was built in}
wasm=${SEGME_CORE:-$root/build-web/segme.wasm}
for file in "$wasm" "$build/libsegme.so"; do
  if [ ! -e "$file" ]; then
    echo "web/core: $file is not built. Run web/core/build.sh and cmake --build."
    exit 77
  fi
done
if ! command -v node > /dev/null; then
  echo "web/core: Node is not installed. Install Debian's package nodejs."
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc -std=c99 -O1 -Wall -Wextra -I"$root/src/capi" "$root/web/core/golden/native.c" -o "$folder/native" \
  -L"$build" -lsegme -Wl,-rpath,"$(realpath "$build")"
node "$root/web/core/golden/golden.mjs" "$wasm" "$folder/native"
