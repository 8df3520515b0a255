// sink/fitted: see fitted.h.
#include "sink/fitted.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/resize.h"

namespace segme {

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
  if (whole.width() == width_ && whole.height() == height_) return sink_->show(whole, seconds);
  const double factor =
      std::min(static_cast<double>(width_) / whole.width(), static_cast<double>(height_) / whole.height());
  const int width = std::clamp(static_cast<int>(std::lround(whole.width() * factor)), 1, width_);
  const int height = std::clamp(static_cast<int>(std::lround(whole.height() * factor)), 1, height_);
  resize_area(whole, width, height, scaled_);
  if (width == width_ && height == height_) return sink_->show(scaled_, seconds);
  placed_.resize(width_, height_, channels_);
  placed_.fill(0);
  const int left = (width_ - width) / 2, top = (height_ - height) / 2;
  for (int y = 0; y < height; ++y) {
    std::memcpy(placed_.row(top + y) + static_cast<std::ptrdiff_t>(left) * channels_, scaled_.row(y), scaled_.stride());
  }
  sink_->show(placed_, seconds);
}

}  // namespace segme
