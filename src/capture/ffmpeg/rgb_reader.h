// capture/ffmpeg/rgb_reader: a decoded picture, in whatever pixel format, range and orientation -> an upright RGB
// Image.
#pragma once

#include "base/ffmpeg/handles.h"
#include "base/image.h"

namespace segme::ffmpeg {

class RgbReader {
 public:
  /// orientation: EXIF's number. Pictures of another size than the first become its size.
  explicit RgbReader(int orientation) : orientation_(orientation) {}
  /// @throws Error(input) for a pixel format that cannot be read.
  void read(const AVFrame& frame, Image& image);

 private:
  void convert(const AVFrame& frame, Image& image);
  int orientation_;
  int width_ = 0, height_ = 0;  ///< as stored
  ScalerPointer scaler_;
  Colours colours_;
  int from_width_ = 0, from_height_ = 0, from_format_ = AV_PIX_FMT_NONE;
  Image stored_;
};

}  // namespace segme::ffmpeg
