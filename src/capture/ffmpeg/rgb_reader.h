// capture/ffmpeg/rgb_reader: a decoded picture, in whatever pixel format, range and orientation -> an upright RGB
// Image.
#pragma once

#include "base/ffmpeg/handles.h"
#include "base/image.h"
#include "capture/upright.h"

namespace segme::ffmpeg {

class RgbReader {
 public:
  /// orientation: EXIF's number.
  explicit RgbReader(int orientation) : orientation_(orientation) {}
  /// Pictures become as large as this one is, and `wider` times as wide before they are turned.
  void begin(const AVFrame& first, double wider);
  [[nodiscard]] int width() const { return swaps_sides(orientation_) ? height_ : width_; }
  [[nodiscard]] int height() const { return swaps_sides(orientation_) ? width_ : height_; }
  /// @throws Error(input) for a pixel format that cannot be read.
  void read(const AVFrame& frame, Image& image);

 private:
  void convert(const AVFrame& frame, Image& image);
  int orientation_;
  int width_ = 0, height_ = 0;  ///< before it is turned
  ScalerPointer scaler_;
  Colours colours_;
  int from_width_ = 0, from_height_ = 0, from_format_ = AV_PIX_FMT_NONE;
  Image stored_;
};

}  // namespace segme::ffmpeg
