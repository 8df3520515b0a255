# How everything of ours is compiled and linked: the target segme_flags, sanitizers, ccache.
add_library(segme_flags INTERFACE)
option(SEGME_WARNINGS_ARE_ERRORS "stop at a warning; ./segme does not, for compilers that nobody has tried yet" ON)
target_compile_options(segme_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(SEGME_WARNINGS_ARE_ERRORS)
  target_compile_options(segme_flags INTERFACE -Werror)
endif()
# GCC 12 sees an overlap in "text" + std::string that is not there (its bug 105651).
target_compile_options(segme_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_include_directories(segme_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
target_compile_definitions(segme_flags INTERFACE SEGME_VERSION="${PROJECT_VERSION}")
# Start-up is part of the promise (150 ms to the first matte): load only the libraries that are really called.
target_link_options(segme_flags INTERFACE -Wl,--as-needed -Wl,--gc-sections)
target_compile_options(segme_flags INTERFACE -ffunction-sections -fdata-sections)

# Debug at -O1: pixel loops under a sanitizer at -O0 are ten times slower, and -O1 still steps well in a debugger.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
if(SEGME_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(SEGME_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(SEGME_SANITIZE)
  message(FATAL_ERROR "SEGME_SANITIZE is '${SEGME_SANITIZE}'. Give address, thread or nothing.")
endif()

if(SEGME_SANITIZE)
  add_compile_definitions(SEGME_SANITIZED)
endif()
option(SEGME_FUZZ "build the program that fuzzes; needs clang and SEGME_SANITIZE=address" OFF)
if(SEGME_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # so that libFuzzer sees which branches are taken
endif()

# A program finds its libraries where they were when it was linked, built or installed alike. (With two different paths
# CMake pads the shorter one with empty entries, and an empty entry means the current folder.)
# cmake/deps.cmake adds OpenVINO's folder to CMAKE_INSTALL_RPATH: CMake itself leaves out what is inside the clone.
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)

find_program(SEGME_CCACHE ccache)
if(SEGME_CCACHE)
  # Files with a precompiled header are kept as well: the header's own time does not matter then.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${SEGME_CCACHE})
endif()
