// base/image: the three things that flow through SegMe. Image: 8-bit sRGB picture, with or without straight alpha.
// Matte: how much of each pixel is person, float 0..1. Frame: an Image and its moment.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/buffer.h"
#include "base/error.h"

namespace segme {

/// 8-bit sRGB, interleaved rows without padding. channels: 1 (grey), 3 (RGB) or 4 (RGB and straight alpha).
class Image {
 public:
  Image() = default;
  Image(int width, int height, int channels) { resize(width, height, channels); }

  /// Sets the shape; contents are undefined afterwards. Sides are >= 0 (0 x 0 is the empty picture).
  void resize(int width, int height, int channels) {
    SEGME_CHECK(width >= 0 && height >= 0 && channels >= 1 && channels <= 4);
    // Without this 2^31 x 2^31 x 4 bytes would be none.
    if (static_cast<std::size_t>(width) * static_cast<std::size_t>(height) > SIZE_MAX / 8) throw std::bad_alloc();
    width_ = width;
    height_ = height;
    channels_ = channels;
    pixels_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                   static_cast<std::size_t>(channels));
  }
  [[nodiscard]] int width() const noexcept { return width_; }
  [[nodiscard]] int height() const noexcept { return height_; }
  [[nodiscard]] int channels() const noexcept { return channels_; }
  [[nodiscard]] bool empty() const noexcept { return width_ == 0 || height_ == 0; }
  [[nodiscard]] std::size_t stride() const noexcept {
    return static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_);
  }
  [[nodiscard]] std::size_t size() const noexcept { return pixels_.size(); }
  [[nodiscard]] std::uint8_t* data() noexcept { return pixels_.data(); }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return pixels_.data(); }
  [[nodiscard]] std::uint8_t* row(int y) noexcept { return pixels_.data() + stride() * static_cast<std::size_t>(y); }
  [[nodiscard]] const std::uint8_t* row(int y) const noexcept {
    return pixels_.data() + stride() * static_cast<std::size_t>(y);
  }
  void fill(std::uint8_t value) noexcept { std::fill_n(pixels_.data(), pixels_.size(), value); }
  void swap(Image& other) noexcept {
    std::swap(width_, other.width_);
    std::swap(height_, other.height_);
    std::swap(channels_, other.channels_);
    pixels_.swap(other.pixels_);
  }

 private:
  int width_ = 0;
  int height_ = 0;
  int channels_ = 3;
  Buffer<std::uint8_t> pixels_;
};

/// Float 0..1 for every pixel, 1 = person; rows without padding. Any size until the last refiner, then the frame's.
class Matte {
 public:
  Matte() = default;
  Matte(int width, int height) { resize(width, height); }

  /// Sets the shape; contents are undefined afterwards.
  void resize(int width, int height) {
    SEGME_CHECK(width >= 0 && height >= 0);
    width_ = width;
    height_ = height;
    values_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  }
  [[nodiscard]] int width() const noexcept { return width_; }
  [[nodiscard]] int height() const noexcept { return height_; }
  [[nodiscard]] bool empty() const noexcept { return width_ == 0 || height_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] float* data() noexcept { return values_.data(); }
  [[nodiscard]] const float* data() const noexcept { return values_.data(); }
  [[nodiscard]] float* row(int y) noexcept {
    return values_.data() + static_cast<std::size_t>(width_) * static_cast<std::size_t>(y);
  }
  [[nodiscard]] const float* row(int y) const noexcept {
    return values_.data() + static_cast<std::size_t>(width_) * static_cast<std::size_t>(y);
  }
  void fill(float value) noexcept { std::fill_n(values_.data(), values_.size(), value); }
  void swap(Matte& other) noexcept {
    std::swap(width_, other.width_);
    std::swap(height_, other.height_);
    values_.swap(other.values_);
  }

 private:
  int width_ = 0;
  int height_ = 0;
  Buffer<float> values_;
};

/// One picture of a stream: an RGB Image (3 channels), its time in seconds from the start, its number from 0, and the
/// width of its pixels by their height where it is shown (anamorphic video: not 1).
struct Frame {
  Image image;
  double seconds = 0.0;
  std::int64_t number = 0;
  double pixel_aspect = 1.0;
};

}  // namespace segme
