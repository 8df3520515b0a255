// render/side_by_side: the photo and what was made of it, in one picture.
#pragma once

#include "base/image.h"

namespace segme {

/// `before` (RGB, or RGB and alpha) on the left; on the right `after` (1, 3 or 4 channels), enlarged or reduced to the
/// same height. What is transparent lies on a chequered ground. `out` is RGB.
void side_by_side(const Image& before, const Image& after, Image& out);

}  // namespace segme
