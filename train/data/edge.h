// train/data/edge: makes a person fit to be put on another background: alpha without the staircase of a drawn label,
// edge colours without the old background.
#pragma once

#include <cstdint>
#include <vector>

#include "train/data/draw.h"

namespace segme::train {

/// Works on RGBA [size,size] in place; the memory is kept between calls.
class EdgeCleaner {
 public:
  /// For drawn 0/255 labels: blurs alpha by a 3x3 box and pulls it in by up to a pixel.
  void soften(std::vector<std::uint8_t>& rgba, int size, Random& random);

  /// For soft mattes: colours of half-transparent pixels become those of the person alone, by blurred foreground and
  /// background estimates (after Forte 2021, "Approximate Fast Foreground Colour Estimation"; one pass, sure pixels
  /// first).
  void remove_background_colour(std::vector<std::uint8_t>& rgba, int size);

 private:
  std::vector<std::uint16_t> sums_;
  std::vector<float> columns_;
};

}  // namespace segme::train
