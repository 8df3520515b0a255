// For tests of HDR: ITU-R BT.2100 as it is written, from light to stored values. Light is R, G, B.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

namespace segme {

using Light = std::array<double, 3>;

inline Light scaled(const Light& light, double factor) {
  return {light[0] * factor, light[1] * factor, light[2] * factor};
}

/// BT.709 -> BT.2020 (ITU-R BT.2087).
inline Light to_wide(const Light& light) {
  const auto [r, g, b] = light;
  return {0.6274 * r + 0.3293 * g + 0.0433 * b, 0.0691 * r + 0.9195 * g + 0.0114 * b,
          0.0164 * r + 0.0880 * g + 0.8956 * b};
}

/// Nits -> 0..1.
inline Light to_pq(const Light& nits) {
  Light stored{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double power = std::pow(nits[c] / 10000, 0.1593017578125);
    stored[c] = std::pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375);
  }
  return stored;
}

/// Nits of a display of 1000 -> 0..1: what the display does with luminance is undone first.
inline Light to_hlg(const Light& nits) {
  const double luminance = (0.2627 * nits[0] + 0.678 * nits[1] + 0.0593 * nits[2]) / 1000;
  Light stored{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double scene = luminance > 0 ? nits[c] / 1000 * std::pow(luminance, -0.2 / 1.2) : 0;
    stored[c] = scene <= 1.0 / 12 ? std::sqrt(3 * scene) : 0.17883277 * std::log(12 * scene - 0.28466892) + 0.55991073;
  }
  return stored;
}

inline double to_srgb(double light) {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(std::min(1.0, light), 1 / 2.4) - 0.055;
}

inline double from_srgb(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

}  // namespace segme
