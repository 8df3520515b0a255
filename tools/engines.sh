#!/bin/bash
# engines.sh: fetches the engines that a user may name beside OpenVINO, ONNX Runtime and LiteRT, into .deps/, where the
# program looks for them. Nothing has to be built anew. Versions and hashes are those of tools/judges.txt.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
# shellcheck source=tools/need.sh
. "$here/tools/need.sh"

mkdir -p "$here/.deps" || fail 4 "cannot write into '$here'. Clone SegMe where you may write."
[ -z "${SEGME_NO_INSTALL:-}" ] || fail 6 "SEGME_NO_INSTALL is set: give the libraries' files as SEGME_ONNXRUNTIME and SEGME_LITERT."
folder=$(judges_folder) || exit
[ -n "$folder" ] || fail 6 "the engines could not be fetched (see above). Give the libraries' files as SEGME_ONNXRUNTIME and SEGME_LITERT."
say "they are in $folder: use --engine onnxruntime or --engine litert"
