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
  /// One size of the picture, with the estimate for it. Only tiles near the person's edge are solved; those around them
  /// are known, the others hold nothing.
  struct Level {
    int width = 0, height = 0;
    int across = 0, down = 0;  ///< tiles
    Image frame;
    Matte matte;
    std::vector<std::uint8_t> solved, known;  ///< a tile each
    std::vector<float> person, background;    ///< interleaved RGB, 0..255
  };
  void plan(const Image& frame, const Matte& matte);
  static void mark_edges(Level& level);
  static void mark_from(const Level& finer, Level& level);
  static void mark_known(Level& level);
  static void begin(const Level* coarser, Level& level);
  static void sweep(Level& level);
  static void solve_pixel(Level& level, int x, int y);
  void correct(const Image& frame, const Matte& matte, Image& colours) const;

  std::vector<Level> levels_;  ///< from one pixel to the working size
};

}  // namespace segme
