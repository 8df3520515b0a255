// session/tiles: see tiles.h.
#include "session/tiles.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme::session {

Tiles::Tiles(int count, int width, int height)
    : columns_(static_cast<int>(std::ceil(std::sqrt(count)))), width_(width), height_(height) {
  SEGME_CHECK(count >= 1 && width >= 1 && height >= 1);
  canvas_.resize(columns_ * width, (count + columns_ - 1) / columns_ * height, 3);
  canvas_.fill(0);
}

void Tiles::put(int place, const Image& picture) {
  if (picture.empty()) return;
  const double factor =
      std::min(static_cast<double>(width_) / picture.width(), static_cast<double>(height_) / picture.height());
  const int width = std::clamp(static_cast<int>(std::lround(picture.width() * factor)), 1, width_);
  const int height = std::clamp(static_cast<int>(std::lround(picture.height() * factor)), 1, height_);
  const bool as_it_is = width == picture.width() && height == picture.height();
  if (!as_it_is) resize_area(picture, width, height, scaled_);
  const Image& from = as_it_is ? picture : scaled_;
  const int left = place % columns_ * width_, top = place / columns_ * height_;
  for (int y = 0; y < height_; ++y) std::fill_n(canvas_.row(top + y) + 3 * left, 3 * width_, std::uint8_t{0});
  const int channels = from.channels();
  for (int y = 0; y < height; ++y) {
    std::uint8_t* to = canvas_.row(top + (height_ - height) / 2 + y) + 3 * (left + (width_ - width) / 2);
    const std::uint8_t* pixel = from.row(y);
    for (int x = 0; x < width; ++x, to += 3, pixel += channels) {
      const int alpha = channels == 4 ? pixel[3] : 255;
      for (int c = 0; c < 3; ++c) {
        to[c] = static_cast<std::uint8_t>((pixel[channels < 3 ? 0 : c] * alpha + 127) / 255);
      }
    }
  }
}

}  // namespace segme::session
