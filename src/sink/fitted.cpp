// sink/fitted: see fitted.h.
#include "sink/fitted.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/resize.h"

namespace segme {

const Image& fit_whole(const Image& picture, int width, int height, Image& scaled, Image& placed) {
  if (picture.width() == width && picture.height() == height) return picture;
  const double factor =
      std::min(static_cast<double>(width) / picture.width(), static_cast<double>(height) / picture.height());
  const int wide = std::clamp(static_cast<int>(std::lround(picture.width() * factor)), 1, width);
  const int high = std::clamp(static_cast<int>(std::lround(picture.height() * factor)), 1, height);
  resize_area(picture, wide, high, scaled);
  if (wide == width && high == height) return scaled;
  const int channels = picture.channels();
  placed.resize(width, height, channels);
  placed.fill(0);
  const int left = (width - wide) / 2, top = (height - high) / 2;
  for (int y = 0; y < high; ++y) {
    std::memcpy(placed.row(top + y) + static_cast<std::ptrdiff_t>(left) * channels, scaled.row(y), scaled.stride());
  }
  return placed;
}

Fitted::Fitted(std::unique_ptr<Sink> sink, int width, int height, bool alpha)
    : sink_(std::move(sink)), width_(width), height_(height), channels_(alpha ? 4 : 3) {
  SEGME_CHECK(sink_ != nullptr);
}

/// The picture with the channels that the sink gets.
const Image& Fitted::coloured(const Image& picture) {
  const int from_channels = picture.channels();
  if (from_channels == channels_) return picture;
  coloured_.resize(picture.width(), picture.height(), channels_);
  const std::uint8_t* from = picture.data();
  std::uint8_t* const end = coloured_.data() + coloured_.size();
  for (std::uint8_t* to = coloured_.data(); to != end; to += channels_, from += from_channels) {
    const int alpha = from_channels == 4 ? from[3] : 255;
    const auto colour = [&](int c) { return from[from_channels < 3 ? 0 : c]; };
    for (int c = 0; c < 3; ++c) {
      to[c] = channels_ == 4 ? colour(c) : static_cast<std::uint8_t>((colour(c) * alpha + 127) / 255);
    }
    if (channels_ == 4) to[3] = static_cast<std::uint8_t>(alpha);
  }
  return coloured_;
}

void Fitted::show(const Image& picture, double seconds) {
  if (picture.empty()) return;
  if (width_ == 0 || height_ == 0) width_ = picture.width(), height_ = picture.height();
  const Image& whole = coloured(picture);
  sink_->show(fit_whole(whole, width_, height_, scaled_, placed_), seconds);
}

}  // namespace segme
