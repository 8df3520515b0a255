// base/yuv: 8-bit 4:2:0 planes, as nearly every video has them, to RGB and back. Chroma is repeated for its four pixels
// and averaged over them, so that what is only passed through comes out as it went in, however often.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/image.h"
#include "base/video.h"

namespace segme {

/// Three planes; U and V have half of Y's sides, rounded up. Byte is std::uint8_t or const std::uint8_t.
template <class Byte>
struct Planes420 {
  Byte* y = nullptr;
  Byte* u = nullptr;
  Byte* v = nullptr;
  std::ptrdiff_t y_stride = 0, u_stride = 0, v_stride = 0;
};

/// Planes of width x height to RGB, rounded to within one of the exact value. `image` is resized.
void read_yuv420(const Planes420<const std::uint8_t>& planes, int width, int height, const Colours& colours,
                 Image& image);

/// RGB to planes of its size.
void write_yuv420(const Image& image, const Colours& colours, const Planes420<std::uint8_t>& planes);

}  // namespace segme
