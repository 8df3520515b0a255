#!/bin/bash
# tests/android/lite: makes FOLDER/libtensorflowlite_jni.so, the library of the app's own version for x86_64, and what it
# takes from Android as FOLDER/lib{c,m,dl,log}.so: the tests run it with LD_LIBRARY_PATH=FOLDER. usage: make.sh AAR FOLDER
set -eu -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
archive=$1 folder=$2
mkdir -p "$folder"
unzip -qo "$archive" 'jni/x86_64/libtensorflowlite_jni.so' -d "$folder"
python3 "$here/loosen.py" "$folder/jni/x86_64/libtensorflowlite_jni.so" "$folder/libtensorflowlite_jni.so"
rm -r "$folder/jni"
gcc -shared -fPIC -O1 -Wall -Wextra -Werror -Wl,-soname,libc.so -o "$folder/libc.so" "$here/bionic.c"
for library in m dl log; do
  gcc -shared -fPIC -Wl,--no-as-needed -Wl,-soname,lib$library.so -o "$folder/lib$library.so" -x c /dev/null -x none -lm
done
