// capture/upright: puts rows as the camera stored them where they belong in the upright picture (EXIF
// orientation 1..8).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace segme {

/// True when orientation swaps width and height.
[[nodiscard]] constexpr bool swaps_sides(int orientation) { return orientation >= 5 && orientation <= 8; }

/// Places rows first .. first + count - 1 of a picture stored as width x height into `out`, the upright picture.
/// T is a whole pixel; rows of both have no padding.
template <class T>
void place_rows(const T* rows, int first, int count, int width, int height, int orientation, T* out) {
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const auto w = static_cast<std::ptrdiff_t>(width);
  const auto h = static_cast<std::ptrdiff_t>(height);
  if (!swaps_sides(orientation)) {
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const T* from = rows + i * w;
      T* to = out + (mirror_y ? h - 1 - (first + i) : first + i) * w;
      for (std::ptrdiff_t x = 0; x < w; ++x) to[mirror_x ? w - 1 - x : x] = from[x];
    }
    return;
  }
  // A stored column becomes a row. In blocks of 16 columns the cache lines read for one column still serve the next.
  constexpr std::ptrdiff_t kBlock = 16;
  for (std::ptrdiff_t left = 0; left < w; left += kBlock) {
    for (std::ptrdiff_t above = 0; above < count; above += kBlock) {
      const std::ptrdiff_t below = std::min<std::ptrdiff_t>(above + kBlock, count);
      for (std::ptrdiff_t x = left; x < std::min(left + kBlock, w); ++x) {
        T* to = out + (mirror_x ? w - 1 - x : x) * h;
        for (std::ptrdiff_t i = above; i < below; ++i) to[mirror_y ? h - 1 - (first + i) : first + i] = rows[i * w + x];
      }
    }
  }
}

}  // namespace segme
