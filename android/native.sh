#!/bin/bash
# Builds libsegme_android.so: native.sh arm64 for phones, native.sh host for the tests here. Into build-android/arm64 and
# build-android/host. Ends with 77 and a sentence where a tool is missing. android/build.sh unpacks the headers first.
set -eu -o pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
kind=$1
folder=$root/build-android/$kind
options=(-G Ninja "-DSEGME_LITE_HEADERS=$root/build-android/aar/headers")
if command -v ccache >/dev/null; then options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
mkdir -p "$folder"
if [ "$kind" = arm64 ]; then
  if ! command -v aarch64-linux-gnu-g++ >/dev/null; then
    echo "android: the compiler for phones is not installed. Install Debian's package g++-aarch64-linux-gnu." >&2
    exit 77
  fi
  options+=("-DCMAKE_TOOLCHAIN_FILE=$root/android/jni/arm64.cmake")
  mkdir -p "$folder/bionic"
  for library in c m dl; do
    sed -n "s/^$library \(.*\)/.globl \1\n.type \1, %function\n\1:/p" "$root/android/jni/bionic.txt" >"$folder/bionic/lib$library.s"
    aarch64-linux-gnu-gcc -shared -nostdlib -Wl,-soname,lib$library.so -Wl,-z,max-page-size=16384 \
      -o "$folder/bionic/lib$library.so" "$folder/bionic/lib$library.s"
  done
fi
desktop=${SEGME_BINARY_DIR:-$root/build-train}/libsegme.so
if [ "$kind" = host ] && [ -f "$desktop" ]; then options+=("-DSEGME_LIBRARY=$desktop"); fi
if ! { cmake -S "$root/android/jni" -B "$folder" "${options[@]}" && cmake --build "$folder" -j "$(nproc)"; } >"$folder/build.log" 2>&1; then
  tail -n 60 "$folder/build.log" >&2
  exit 1
fi
if [ "$kind" = arm64 ]; then
  aarch64-linux-gnu-strip --strip-unneeded -o "$folder/stripped.so" "$folder/libsegme_android.so"
fi
