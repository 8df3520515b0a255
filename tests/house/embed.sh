#!/bin/bash
# Models are built into a program by lying in models/: none, one, a second one later; a file that is not the one of its card
# stops the build. A little project of its own includes cmake/embed.cmake.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
command -v cmake >/dev/null || exit 77

cat >CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.25)
project(embed LANGUAGES C CXX ASM)
set(CMAKE_CXX_STANDARD 20)
add_library(segme_recipe STATIC)
target_include_directories(segme_recipe PUBLIC "$root/src")
include("$root/cmake/embed.cmake")
add_executable(list list.cpp)
target_link_libraries(list PRIVATE segme_recipe)
END
cat >list.cpp <<'END'
#include "recipe/embedded.h"
#include <cstdio>
int main() {
  for (const auto& model : segme::embedded_models()) {
    std::printf("%.*s %.*s %.*s\n", int(model.card.size()), model.card.data(), int(model.bytes.size()),
                reinterpret_cast<const char*>(model.bytes.data()), int(model.sha256.size()), model.sha256.data());
  }
}
END
mkdir -p cmake "the models"
cp "$root/cmake/embedded_models.cpp.in" cmake/

# add NAME CONTENT [SHA256]
add() {
  mkdir -p "the models/$1"
  printf '%s' "$2" >"the models/$1/net.onnx"
  printf '{"file":"net.onnx","sha256":"%s"}' "${3:-}" >"the models/$1/card.json"
}
build() { cmake -G Ninja -S . -B build -DSEGME_MODELS_DIR="$PWD/the models" >log 2>&1 && cmake --build build >>log 2>&1; }
expect() {
  build || complain "$1: does not build: $(tail -n 5 log)"
  got=$(build/list)
  [ "$got" = "$2" ] || complain "$1: wanted '$2', got '$got'"
}
sha() { printf '%s' "$1" | sha256sum | cut -d ' ' -f 1; }

expect 'no model' ''
add b second
expect 'one model' "{\"file\":\"net.onnx\",\"sha256\":\"\"} second $(sha second)"
add a first "$(sha first)"
expect 'two models' "{\"file\":\"net.onnx\",\"sha256\":\"$(sha first)\"} first $(sha first)
{\"file\":\"net.onnx\",\"sha256\":\"\"} second $(sha second)"
add b another
cmake --build build >log 2>&1
build/list | grep -q "another $(sha another)" || complain 'a changed model file was not built in'
add a first "$(sha other)"
build && complain 'a file that is not the one of its card was built in'
grep -q "$(sha first)" log || complain "the refusal does not name the file's sha256"
exit "$status"
