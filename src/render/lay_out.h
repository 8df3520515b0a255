// render/lay_out: how a background of any size is put behind a frame.
#pragma once

#include <array>
#include <string_view>

#include "base/choice.h"
#include "base/image.h"

namespace segme {

/// fill: covers, and is cropped. fit: whole, on black. centre: as large as it is.
enum class Fit { fill, fit, centre };
template <>
struct NamesOf<Fit> {
  static constexpr std::array<std::string_view, 3> all = {"fill", "fit", "centre"};
};

/// Lays an RGB picture out on width x height. `scratch` is a buffer that is kept between calls. stretch: how much wider
/// than those of `out` its pixels are shown (of pixels of the same height), so that a circle stays one in anamorphic
/// video.
void lay_out(const Image& from, Fit fit, int width, int height, Image& scratch, Image& out, double stretch = 1);

}  // namespace segme
