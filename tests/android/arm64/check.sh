#!/bin/bash
# tests/android/arm64: the phone's library. It imports only names that bionic has, its pages suit 16 KiB phones, and under
# emulation it draws the pictures that this machine's library draws. usage: check.sh ROOT BUILD-ANDROID
set -u -o pipefail
root=$1 out=$2
library=$out/arm64/stripped.so
problem() { echo "$1"; exit 1; }

aarch64-linux-gnu-nm -D -u "$library" | awk '{ print $2 }' | sed 's/@.*//' | sort -u >"$out/imports.txt"
grep -v '^#' "$root/android/jni/bionic.txt" | awk '{ print $2 }' | sort -u >"$out/bionic.txt"
unknown=$(comm -23 "$out/imports.txt" "$out/bionic.txt")
[ -z "$unknown" ] || problem "imports that bionic is not known to have: $unknown"
[ "$(aarch64-linux-gnu-readelf -d "$library" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort | tr '\n' ' ')" = 'libc.so libdl.so libm.so ' ] ||
  problem 'it needs other libraries than libc.so, libdl.so and libm.so'
! aarch64-linux-gnu-readelf -d "$library" | grep -q -E 'RPATH|RUNPATH|TEXTREL' || problem 'it has a path or text relocations'
! aarch64-linux-gnu-readelf -lW "$library" | awk '$1 == "LOAD" { print $NF }' | grep -qv 0x4000 || problem 'pages are not of 16 KiB'

command -v qemu-aarch64-static >/dev/null || problem "qemu-aarch64-static is not installed. Install Debian's package qemu-user-static."
shim=$out/arm64/shim
mkdir -p "$shim"
java=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")/include
echo 'int* __errno_location(void); int* __errno(void) { return __errno_location(); }' >"$shim/errno.c"
aarch64-linux-gnu-gcc -shared -fPIC -Wl,-soname,libc.so -o "$shim/libc.so" "$shim/errno.c" || exit 1
aarch64-linux-gnu-gcc -shared -fPIC -Wl,--no-as-needed -Wl,-soname,libm.so -o "$shim/libm.so" -x c /dev/null -x none -lm || exit 1
aarch64-linux-gnu-gcc -shared -fPIC -Wl,-soname,libdl.so -o "$shim/libdl.so" -x c /dev/null || exit 1
aarch64-linux-gnu-g++ -O1 -std=c++20 "-I$java" "-I$java/linux" -o "$out/arm64/run" "$root/tests/android/arm64/run.cpp" || exit 1
g++ -O1 -std=c++20 "-I$java" "-I$java/linux" -o "$out/run" "$root/tests/android/arm64/run.cpp" -ldl || exit 1
pictures=$out/arm64/pictures.rgba
qemu-aarch64-static -L /usr/aarch64-linux-gnu -E "LD_LIBRARY_PATH=$shim" "$out/arm64/run" "$library" write "$pictures" >"$out/arm64/said.txt" ||
  { cat "$out/arm64/said.txt"; problem "the phone's library failed under emulation"; }
"$root/android/native.sh" host || exit 1
rpath=$(dirname "$(find "$root/.deps/" -name 'libopenvino.so*' 2>/dev/null | head -n 1)")
LD_LIBRARY_PATH=$rpath "$out/run" "$out/host/libsegme_android.so" compare "$pictures" >"$out/said.txt" ||
  { cat "$out/said.txt"; problem "this machine's library failed, or draws other pictures"; }
diff "$out/said.txt" "$out/arm64/said.txt" || problem 'the sentences differ'
cat "$out/said.txt"
