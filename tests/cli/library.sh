#!/bin/bash
# libsegme as a stranger gets it: installed into a folder, found by pkg-config and by CMake, the examples built with a
# plain C compiler; the header as C99 and as C++; nothing but segme_* seen from outside; the ABI as it was recorded.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
build=${SEGME_BINARY_DIR:?} source=${SEGME_SOURCE_DIR:?}
[ -e "$build/libsegme.so" ] || { echo 'this build has no libsegme: sanitizers'; exit 77; }
prefix=$PWD/usr
ok 'it installs' cmake --install "$build" --prefix "$prefix"
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name segme.pc)")
export PKG_CONFIG_PATH
# The prefix was chosen after the build: pkg-config is told so, as for any package that was moved.
flags=$(pkg-config --define-variable=prefix="$prefix" --define-variable=includedir="$prefix/include" \
  --define-variable=libdir="$(dirname "$PKG_CONFIG_PATH")" --cflags --libs segme)
libdir=$(dirname "$PKG_CONFIG_PATH")
export LD_LIBRARY_PATH=$libdir${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

ok 'the header is C99' cc -std=c99 -pedantic-errors -Wall -Wextra -Werror -x c -fsyntax-only "$prefix/include/segme.h"
ok 'the header is C++' c++ -std=c++11 -pedantic-errors -Wall -Wextra -Werror -x c++ -fsyntax-only "$prefix/include/segme.h"
silent=$(awk '/^SEGME_API/ && before !~ /\[(any|handle|last)\] \*\/$/ { print } { before = $0 }' "$prefix/include/segme.h")
holds "each function says which threads may call it (not: $silent)" -z "$silent"
for example in demo camera; do
  # shellcheck disable=SC2086 # flags are words
  ok "$example.c compiles" cc "$source/examples/$example.c" -o "$example" $flags
done
# shellcheck disable=SC2046,SC2086
ok 'cutout.c compiles' cc "$source/examples/cutout.c" -o cutout $flags $(pkg-config --cflags --libs libpng)

# The astronaut, 640x480, on green: a corner is green, the face is not.
convert "$samples/astronaut.png" -resize '640x480!' -depth 8 rgb:in.rgb
./demo <in.rgb >out.rgb
holds 'demo.c puts the person on green' $? -eq 0 -a "$(stat -c %s out.rgb)" -eq 921600
pixel() { od -An -tu1 -j $((($3 * 640 + $2) * 3)) -N 3 "$1" | tr -s ' ' | sed 's/^ //'; }
holds 'the corner is green' "$(pixel out.rgb 3 3)" = '0 255 0'
holds 'the face is as it was' "$(pixel out.rgb 290 130)" = "$(pixel in.rgb 290 130)"
ok 'cutout.c cuts out' ./cutout "$samples/astronaut.png" cut.png
holds 'with alpha' "$(identify -format '%[channels]' cut.png)" != rgb
"$segme" image "$samples/astronaut.png" -o same.png >/dev/null 2>&1
holds 'as the program does' "$(convert cut.png rgba:- | cksum)" = "$(convert same.png rgba:- | cksum)"
ffmpeg -v error -i "$samples/astronaut.png" -vf scale=320:240 -frames:v 1 -f rawvideo -pix_fmt nv12 frame.nv12
cat frame.nv12 frame.nv12 frame.nv12 | ./camera - 320 240 '#0000ff' >drawn.nv12
holds 'camera.c draws every frame' "$(stat -c %s drawn.nv12)" -eq $((3 * 320 * 240 * 3 / 2))
holds 'all of them alike' "$(head -c 115200 drawn.nv12 | cksum)" = "$(tail -c 115200 drawn.nv12 | cksum)"

# A host with handlers of its own finds all as it was.
if pkg-config --exists libtiff-4 libavutil; then
  # shellcheck disable=SC2046,SC2086
  ok 'a host with handlers compiles' cc -Wall -Wextra -Werror -pthread "$source/tests/cli/host/host.c" -o host $flags \
    $(pkg-config --cflags --libs libtiff-4 libavutil) -lm
  convert -size 64x64 xc:'#00ff00' behind.tif
  ffmpeg -v error -f lavfi -i color=blue:size=64x64:rate=30:duration=1 -pix_fmt yuv420p behind.mp4
  head -c 200 behind.tif >broken.tif
  head -c 500 behind.mp4 >broken.mp4
  ok 'its handlers, its log, its signals and its screen are as before' \
    ./host "$source/tests/data/red" behind.tif behind.mp4 broken.tif broken.mp4 missing.tif
fi

# The static library, with what it needs of others.
# shellcheck disable=SC2046,SC2086
ok 'demo.c links with the static library' cc "$source/examples/demo.c" -o static_demo -I"$prefix/include" "$libdir/libsegme.a" \
  $(pkg-config --static --libs-only-other segme) $(pkg-config --static --libs-only-l segme | sed 's/-lsegme//')
holds 'which it then does not load' "$(ldd static_demo | grep -c libsegme)" -eq 0
./static_demo <in.rgb >static.rgb
ok 'and which draws the same' cmp out.rgb static.rgb

mkdir consumer
cat >consumer/CMakeLists.txt <<'X'
cmake_minimum_required(VERSION 3.20)
project(consumer C)
find_package(segme 0.1 REQUIRED)
add_executable(consumer main.c)
target_link_libraries(consumer PRIVATE segme::segme)
add_executable(whole main.c)
target_link_libraries(whole PRIVATE segme::segme_static)
X
cp "$source/examples/demo.c" consumer/main.c
ok 'CMake finds it' cmake -S consumer -B consumer/build -DCMAKE_PREFIX_PATH="$prefix"
ok 'and builds with it' cmake --build consumer/build

seen=$(nm -D --defined-only "$libdir/libsegme.so" | awk '{ print $3 }' | grep -v '^segme_' | head -n 3)
holds "only segme_* is seen (and not: $seen)" -z "$seen"
declared=$(grep -o '\bsegme_[a-z_]*(' "$prefix/include/segme.h" | tr -d '(' | sort -u)
missing=$(comm -23 <(grep -oE '^SEGME_API [^(]*\(|^ *SEGME_API [^(]*\(' "$prefix/include/segme.h" | grep -oE 'segme_[a-z_]+\($' | tr -d '(' | sort -u) \
  <(nm -D --defined-only "$libdir/libsegme.so" | awk '{ print $3 }' | sort -u))
holds "every declared function is there (missing: $missing)" -z "$missing" -a -n "$declared"
holds 'its soname has the major version' "$(objdump -p "$libdir/libsegme.so" | awk '/SONAME/ { print $2 }')" = libsegme.so.0
if command -v abidiff >/dev/null && [ "$(uname -m)" = x86_64 ]; then
  # Made by: abidw --no-corpus-path --no-comp-dir-path --no-elf-needed --out-file tests/capi/libsegme.abi libsegme.so
  ok 'no function of the recorded ABI has gone' abidiff --no-added-syms "$source/tests/capi/libsegme.abi" "$libdir/libsegme.so"
fi
finish
