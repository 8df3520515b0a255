// base/resize: pictures and mattes to another size. Area average along an axis that shrinks, half-pixel-centre bilinear
// along one that grows: nothing aliases, and a centred shape stays centred.
#pragma once

#include <cstdint>

#include "base/image.h"

namespace segme {

/// Resizes a picture of 1..4 channels. `out` may not be `in`. Sides >= 1.
void resize_area(const Image& in, int width, int height, Image& out);

/// A side of a resized picture, and the part of it that is wanted. In pixels: whole >= 1, 0 <= first, count >= 1,
/// first + count <= whole.
struct ResizedSide {
  std::int64_t whole;
  std::int64_t first;
  int count;
  bool operator==(const ResizedSide&) const = default;
};

/// The part of what resize_area would give, pixel for pixel, as if the rest were never made: `across.whole` x
/// `down.whole` may be larger than any memory.
void resize_part(const Image& in, const ResizedSide& across, const ResizedSide& down, Image& out);

/// resize_area for a matte.
void resize_matte(const Matte& in, int width, int height, Matte& out);

}  // namespace segme
