// capture/colour_profile: from the colours that a file's ICC profile or colour code describes to sRGB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "capture/decoder.h"

namespace segme {

/// Converts pixels of 8 or 16 bits to sRGB of 8; the output has 3 samples a pixel, or 4 where the input has alpha
/// (copied).
class ColourTransform {
 public:
  virtual ~ColourTransform() = default;
  virtual void convert(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) = 0;
  virtual void convert_deep(const std::uint16_t* from, std::uint8_t* to, std::size_t pixels) = 0;
};

/// The conversion that `profile` asks for, or null when there is none to do: the profile is sRGB already, is broken, or
/// does not describe such pixels.
std::unique_ptr<ColourTransform> make_colour_transform(std::span<const std::uint8_t> profile, PixelKind colours);

/// The same for a colour code.
std::unique_ptr<ColourTransform> make_colour_transform(const ColourCode& code, PixelKind colours);

}  // namespace segme
