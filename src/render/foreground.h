// render/foreground: the person's own colours where the matte is soft. A hair pixel is a mix of hair and the old
// background; shown on a new one it would carry a halo. The estimate solves for both colours at a working size, coarse
// to fine (Germer et al. 2020, "Fast Multi-Level Foreground Estimation"), then corrects them at full size with the
// pixel itself (Forte 2021, "Approximate Fast Foreground Colour Estimation"). Only pixels near a soft one are solved:
// elsewhere nobody asks.
#pragma once

#include <cstddef>
#include <vector>

#include "base/buffer.h"
#include "base/image.h"
#include "render/matte_blocks.h"

namespace segme {

class ForegroundEstimator {
 public:
  /// Writes the person's colours of an RGB frame with its matte (same size) into `colours` (RGB). Where the matte is 1
  /// they are exactly the frame's, where it is 0 the frame's too (nobody looks there).
  void run(const Image& frame, const Matte& matte, Image& colours);
  /// The same in those blocks that have both person and background; all others are left as they are.
  void run_edges(const Image& frame, const Matte& matte, const MatteBlocks& blocks, Image& colours);

 private:
  /// What is given at one size: the frame, the matte, and where colours are to be solved.
  struct Layer {
    int width = 0, height = 0;
    Buffer<float> seen;         ///< R, G, B (0..255) and the matte; set where `near` is not 0
    Buffer<std::uint8_t> near;  ///< 0 or, from far to close to a soft pixel, kEdge, kSolved, kSoft
  };
  /// What is solved at one size.
  struct Level {
    int width = 0, height = 0;
    Buffer<float> person, background;  ///< RGB and a spare, 0..255; set where `near` is not 0
  };
  void make_layers(const Image& frame, const Matte& matte, const MatteBlocks& blocks);
  void solve();
  void enlarge(const Layer& layer);
  void sweep(const Layer& layer);
  void lay_out(const Layer& finest, int width);
  void mix_columns(float height, int first, int last);
  void correct(const Image& frame, const Matte& matte, const MatteBlocks& blocks, Image& colours);

  std::vector<Layer> layers_;  // from one pixel to the working size
  static constexpr std::ptrdiff_t kPlanes = 6;
  std::vector<int> columns_;
  std::vector<float> parts_;
  Buffer<float> planes_;  // R, G and B of the person and of the background at the working size
  Buffer<float> mixed_;   // a row of them between two rows
  Buffer<std::uint8_t> scratch_, soft_;
  MatteBlocks blocks_;
  Level level_, next_;
};

/// Where a frame has an alpha of its own below 1, its stored colours are the person's already: no estimate betters
/// them.
void keep_stored_colours(const Frame& frame, Image& colours);

}  // namespace segme
