#!/bin/bash
# Runs one test script in a new empty folder, which goes away with it: run_script.sh SCRIPT ARGUMENTS...
# SEGME is the first argument (the program, for tests/cli), for scripts that prefer a name.
set -u
script=$1
shift
export SEGME=${1:-}
folder=$(mktemp -d "${TMPDIR:-/tmp}/segme-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$folder" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
bash "$script" "$@" </dev/null
