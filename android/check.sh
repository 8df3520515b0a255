#!/bin/bash
# Builds the app and tests all of it that a machine without a phone can: "ok NAME" or "FAILED NAME" for each check. Ends
# with 0, with 1 when something failed, and with 77 and a sentence where a tool or a file cannot be had.
#   SEGME               the program that exports models [build-train/segme]
#   SEGME_BINARY_DIR    where libsegme.so is, which the tests load [build-train]
# shellcheck disable=SC2317 # check calls the functions by their names
set -u -o pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
out=$root/build-android
export SEGME_BINARY_DIR=${SEGME_BINARY_DIR:-$root/build-train}
export SEGME=${SEGME:-$SEGME_BINARY_DIR/segme}
failed=0

# check NAME COMMAND...: what it printed is shown when it fails.
check() {
  local name=$1
  shift
  if "$@" >"$out/check.log" 2>&1; then
    echo "ok      android $name"
  else
    failed=1
    echo "FAILED  android $name"
    tail -n 40 "$out/check.log"
  fi
}

mkdir -p "$out"
"$root/android/build.sh" >"$out/apk.log" 2>&1
status=$?
if [ $status -eq 77 ]; then
  tail -n 1 "$out/apk.log"
  exit 77
fi
if [ $status -ne 0 ]; then
  tail -n 60 "$out/apk.log"
  echo 'FAILED  android build'
  exit 1
fi
echo 'ok      android build'
apk=$out/segme.apk
store=$root/.deps/android

# The package.
# Both are asked of the file itself: apksigner reads v2 only for phones that do not know v3.
signed() {
  apksigner verify --verbose --min-sdk-version 29 "$apk" | tee "$out/signed.txt" || return 1
  apksigner verify --verbose --min-sdk-version 24 --max-sdk-version 27 "$apk" | tee -a "$out/signed.txt" || return 1
  grep -q 'v3 scheme.*: true' "$out/signed.txt" && grep -q 'v2 scheme.*: true' "$out/signed.txt"
}
small() { [ "$(stat -c %s "$apk")" -le $((12 * 1024 * 1024)) ]; }
badge() {
  aapt dump badging "$apk" >"$out/badging.txt" || return 1
  for line in "package: name='app.segme.phone'" "sdkVersion:'29'" "targetSdkVersion:'34'" "uses-permission: name='android.permission.CAMERA'" \
    "uses-permission: name='android.permission.RECORD_AUDIO'" \
    "launchable-activity: name='app.segme.phone.MainActivity'" "native-code: 'arm64-v8a'" "locales: '--_--' 'de' 'es'"; do
    grep -qF "$line" "$out/badging.txt" || { echo "no line: $line"; cat "$out/badging.txt"; return 1; }
  done
  [ "$(grep -c '^uses-permission' "$out/badging.txt")" -eq 2 ] # camera and microphone and nothing else
}
aligned() { zipalign -c 4 "$apk"; }
check 'signature' signed
check 'at most 12 MB' small
check 'manifest' badge
check 'alignment' aligned
check 'resources' python3 "$root/tests/android/resources.py" "$root/android/app"
check 'library of phones' bash "$root/tests/android/arm64/check.sh" "$root" "$out"

# The tests' tools: OpenGL and the C core of this machine, the desktop's matte, TensorFlow Lite for it, nets to measure.
for tool in enjarify dexdump; do
  if ! command -v $tool >/dev/null; then
    echo "android: $tool is not installed. Install Debian's package $tool."
    exit 77
  fi
done
check 'tools of the tests' "$root/android/native.sh" host
if [ ! -f "$out/host/libsegme_gles.so" ]; then
  echo "android: OpenGL ES is not here to build with. Install Debian's packages libegl-dev and libgles-dev."
  exit 77
fi
if [ ! -f "$SEGME_BINARY_DIR/libsegme.so" ]; then
  echo "android: $SEGME_BINARY_DIR/libsegme.so is not there, and the phone is held against it. Build it with segme."
  exit 77
fi
rpath=$(dirname "$(find "$root/.deps/" -name 'libopenvino.so*' 2>/dev/null | head -n 1)" 2>/dev/null)
check 'desktop matte' gcc -O2 -I"$root/src" "$root/tests/android/desktop/matte.c" -o "$out/matte" -L"$SEGME_BINARY_DIR" -lsegme \
  "-Wl,-rpath,$SEGME_BINARY_DIR" "-Wl,-rpath-link,$rpath" -Wl,--allow-shlib-undefined
check 'TensorFlow Lite of the app' bash "$root/tests/android/lite/make.sh" "$store/tensorflow-lite-2.16.1.aar" "$out/lite"
mkdir -p "$out/nets"
untrained() { # NAME
  [ -f "$out/nets/$1.tflite" ] && return 0
  "$SEGME" net show "$1" --weights | python3 "$root/tests/android/untrained.py" "$out/nets/$1.safetensors" &&
    "$SEGME" export "$out/nets/$1.safetensors" --net "$1" --card --name "$1" --force -o "$out/nets/$1.tflite"
  local made=$?
  rm -f "$out/nets/$1.safetensors"
  return "$made"
}
for net in mobile_unet_deconv mobile_unet_bilinear mnv3_unet_wm10 mnv3_unet_wm05 prisma; do check "net $net" untrained $net; done

# The classes that the phone gets, turned back from the dex file, before the tests' own. What Android has is stood for.
back() {
  rm -f "$out/dexed.jar"
  PATH=/usr/bin:$PATH enjarify "$out/classes.dex" -o "$out/dexed.jar" >"$out/enjarify.log" 2>&1
  cat "$out/enjarify.log"
  grep -q ' 0 classes had errors' "$out/enjarify.log" || return 1
  # What came into Java after Android 10, and what the dexer cannot make.
  for type in java/lang/Record java/lang/invoke/ java/lang/runtime/; do
    if dexdump -d "$out/classes.dex" | grep -m 1 "L$type"; then return 1; fi
  done
}
check 'dex and back' back
tests() {
  rm -rf "$out/tests" && mkdir -p "$out/tests" &&
    find "$out/host/stubs" "$root/tests/android/java" -name '*.java' >"$out/test-sources.txt" &&
    javac --release 17 -proc:none -Xlint:all,-options,-classfile -d "$out/tests" -cp "$out/classes" "@$out/test-sources.txt"
}
check 'tests compile' tests
run() { # CLASSES TESTS...: on classes from javac or from the dex file
  local classes=$1
  shift
  EGL_LOG_LEVEL=fatal LD_LIBRARY_PATH=$rpath:$out/lite timeout 600 java -Xshare:auto -noverify -Djava.awt.headless=true \
    "-Dsegme.root=$root" -Dsegme.person=astronaut.png -Dsegme.scene=rocket.jpg "-Dsegme.matte=$out/matte" \
    "-Dsegme.gles=$out/host/libsegme_gles.so" "-Dsegme.core=$out/host/libsegme_android.so" \
    "-Dsegme.lite=$out/lite/libtensorflowlite_jni.so" \
    -cp "$out/tests:$classes" app.segme.test.Check "$@" 2>/dev/null
  local result=$?
  if [ $result -eq 77 ]; then exit 77; fi
  if [ $result -ne 0 ]; then failed=1; fi
}
if [ $failed -eq 0 ]; then
  echo 'from the dex file:'
  run "$out/dexed.jar" PlainTest SoundTest FlowTest ShaderTest NetTest
fi
exit $failed
