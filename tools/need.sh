# shellcheck shell=bash disable=SC2034,SC2154 # the lists are for those who source this, `here` is theirs
# What has to be on the machine, how to see that it is, and how to get it. Sourced by tools/build.sh and ./check.
# Versions: of a Debian package the release decides (Debian 12: Highway 1.0.3, LibTorch 1.13.1, ...; Ubuntu 24.04 and
# later have newer ones); OpenVINO is not in Debian and is pinned by version and hash in tools/openvino.txt.
# A line: kind | thing | Debian package | what it is for.

need_build='
command|c++|g++|compiles
command|cmake|cmake|configures the build
command|ninja|ninja-build|runs the build
command|pkg-config|pkg-config|finds libraries
package|libhwy|libhwy-dev|Highway: SIMD on any processor
package|libjpeg|libjpeg-dev|JPEG
package|libpng|libpng-dev|PNG
package|libwebp|libwebp-dev|WebP
package|libtiff-4|libtiff-dev|TIFF
package|lcms2|liblcms2-dev|colour profiles
package|libexif|libexif-dev|orientation of photos
package|libheif|libheif-dev|HEIC and AVIF
package|libjxl|libjxl-dev|JPEG XL
package|libavformat|libavformat-dev|FFmpeg: video files and streams
package|libavcodec|libavcodec-dev|FFmpeg: video and sound
package|libavdevice|libavdevice-dev|FFmpeg: cameras
package|libavfilter|libavfilter-dev|FFmpeg: colours of GIF
package|libswscale|libswscale-dev|FFmpeg: pixel formats
package|libswresample|libswresample-dev|FFmpeg: sound formats
file|/usr/include/opencv4/opencv2/objdetect.hpp|libopencv-objdetect-dev|OpenCV: finds faces
file|/usr/include/opencv4/opencv2/highgui.hpp|libopencv-highgui-dev|OpenCV: the window of segme live
package|glib-2.0|libglib2.0-dev|libchafa needs it
package|chafa|libchafa-dev|preview in a terminal
package|CLI11|libcli11-dev|command line
file|/usr/include/toml++/toml.h|libtomlplusplus-dev|toml++: segme.toml
package|nlohmann_json|nlohmann-json3-dev|JSON
package|protobuf|libprotobuf-dev|ONNX files
command|protoc|protobuf-compiler|ONNX files
package|flatbuffers|libflatbuffers-dev|TFLite files
command|flatc|flatbuffers-compiler|TFLite files
file|/usr/include/opencv4/opencv2/photo.hpp|libopencv-photo-dev|OpenCV: what the tests hold seamless cloning against
file|/usr/include/opencv4/opencv2/dnn.hpp|libopencv-dnn-dev|OpenCV: harmonising nets of other people
file|/usr/include/opencv4/opencv2/objdetect.hpp|libopencv-objdetect-dev|OpenCV: finds faces'

need_openvino='
file|/etc/ssl/certs/ca-certificates.crt|ca-certificates|lets pip check whom it talks to
module|pip|python3-pip|fetches the OpenVINO wheel'

need_train='
file|/usr/lib/*/libtorch.so|libtorch-dev|LibTorch: trains nets
file|/usr/lib/*/libopenblas.so.0|libopenblas0-pthread|matrix products: the plain BLAS that LibTorch comes with is many times slower
package|libglog|libgoogle-glog-dev|LibTorch needs it
header|gloo/context.h|libgloo-dev|lets processes share a run'

# Wanted by one sub-command alone (segme data crop), which says so itself; never installed by ./segme.
need_opencv='
file|/usr/share/opencv4/haarcascades/*.xml|opencv-data|what OpenCV knows of faces'

need_check='
package|gtest|libgtest-dev|GoogleTest
file|/usr/sbin/nginx|nginx-light|serves the RTMP of segme stream to its tests
file|/usr/lib/nginx/modules/ngx_rtmp_module.so|libnginx-mod-rtmp|serves the RTMP of segme stream to its tests
file|/usr/lib/python3/dist-packages/gi/__init__.py|python3-gi|runs an RTSP server for the tests of segme stream
file|/usr/lib/*/girepository-1.0/GstRtspServer-1.0.typelib|gir1.2-gst-rtsp-server-1.0|is that server
file|/usr/lib/*/gstreamer-1.0/libgstrtp.so|gstreamer1.0-plugins-good|takes its pictures apart
file|/usr/lib/*/gstreamer-1.0/libgstvideoparsersbad.so|gstreamer1.0-plugins-bad|and writes them
file|/usr/lib/python3/dist-packages/h5py/__init__.py|python3-h5py|writes Keras files for the tests of segme train
command|Xvfb|xvfb|a display for the window of segme live
command|xdotool|xdotool|presses its keys
command|import|imagemagick|looks at it
command|ffmpeg|ffmpeg|makes clips for the tests and judges what is written
command|shellcheck|shellcheck|checks the shell scripts
command|mandoc|mandoc|checks the manual pages
command|zsh|zsh|tries its completion
command|fish|fish|tries its completion
command|doxygen|doxygen|makes the site of the documentation
command|abidiff|abigail-tools|compares the ABI of libsegme
command|ccache|ccache|keeps what was compiled
command|clang++-14|clang-14|the second compiler
file|/usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.asan-*.a|libclang-rt-14-dev|sanitizers of the second compiler
command|clang-format-14|clang-format-14|checks the layout of the code
command|clang-tidy-14|clang-tidy-14|checks the code'

# For the steps of ./check that skip themselves where these are missing: the page, the phone, manuals, the site.
need_web='
command|node|nodejs|runs the tools of the page
command|npm|npm|fetches them
command|chromium|chromium|a browser for the page
command|emcc|emscripten|compiles the core for the page'

need_android='
command|javac|openjdk-17-jdk-headless|compiles the app
command|mvn|maven|fetches the libraries of the app
command|aapt|aapt|packs the app
command|apksigner|apksigner|signs the app
command|zipalign|zipalign|aligns the app
file|/usr/share/android-framework-res/framework-res.apk|android-framework-res|what the app is packed against
command|enjarify|enjarify|turns the packed app back for the tests
command|dexdump|dexdump|looks into the packed app
command|aarch64-linux-gnu-g++|g++-aarch64-linux-gnu|compiles the core for phones
command|qemu-aarch64-static|qemu-user-static|runs it
command|unzip|unzip|unpacks libraries
command|zip|zip|packs files
file|/usr/include/EGL/egl.h|libegl-dev|OpenGL for the shaders of the app
file|/usr/include/GLES3/gl31.h|libgles-dev|OpenGL for the shaders of the app
file|/usr/lib/*/dri/swrast_dri.so|libgl1-mesa-dri|draws without a graphics card'

need_documents='
command|doxygen|doxygen|makes the site of the documents
command|mandoc|mandoc|checks the manual pages
command|zsh|zsh|tries its completion
command|fish|fish|tries its completion
file|/usr/lib/*/libpocl.so*|pocl-opencl-icd|OpenCL on the processor
file|/usr/lib/*/libOpenCL.so|ocl-icd-opencl-dev|OpenCL: segme bench transfer'

say() { printf 'segme: %s\n' "$*" >&2; }

# fail CODE SENTENCE: codes are those of base/error.h; 6 is "something that must be installed is not there".
fail() {
  code=$1
  shift
  say "$*"
  exit "$code"
}

# A python3 that has the module $1, on the standard output.
python_with() {
  local python
  for python in python3 /usr/bin/python3; do
    "$python" -c "import $1" >/dev/null 2>&1 && printf '%s' "$python" && return 0
  done
  return 1
}

# there KIND THING: whether it is on this machine.
there() {
  case $1 in
    command) command -v "$2" >/dev/null ;;
    package) command -v pkg-config >/dev/null && pkg-config --exists "$2" ;;
    module) python_with "$2" >/dev/null ;;
    file) compgen -G "$2" >/dev/null ;;
    header) compgen -G "/usr/include/$2" >/dev/null || compgen -G "/usr/include/*/$2" >/dev/null ;;
  esac
}

# install LISTS: installs with apt what the lists name and the machine lacks. Root is needed for this and nothing else.
install() {
  local kind thing package reason missing='' reasons='' root=''
  while IFS='|' read -r kind thing package reason; do
    [ -n "$kind" ] || continue
    there "$kind" "$thing" || { missing="$missing $package"; reasons="$reasons
         $package ($reason)"; }
  done <<<"$1"
  [ -n "$missing" ] || return 0

  command -v apt-get >/dev/null ||
    fail 6 "this machine lacks:$reasons
       and has no apt-get. Install them with the machine's own package manager, then run this again."
  if [ -n "${SEGME_NO_INSTALL:-}" ]; then
    fail 6 "SEGME_NO_INSTALL is set and this machine lacks:$reasons
       Ask for: apt-get install$missing"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail 6 "this machine lacks:$reasons
       and only root may install. Ask for: apt-get install$missing"
    root='sudo'
    [ -t 2 ] || root='sudo -n'
  fi
  say "installs with ${root:+$root }apt-get:$reasons"
  apt "$root" "$missing" || fail 6 "cannot install the packages: apt-get ended with an error (see above). Try by hand:
       ${root:+sudo }apt-get update && ${root:+sudo }apt-get install$missing"
}

# apt ROOT PACKAGES: quiet, never asks; prints what apt said only when it fails.
apt() {
  local log
  log=$(mktemp) || return 1
  # shellcheck disable=SC2086 # both are lists of words
  {
    $1 env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq update ||
      echo 'the package lists could not be brought up to date; trying with the old ones'
    $1 env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 \
      install -y --no-install-recommends $2
  } </dev/null >"$log" 2>&1
  local status=$?
  [ $status -eq 0 ] || tail -n 30 "$log" >&2
  rm -f "$log"
  return $status
}

# The OpenVINO CMake folder to build with, on the standard output; fetched into .deps where the machine has none.
# Order: OpenVINO_DIR, the one in .deps, an installed one (setupvars, a system package, a Python wheel; 2025 or newer).
openvino_folder() {
  local found python
  if [ -n "${OpenVINO_DIR:-}" ]; then
    [ -e "$OpenVINO_DIR/OpenVINOConfig.cmake" ] ||
      fail 6 "OpenVINO_DIR is '$OpenVINO_DIR', where no OpenVINOConfig.cmake is. Give the folder that has it, or unset it."
    printf '%s' "$OpenVINO_DIR"
    return
  fi
  local pinned
  pinned=$(sed -n 's/^openvino==\([0-9.]*\).*/\1/p' "$here/tools/openvino.txt")
  local own="$here/.deps/openvino-$pinned"
  if [ -e "$own/openvino/cmake/OpenVINOConfig.cmake" ]; then
    printf '%s' "$own/openvino/cmake"
    return
  fi
  python=$(python_with openvino) || python=''
  for found in "${INTEL_OPENVINO_DIR:+$INTEL_OPENVINO_DIR/runtime/cmake}" /opt/intel/openvino/runtime/cmake \
    /usr/lib/cmake/openvino* /usr/lib/*/cmake/openvino* /usr/local/lib/cmake/openvino* \
    "${python:+$("$python" -c 'from openvino.utils import get_cmake_path as p; print(p())' 2>/dev/null)}"; do
    if [ -n "$found" ] && new_enough "$found"; then
      say "uses the OpenVINO in $found"
      printf '%s' "$found"
      return
    fi
  done
  fetch_openvino "$pinned" "$own"
  printf '%s' "$own/openvino/cmake"
}

# Whether the OpenVINO of a CMake folder is of 2025 or later: older Python wheels have another C++ ABI.
new_enough() {
  local year
  year=$(sed -n 's/.*PACKAGE_VERSION_MAJOR \([0-9]*\).*/\1/p; s/^set(PACKAGE_VERSION "\([0-9]*\)\..*/\1/p' \
    "$1/OpenVINOConfig-version.cmake" 2>/dev/null | head -n 1)
  [ "${year:-0}" -ge 2025 ]
}

# fetch_openvino VERSION FOLDER: the wheel by pip (so that the machine's own pip settings hold), unpacked, whole or not at all.
fetch_openvino() {
  local platform python new
  case $(uname -m) in
    x86_64) platform=manylinux_2_28_x86_64 ;;
    aarch64) platform=manylinux_2_35_aarch64 ;;
    *) fail 6 "there is no OpenVINO wheel for $(uname -m). Build OpenVINO and give its CMake folder as OpenVINO_DIR." ;;
  esac
  [ -z "${SEGME_NO_INSTALL:-}" ] ||
    fail 6 "SEGME_NO_INSTALL is set and this machine lacks OpenVINO. Give its CMake folder as OpenVINO_DIR."
  install "$need_openvino"
  python=$(python_with pip) || fail 6 "cannot fetch OpenVINO: python3 has no pip. Install python3-pip."
  say "fetches OpenVINO $1 (runs the nets on the processor) into .deps/, 55 MB"
  new=$here/.deps/new.$$
  rm -rf "$new"
  mkdir -p "$new"
  if ! "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 \
    --implementation cp --abi cp311 --platform "$platform" --find-links "$here/.deps" --require-hashes \
    --requirement "$here/tools/openvino.txt" --dest "$new" </dev/null >&2 ||
    ! "$python" -m zipfile -e "$new"/openvino-*.whl "$new/unpacked" >&2; then
    rm -rf "$new"
    fail 6 "cannot fetch OpenVINO $1 with pip (see above). Without a network: put its wheel into $here/.deps/, or give" \
      "the CMake folder of an installed OpenVINO as OpenVINO_DIR."
  fi
  rm -rf "$2"
  mv "$new/unpacked" "$2"
  rm -rf "$new"
}

# The folder of the judges' Python packages (tools/judges.txt), on the standard output; fetched into .deps where it is not
# there. Nothing, and a word on the standard error, where they cannot be had: the test that asks them then skips itself.
judges_folder() {
  local python own new
  own=$here/.deps/judges-$(cksum <"$here/tools/judges.txt" | cut -d ' ' -f 1)
  if [ -d "$own" ]; then
    printf '%s' "$own"
    return
  fi
  [ -z "${SEGME_NO_INSTALL:-}" ] || return 0
  install "$need_openvino"
  python=$(python_with pip) || return 0
  say 'fetches ONNX Runtime, LiteRT and the Core ML format (they judge the files that tests write) into .deps/, 65 MB'
  new=$here/.deps/new.$$
  if "$python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    --requirement "$here/tools/judges.txt" --target "$new" </dev/null >&2; then
    mv "$new" "$own"
    printf '%s' "$own"
  else
    rm -rf "$new"
    say 'cannot fetch them (see above): cli/foreign_engines will skip itself'
  fi
}
