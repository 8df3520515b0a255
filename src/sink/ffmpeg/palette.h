// sink/ffmpeg/palette: RGBA pictures -> 256 colours a picture, chosen for it, for GIF (FFmpeg's palettegen and
// paletteuse).
#pragma once

#include "base/ffmpeg/filter_graph.h"

namespace segme::ffmpeg {

class GifPalette {
 public:
  /// @throws Error(missing) when this FFmpeg lacks the filters.
  GifPalette(int width, int height, AVRational time_base);
  /// Null: no more will come. 0 or FFmpeg's error.
  int push(AVFrame* frame);
  /// The next picture with its palette; false when it needs more pictures first.
  bool pull(AVFrame& frame);

 private:
  FilterGraph graph_;
};

}  // namespace segme::ffmpeg
