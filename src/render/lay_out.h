// render/lay_out: how a background of any size is put behind a frame.
#pragma once

#include <string>

#include "base/image.h"

namespace segme {

/// Lays an RGB picture out on width x height. fit: fill (covers, crops), fit (whole, on black) or centre (as large as
/// it is). `scratch` is a buffer that is kept between calls. stretch: how much wider than those of `out` its pixels are
/// shown (of pixels of the same height), so that a circle stays one in anamorphic video.
void lay_out(const Image& from, const std::string& fit, int width, int height, Image& scratch, Image& out,
             double stretch = 1);

}  // namespace segme
