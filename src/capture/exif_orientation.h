// capture/exif_orientation: how the camera was held, from the EXIF block of a picture file.
#pragma once

#include <cstdint>
#include <span>

namespace segme {

/// EXIF orientation 1..8; 1 when the block is broken or does not say. `block` may or may not open with "Exif\0\0".
int exif_orientation(std::span<const std::uint8_t> block);

}  // namespace segme
