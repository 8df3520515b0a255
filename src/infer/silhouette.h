// infer/silhouette: shapes of 0 and 255 at the frame's full size: closed with a round element, holes filled, the
// largest kept. Exact, and fast enough for every frame of a 720p video.
#pragma once

#include <cstdint>
#include <vector>

#include "base/image.h"

namespace segme {

/// Half the width of row `dy` (from the middle, either way) of an elliptical element of `side` pixels, odd, that fills
/// its square: round(r sqrt(1 - (dy / r)^2)) with r = side / 2 in whole pixels.
int ellipse_half_width(int side, int dy);

/// Works on pictures of one channel; keeps its memory from frame to frame.
class Silhouette {
 public:
  /// Closing with an elliptical element; what lies outside the picture is never asked.
  void close(Image& shape, int side);
  /// Fills what is 0 and has no way to the border over pixels that touch with a side.
  void fill_holes(Image& shape);
  /// Keeps one of the shapes (pixels that touch with a side or a corner): the one whose outline, through the middles of
  /// its pixels, surrounds most. Holes are to be filled before.
  void keep_largest(Image& shape);

 private:
  struct Run {
    int y, left, right;    ///< pixels left .. right - 1 of row y
    std::int32_t parent;   ///< a run of the same area that came before, or itself
    std::int64_t surface;  ///< twice the surface within its outline; of the whole area at its first run
    bool border;           ///< likewise, whether it touches the border
  };
  void spread(const Image& shape, bool set, int side);
  void find_runs(const Image& shape, std::uint8_t value, int reach);
  std::int32_t first_of(std::int32_t run);
  Image near_, touched_;
  std::vector<std::uint8_t> row_asks_;
  std::vector<Run> runs_;
};

}  // namespace segme
