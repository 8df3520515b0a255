// render/foreground: the person's own colours where the matte is soft. A hair pixel is a mix of hair and the old
// background; shown on a new one it would carry a halo. The estimate solves for both colours at a working size, coarse
// to fine (Germer et al. 2020, "Fast Multi-Level Foreground Estimation"), then corrects them at full size with the
// pixel itself (Forte 2021, "Approximate Fast Foreground Colour Estimation").
#pragma once

#include <vector>

#include "base/image.h"

namespace segme {

class ForegroundEstimator {
 public:
  /// Writes the person's colours of an RGB frame with its matte (same size) into `colours` (RGB). Where the matte is 1
  /// they are exactly the frame's, where it is 0 the frame's too (nobody looks there).
  void run(const Image& frame, const Matte& matte, Image& colours);

 private:
  struct Level {
    int width = 0, height = 0;
    std::vector<float> person, background;  ///< interleaved RGB, 0..255
  };
  void solve(int width, int height);
  void sweep(Level& level);
  void correct(const Image& frame, const Matte& matte, Image& colours) const;

  Image small_frame_, level_frame_;
  Matte small_matte_, level_matte_;
  Level level_, next_;
};

}  // namespace segme
