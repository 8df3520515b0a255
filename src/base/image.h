// base/image: the three things that flow through SegMe. Image: 8-bit sRGB picture, with or without straight alpha.
// Matte: how much of each pixel is person, float 0..1. Frame: an Image and its moment.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/buffer.h"
#include "base/checked_size.h"
#include "base/error.h"

namespace segme {

/// 8-bit sRGB, interleaved rows without padding. channels: 1 (grey), 3 (RGB) or 4 (RGB and straight alpha).
class Image {
 public:
  Image() = default;
  Image(int width, int height, int channels) { resize(width, height, channels); }

  /// Sets the shape; contents are undefined afterwards. Sides are >= 0 (0 x 0 is the empty picture).
  /// @throws std::bad_alloc when there is no memory for it
  void resize(int width, int height, int channels) {
    SEGME_CHECK(width >= 0 && height >= 0 && channels >= 1 && channels <= 4);
    const std::size_t size = memory_size(width, height, channels);
    width_ = height_ = 0;  // what it is when there is no memory
    pixels_.resize(size);
    width_ = width;
    height_ = height;
    channels_ = channels;
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
  /// A picture of somebody else's pixels, in rows without gaps; they are only read, and must outlive this view. Aligned
  /// to nothing. resize() to a larger picture takes memory of its own.
  void borrow(const std::uint8_t* pixels, int width, int height, int channels) {
    SEGME_CHECK(pixels != nullptr && width >= 1 && height >= 1 && channels >= 1 && channels <= 4);
    width_ = width;
    height_ = height;
    channels_ = channels;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): whoever borrows hands on a const Image
    pixels_.borrow(const_cast<std::uint8_t*>(pixels), stride() * static_cast<std::size_t>(height));
  }
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

  /// Sets the shape; contents are undefined afterwards. @throws std::bad_alloc when there is no memory for it
  void resize(int width, int height) {
    SEGME_CHECK(width >= 0 && height >= 0);
    const std::size_t size = memory_size(width, height);
    width_ = height_ = 0;
    values_.resize(size);
    width_ = width;
    height_ = height;
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
/// width of its pixels by their height where it is shown (anamorphic video: not 1). A picture that has transparent
/// places (stills only, see pipeline/still) lies on white in `image`.
struct Frame {
  Image image;
  double seconds = 0.0;
  std::int64_t number = 0;
  double pixel_aspect = 1.0;
  Image alpha = {};    ///< its own alpha, 1 channel; empty where all of it is opaque
  Image colours = {};  ///< the RGB below its alpha; empty as well
  /// The colours to draw a person in.
  [[nodiscard]] const Image& person() const noexcept { return colours.empty() ? image : colours; }
};

}  // namespace segme
