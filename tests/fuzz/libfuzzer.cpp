// tests/fuzz/libfuzzer: the program `fuzz`: fuzz TARGET [OPTIONS OF LIBFUZZER] [FOLDER ...]. Built with clang where
// SEGME_FUZZ is on; tools/fuzz.sh runs it.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/notice.h"
#include "tests/fuzz/target.h"

namespace {
const segme::fuzz::Target* chosen = nullptr;
}  // namespace

// NOLINTBEGIN(readability-identifier-naming): names that libFuzzer calls
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  for (const segme::fuzz::Target* target : segme::fuzz::all_targets()) {
    if (*argc > 1 && std::string_view((*argv)[1]) == target->name) chosen = target;
  }
  if (!chosen) {
    std::fputs("usage: fuzz TARGET [OPTION ...] [FOLDER ...]. Targets:", stderr);
    for (const segme::fuzz::Target* target : segme::fuzz::all_targets()) std::fprintf(stderr, " %s", target->name);
    std::fputs("\n", stderr);
    std::exit(2);
  }
  for (int i = 1; i + 1 < *argc; ++i) (*argv)[i] = (*argv)[i + 1];
  --*argc;
  segme::listen_to_notices([](const std::string&) {});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({data, size});
  return 0;
}
// NOLINTEND(readability-identifier-naming)
