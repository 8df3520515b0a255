// base/resize_plain: what resize_area and resize_matte mean, written for reading. The tests hold the fast ones against
// it.
#pragma once

#include "base/image.h"

namespace segme::plain {

/// See base/resize.h.
void resize_area(const Image& in, int width, int height, Image& out);
void resize_matte(const Matte& in, int width, int height, Matte& out);

}  // namespace segme::plain
