#!/bin/bash
# Every #include stays within cmake/layer_table.cmake.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
cmake "-DROOT=$root" -P "$(dirname "$0")/../../cmake/check_layers.cmake"
