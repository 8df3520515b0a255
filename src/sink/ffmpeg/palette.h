// sink/ffmpeg/palette: RGBA pictures -> 256 colours a picture, chosen for it, for GIF (FFmpeg's palettegen and
// paletteuse).
#pragma once

#include <memory>

#include "base/ffmpeg/handles.h"

extern "C" {
#include <libavfilter/avfilter.h>
}

namespace segme::ffmpeg {

class Palette {
 public:
  /// @throws Error(missing) when this FFmpeg lacks the filters.
  Palette(int width, int height, AVRational time_base);
  /// Null: no more will come. 0 or FFmpeg's error.
  int push(AVFrame* frame);
  /// The next picture with its palette; false when it needs more pictures first.
  bool pull(AVFrame& frame);

 private:
  std::unique_ptr<AVFilterGraph, FreePointer<avfilter_graph_free>> graph_;
  AVFilterContext* in_ = nullptr;
  AVFilterContext* out_ = nullptr;
};

}  // namespace segme::ffmpeg
