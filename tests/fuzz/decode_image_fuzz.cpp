// libFuzzer target: any bytes through decode_image. Built with clang and -DSEGME_FUZZ=ON; run: decode_image_fuzz
// corpus/ A picture or an Error is right, all else is a finding.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "capture/file_kind.h"
#include "capture/image_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    segme::kind_of({data, std::min(size, segme::kKindBytes)});
    segme::ImageInfo info;
    segme::decode_image({data, size}, "fuzz", (size & 1u) != 0, &info);
  } catch (const segme::Error&) {
  }
  return 0;
}
