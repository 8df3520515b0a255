// libFuzzer target: any bytes through decode_image. Built with clang and -DSEGME_FUZZ=ON; run: decode_image_fuzz
// corpus/ A picture or an Error is right, all else is a finding.
#include <cstddef>
#include <cstdint>

#include "capture/image_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    segme::decode_image({data, size}, "fuzz", (size & 1u) != 0);
  } catch (const segme::Error&) {
  }
  return 0;
}
