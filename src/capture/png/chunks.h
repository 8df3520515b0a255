// capture/png/chunks: what libpng does not say, or only when all rows are read: orientation and colours, wherever their
// chunks stand in the file (ImageMagick writes eXIf behind the pixels).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "capture/colour_code.h"

namespace segme::png {

struct Chunks {
  std::span<const std::uint8_t> exif;   ///< eXIf, or empty
  std::optional<ColourCode> colours;    ///< of cICP, or else of gAMA and cHRM
  bool colours_before_profile = false;  ///< they are cICP's, which comes before an ICC profile
  int frames = 1;                       ///< of an animated PNG, with the picture that others show
};

/// Walks through the chunks of a file that begins as a PNG; stops at the first that does not fit into it.
Chunks find_chunks(std::span<const std::uint8_t> file);

}  // namespace segme::png
