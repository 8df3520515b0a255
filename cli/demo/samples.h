// cli/demo/samples: the pictures of samples/ that `segme demo` shows, as files that are part of the program.
#pragma once

#include <cstdint>
#include <span>

namespace segme::cli {

struct DemoPicture {
  const char* name;                     ///< of its file in samples/
  const char* title;                    ///< what it shows
  const char* credit;                   ///< who made it, and what allows to pass it on
  std::span<const std::uint8_t> bytes;  ///< of the file
};

/// Pictures to find people in; in the last one there is nobody.
std::span<const DemoPicture> demo_samples();

/// What is put behind people.
const DemoPicture& demo_background();

}  // namespace segme::cli
