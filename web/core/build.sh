#!/bin/bash
# web/core/build.sh [FOLDER]: compiles the core to WebAssembly into FOLDER [build-web]: segme.wasm.
# Ends with 77 and a sentence where Emscripten is not installed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$root/build-web}

if ! command -v emcmake > /dev/null; then
  echo "web/core: Emscripten is not installed. Install Debian's package emscripten (3.1.6)."
  exit 77
fi
export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}  # Debian's emcc finds acorn there
if command -v ccache > /dev/null; then export EM_COMPILER_WRAPPER=ccache; fi
emcmake cmake -S "$root/web/core" -B "$folder" -G Ninja > "$folder.log" || { cat "$folder.log" >&2; exit 1; }
rm -f "$folder.log"
cmake --build "$folder"
