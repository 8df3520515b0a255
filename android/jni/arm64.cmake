# android/jni/arm64: toolchain of phones (arm64-v8a, Android 10 and later) without an NDK: Debian's cross compiler, its
# static libstdc++, and stand-ins for bionic's libraries that hold the names of jni/bionic.txt and nothing else. What is
# not in that list cannot be linked. Pages are 16 KiB, so that phones with either size load the library.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_SKIP_RPATH ON)
set(CMAKE_CXX_STANDARD_LIBRARIES "")
set(CMAKE_C_STANDARD_LIBRARIES "")
set(SEGME_BIONIC ON)
set(SEGME_BIONIC_FOLDER ${CMAKE_BINARY_DIR}/bionic)
set(SEGME_BIONIC_LINK -nostdlib -static-libgcc -static-libstdc++ -Wl,-z,max-page-size=16384 -Wl,-z,defs -Wl,--hash-style=both
    -Wl,--build-id=sha1 -Wl,--exclude-libs,ALL -L${SEGME_BIONIC_FOLDER})
set(SEGME_BIONIC_LIBRARIES -Wl,-Bstatic stdc++ gcc gcc_eh -Wl,-Bdynamic ${SEGME_BIONIC_FOLDER}/libc.so
    ${SEGME_BIONIC_FOLDER}/libm.so ${SEGME_BIONIC_FOLDER}/libdl.so)
