// sink/ffmpeg/picture_writer: an Image (matte, RGB, RGBA) -> a frame in the encoder's pixel format and the file's
// colours.
#pragma once

#include "base/ffmpeg/handles.h"
#include "base/image.h"
#include "sink/fill_hidden.h"

namespace segme::ffmpeg {

class PictureWriter {
 public:
  /// Pictures have so many channels. format: what the frames are to be. @throws Error(output) when pictures cannot
  /// become that.
  PictureWriter(int width, int height, int channels, AVPixelFormat format, const Colours& colours);
  /// The picture as a frame; the encoder may keep it, then the next one is another. Valid until the next call.
  AVFrame& write(const Image& picture);
  /// The frame itself, 8-bit 4:2:0 or 10 bits, to be drawn on.
  AVFrame& writable();

 private:
  int width_, height_, channels_;
  AVPixelFormat format_;
  Colours colours_;
  ScalerPointer scaler_;
  FramePointer frame_;
  HiddenFill fill_;
  Image filled_;
  bool fills_ = false;
};

}  // namespace segme::ffmpeg
