// train/data/warp: which part of a picture is seen, how far it is turned and stretched, and the one pass that samples
// it from the cache straight to the size the net trains at.
#pragma once

#include <cstdint>
#include <vector>

#include "train/data/decoded.h"
#include "train/data/draw.h"

namespace segme::train {

/// Output pixel (u, v) -> place in the picture: x = xx u + xy v + x0, y = yx u + yy v + y0; pixel centres at + 0.5.
struct Warp {
  float xx = 1, xy = 0, x0 = 0, yx = 0, yy = 1, y0 = 0;
};

/// What lies beyond the picture: its mirror image, its last row and column, or nobody (alpha 0).
enum class Beyond { mirror, repeat, nobody };

/// A picture with its own background: near the whole of it stretched to the square, as the net sees it in use; exactly
/// that 15 % of the time.
Warp draw_whole_view(const Decoded& picture, int size, Random& random);

/// A person to be put on another background: no border of the photo that cuts the person is seen inside the square.
/// place -1 | 0 | 1: left, anywhere, right (two people share a square).
Warp draw_person_view(const Decoded& picture, int size, int place, Random& random);

/// A part of a background; never beyond its borders but for a turn.
Warp draw_background_view(const Decoded& picture, int size, Random& random);

/// The whole picture stretched to the square, then moved, zoomed along each axis by itself and mirrored about the
/// centre of the square, as Keras' ImageDataGenerator draws it: shifts of at most `shift` sides, zooms of 1 - zoom to 1
/// + zoom (above 1 shows more), mirrored half of the time. To be sampled with Beyond::repeat ("nearest").
Warp draw_affine_view(const Decoded& picture, int size, float shift, float zoom, Random& random);

/// Bilinear samples of the level that fits, to RGBA [size,size].
void sample(const Decoded& picture, const Warp& warp, int size, Beyond beyond, std::vector<std::uint8_t>& rgba);

}  // namespace segme::train
