// train/data/scene: pictures that the sets hardly have: groups of people, near and far, who hide one another, and
// people who are only in a picture on a wall and so are nobody.
#pragma once

#include <cstdint>
#include <vector>

#include "train/data/draw.h"
#include "train/data/warp.h"

namespace segme::train {

/// Where somebody stands in the square, in parts of its side.
struct Standing {
  float middle = 0.5F, foot = 1, height = 0.5F;
  float shape = 1;  ///< width by height of the camera's picture that the square shows
};

/// Whether somebody can stand anywhere: only the lower border of the photo may cut them.
bool fits_in_group(const Decoded& picture);

/// Places for a group of so many, the farthest first: alike in size or of every size, side by side or one before the
/// other. `ledge`: where those begin whom the lower border of their photo cuts off, in parts of the side; 1 is the
/// lower border of the square.
std::vector<Standing> draw_group(std::size_t people, float& ledge, Random& random);

/// Shows the person's box at that place, mirrored half of the time.
Warp draw_standing_view(const Decoded& picture, int size, const Standing& place, Random& random);

/// Draws a framed picture, poster or screen that shows `shown` over RGBA [size,size], whose alpha becomes 0 there.
/// `spare` is reused memory.
void hang_picture(const Decoded& shown, int size, Random& random, std::vector<std::uint8_t>& rgba,
                  std::vector<std::uint8_t>& spare);

}  // namespace segme::train
