// capture/colour_profile: from the colours that a file's ICC profile describes to sRGB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "capture/decoder.h"

namespace segme {

/// Converts 8-bit pixels to sRGB; the output has 3 samples a pixel, or 4 where the input has alpha (copied).
class ColourTransform {
 public:
  virtual ~ColourTransform() = default;
  virtual void convert(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) const = 0;
};

/// The conversion that `profile` asks for, or null when there is none to do: the profile is sRGB already, is broken, or
/// does not describe such pixels.
std::unique_ptr<ColourTransform> make_colour_transform(std::span<const std::uint8_t> profile, Colours colours);

}  // namespace segme
