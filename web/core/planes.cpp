// web/core/planes: the planes of a video frame, as VideoFrame.copyTo() gives them without converting, to the RGB that
// the core works on. It takes a third of the time that the browser takes to make RGBA.
#include <emscripten/emscripten.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/yuv.h"

namespace {

using segme::Image;
using Planes = segme::Planes420<const std::uint8_t>;

/// U and V of NV12 lie beside each other: planes of their own, U above V.
Planes apart(const std::uint8_t* y, int width, int height) {
  static Image chroma;  // kept: every frame of a track is as large
  const int across = (width + 1) / 2, down = (height + 1) / 2;
  chroma.resize(across, 2 * down, 1);
  const std::uint8_t* pair = y + static_cast<std::ptrdiff_t>(width) * height;
  const auto count = static_cast<std::ptrdiff_t>(across) * down;
  std::uint8_t* const u = chroma.row(0);
  std::uint8_t* const v = chroma.row(down);
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    u[i] = pair[2 * i];
    v[i] = pair[2 * i + 1];
  }
  return {y, u, v, width, across, across};
}

Planes one_after_another(const std::uint8_t* y, int width, int height) {
  const int across = (width + 1) / 2, down = (height + 1) / 2;
  const std::uint8_t* const u = y + static_cast<std::ptrdiff_t>(width) * height;
  return {y, u, u + static_cast<std::ptrdiff_t>(across) * down, width, across, across};
}

void turn(std::uint8_t* row, int width) {
  for (std::uint8_t *left = row, *right = row + 3 * (static_cast<std::ptrdiff_t>(width) - 1); left < right;
       left += 3, right -= 3) {
    std::swap_ranges(left, left + 3, right);
  }
}

}  // namespace

/// I420, or NV12 where chroma is `together`, in rows without gaps, to RGB rows; `mirror` turns each row left to right.
extern "C" EMSCRIPTEN_KEEPALIVE void page_read_planes(const std::uint8_t* planes, int width, int height, int together,
                                                      int bt601, int full_range, int mirror, std::uint8_t* rgb) {
  segme::Colours colours;
  colours.matrix = bt601 != 0 ? segme::ColourMatrix::bt601 : segme::ColourMatrix::bt709;
  colours.full_range = full_range != 0;
  Image picture;
  picture.borrow(rgb, width, height, 3);
  read_yuv420(together != 0 ? apart(planes, width, height) : one_after_another(planes, width, height), width, height,
              colours, picture);
  if (mirror == 0) return;
  for (int y = 0; y < height; ++y) turn(picture.row(y), width);
}
