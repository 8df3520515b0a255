// train/data/decoded: one picture of the training set as it waits in memory: 8-bit RGB with its matte as alpha, and
// what the augmentation must know of it. Decoded once, warped anew for every batch.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace segme::train {

struct Decoded {
  /// RGBA rows without padding, alpha = matte.
  struct Level {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
  };
  std::array<Level, 3> levels;  ///< whole, half and quarter size: strong shrinking reads a small one and does not alias
  bool hard = false;            ///< drawn 0/255 label: its edge is softened before compositing
  bool cut_out = false;         ///< has no background of its own
  bool whole_body = false;      ///< often cropped to the upper part

  // Found by finish_decoded():
  int left = 0, top = 0, right = 0,
      bottom = 0;  ///< box of the person, in pixels of levels[0], right and bottom exclusive
  bool cut_left = false, cut_top = false, cut_right = false,
       cut_bottom = false;  ///< the person goes on beyond that border
};

/// Fills the smaller levels, the box and the cut borders from levels[0].
void finish_decoded(Decoded& picture);

}  // namespace segme::train
