// data/curves: the warm and the cool version of a picture. Light of another colour is what a net must not mind.
#pragma once

#include <array>
#include <cstdint>

#include "base/image.h"

namespace segme::data {

using Lut = std::array<std::uint8_t, 256>;

/// Lifts: 64 -> 68, 128 -> 141, 192 -> 208. The smoothing spline (s = 5) through x = 0, 64, .. 256 and
/// y = 0, 70, 140, 210, 256: its squared residual is 5, and its one knot lies at 128.
const Lut& rising_curve();
/// Lowers: 64 -> 31, 128 -> 78, 192 -> 121. The same through 0, 30, 80, 120, 192.
const Lut& falling_curve();

/// 8-bit HSV as OpenCV has it: H 0..179 (degrees halved), S and V 0..255.
struct Hsv {
  std::uint8_t h = 0, s = 0, v = 0;
};
Hsv to_hsv(std::uint8_t r, std::uint8_t g, std::uint8_t b);
std::array<std::uint8_t, 3> to_rgb(const Hsv& hsv);

/// Red up, blue down, then saturation up. RGB in and out, in place.
void make_warm(Image& picture);
/// Red down, blue up, then saturation down.
void make_cool(Image& picture);

}  // namespace segme::data
