#!/bin/bash
# Builds build-android/segme.apk, signed with a debug key, without Gradle and without an NDK:
#   fetch -> native library -> javac (Java 17) -> downgrade to Java 7 class files -> dex -> aapt -> zipalign -> apksigner
# Ends with 77 and a sentence where a tool or a file cannot be had. SEGME names the program that exports the models
# [build-train/segme].
set -eu -o pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
out=$root/build-android
app=$root/android/app
framework=/usr/share/android-framework-res/framework-res.apk
segme=${SEGME:-$root/build-train/segme}

need() {
  if ! command -v "$1" >/dev/null; then
    echo "android: $1 is not installed. Install Debian's package $2." >&2
    exit 77
  fi
}
need javac openjdk-17-jdk-headless
need aapt aapt
need zipalign zipalign
need apksigner apksigner
need unzip unzip
need zip zip
if [ ! -f $framework ]; then
  echo "android: $framework is not there. Install Debian's package android-framework-res." >&2
  exit 77
fi
if [ ! -x "$segme" ]; then
  echo "android: $segme is not there, and it exports the models. Build it, or name it in SEGME." >&2
  exit 77
fi
store=$("$root/android/fetch.sh")
mkdir -p "$out"

# TensorFlow Lite's libraries and headers, once.
if [ ! -f "$out/aar/done" ]; then
  rm -rf "$out/aar"
  mkdir -p "$out/aar"
  for archive in tensorflow-lite-2.16.1 tensorflow-lite-gpu-2.16.1; do
    unzip -qo "$store/$archive.aar" 'jni/arm64-v8a/*' 'headers/*' LICENSE -d "$out/aar"
  done
  touch "$out/aar/done"
fi
"$root/android/native.sh" arm64

# Models: weights in 16 bits. The shipped files of 8 bits are no faster here, and farther from the desktop (docs/android.md).
models=$out/assets/models
mkdir -p "$models" "$out/assets/known" "$out/assets/shaders"
export_model() { # NAME FOLDER
  local source=$root/models/$2/floats.onnx
  if [ "$models/$1.tflite" -nt "$source" ]; then return; fi
  rm -rf "$models/new"
  mkdir -p "$models/new"
  "$segme" export "$source" --precision fp16 --card --name "$2" --force -o "$models/new/$1.tflite" >"$out/export.log" 2>&1 ||
    { cat "$out/export.log" >&2; exit 1; }
  mv "$models/new/$1.tflite" "$models/new/$1.json" "$models/"
  rm -rf "$models/new"
}
export_model fast portrait_fast
export_model balanced portrait
cp "$root"/models/known/*.json "$out/assets/known/"
cp "$app"/assets/shaders/* "$out/assets/shaders/"
cp "$out/aar/LICENSE" "$out/assets/TensorFlowLite-LICENSE.txt"

# Java to dex.
rm -rf "$out/gen" "$out/classes"
mkdir -p "$out/gen" "$out/classes"
aapt package -f -m -J "$out/gen" -M "$app/AndroidManifest.xml" -S "$app/res" -I $framework
find "$app/java" "$out/gen" -name '*.java' >"$out/sources.txt"
javac --release 17 -proc:none -Xlint:all,-classfile,-options,-deprecation -Werror -d "$out/classes" \
  -cp "$store/android-all-14-robolectric-10818077.jar" "@$out/sources.txt"
rm -f "$out"/*.jar "$out/classes.dex"
(cd "$out/classes" && zip -qr "$out/app-17.jar" .)
downgrade() { # it leaves a folder where it runs
  (cd "$out" && java -jar "$store/jvmdowngrader-1.3.3-all.jar" -c 51 "$@") >"$out/downgrade.log" 2>&1 ||
    { cat "$out/downgrade.log" >&2; exit 1; }
}
downgrade downgrade -t "$out/app-17.jar" "$out/app-7.jar" -cp "$store/android-all-14-robolectric-10818077.jar"
downgrade shade -p app/segme/old -t "$out/app-7.jar" "$out/app.jar"
java -cp "$store/dalvik-dx-16.0.1.jar" com.android.dx.command.Main --dex --min-sdk-version=26 --output="$out/classes.dex" "$out/app.jar"

# The package.
rm -rf "$out/stage" "$out"/segme*.apk
mkdir -p "$out/stage/lib/arm64-v8a"
cp "$out/classes.dex" "$out/stage/"
cp "$out"/aar/jni/arm64-v8a/*.so "$out/stage/lib/arm64-v8a/"
cp "$out/arm64/stripped.so" "$out/stage/lib/arm64-v8a/libsegme_android.so"
aapt package -f -M "$app/AndroidManifest.xml" -S "$app/res" -A "$out/assets" -I $framework -0 tflite -F "$out/segme-plain.apk"
(cd "$out/stage" && find . -type f | sed 's|^\./||' | sort | xargs aapt add "$out/segme-plain.apk" >/dev/null)
zipalign -f 4 "$out/segme-plain.apk" "$out/segme-aligned.apk"
key=$out/debug.keystore
if [ ! -f "$key" ]; then
  keytool -genkeypair -keystore "$key" -storepass android -keypass android -alias debug -keyalg RSA -keysize 2048 \
    -validity 10000 -dname 'CN=SegMe debug' >/dev/null 2>&1
fi
# v3 is what Android 9 and later reads; v2 serves stores and tools that know no other.
apksigner sign --v1-signing-enabled false --v2-signing-enabled true --v3-signing-enabled true --ks "$key" --ks-pass pass:android --ks-key-alias debug --out "$out/segme.apk" "$out/segme-aligned.apk"
rm -f "$out/segme-plain.apk" "$out/segme-aligned.apk"
ls -l "$out/segme.apk"
