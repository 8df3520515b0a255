// render/curve_file: tone curves as photo editors save them (.acv): for each channel a few points that a smooth line
// joins.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace segme {

struct CurvePoint {
  int input = 0, output = 0;  ///< 0..255
};
/// Of rising inputs; the line is level before the first and behind the last.
using Curve = std::vector<CurvePoint>;

/// The curve of all channels, then those of red, green and blue; an empty one changes nothing.
using Curves = std::array<Curve, 4>;

/// Reads the bytes of an .acv file (version 1 or 4). `name` is for sentences. @throws Error(usage) when it is broken.
Curves read_curves(std::span<const std::uint8_t> bytes, const std::string& name);

/// What a curve makes of 0..255: a natural cubic spline through its points, rounded and clipped.
std::array<std::uint8_t, 256> tabulate(const Curve& curve);

}  // namespace segme
