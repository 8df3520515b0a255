// base/resize: pictures and mattes to another size. Area average along an axis that shrinks, half-pixel-centre bilinear
// along one that grows: nothing aliases, and a centred shape stays centred.
#pragma once

#include "base/image.h"

namespace segme {

/// Resizes a picture of 1..4 channels. `out` may not be `in`. Sides >= 1.
void resize_area(const Image& in, int width, int height, Image& out);

/// The same for a matte.
void resize_matte(const Matte& in, int width, int height, Matte& out);

}  // namespace segme
