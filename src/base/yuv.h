// base/yuv: 8-bit 4:2:0 planes, as nearly every video has them, to RGB and back. Chroma is repeated for its four pixels
// and averaged over them, so that what is only passed through comes out as it went in, however often.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/image.h"
#include "base/video.h"
#include "base/yuv_kernels.h"

namespace segme {

/// Three planes; U and V have half of Y's sides, rounded up. Byte is std::uint8_t or const std::uint8_t.
template <class Byte>
struct Planes420 {
  Byte* y = nullptr;
  Byte* u = nullptr;
  Byte* v = nullptr;
  std::ptrdiff_t y_stride = 0, u_stride = 0, v_stride = 0;
};

/// Three planes of 10 bits a sample. A sample of U or V belongs to 2^across x 2^down pixels. Sample is std::uint16_t or
/// const std::uint16_t.
template <class Sample>
struct DeepPlanes {
  Sample* plane[3] = {};          ///< Y, U, V
  std::ptrdiff_t stride[3] = {};  ///< in samples
  unsigned across = 0, down = 0;
};

/// A picture as a video stores it, and what keeps its planes: 8 bits in 4:2:0 with even sides, or 10 bits.
struct StoredPicture {
  Planes420<const std::uint8_t> planes;
  int width = 0, height = 0;
  Colours colours;
  std::shared_ptr<void> keeper;
  DeepPlanes<const std::uint16_t> deep;
  [[nodiscard]] bool is_deep() const { return deep.plane[0] != nullptr; }
};

/// Planes of width x height to RGB, rounded to within one of the exact value. `image` is resized.
void read_yuv420(const Planes420<const std::uint8_t>& planes, int width, int height, const Colours& colours,
                 Image& image);

/// RGB to planes of its size.
void write_yuv420(const Image& image, const Colours& colours, const Planes420<std::uint8_t>& planes);

/// write_yuv420 for a part of a picture.
class RowsToYuv {
 public:
  explicit RowsToYuv(const Colours& colours);
  /// Two rows of 2 * pairs pixels become two of luma and one each of chroma.
  void run(const std::uint8_t* const rgb[2], std::size_t pairs, std::uint8_t* const y[2], std::uint8_t* u,
           std::uint8_t* v) const {
    kernels::yuv_from_rgb(rgb, pairs, weights_, y, u, v);
  }

 private:
  kernels::ToYuv weights_;
};

/// A pixel's 8-bit R, G, B to 10-bit luma and chroma, which are not rounded.
struct ToDeepYuv {
  explicit ToDeepYuv(const Colours& colours);
  static constexpr float kMiddle = 512;   ///< chroma of grey
  float dark = 0;                         ///< luma of black
  std::array<float, 3> luma{}, u{}, v{};  ///< for R, G and B
};

}  // namespace segme
