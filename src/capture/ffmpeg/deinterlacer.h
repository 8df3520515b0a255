// capture/ffmpeg/deinterlacer: frames that hold two moments, a line of the one and a line of the other -> frames of one
// (FFmpeg's bwdif). What is not interlaced passes unchanged.
#pragma once

#include <cstdint>
#include <memory>

#include "base/ffmpeg/filter_graph.h"
#include "capture/video_file.h"

namespace segme::ffmpeg {

/// Whether the decoder says that the frame is interlaced.
bool is_interlaced(const AVFrame& frame);
/// Whether the upper line of two is the earlier one.
bool first_field_is_top(const AVFrame& frame);

/// Frames of one size and kind through FFmpeg's filter.
class FieldFilter {
 public:
  /// Frames like this one, whose moments are ticks of time_base. all: whatever they are flagged as.
  /// @throws Error(missing) when this FFmpeg lacks the filter.
  FieldFilter(const AVFrame& like, AVRational time_base, bool all);
  [[nodiscard]] bool takes(const AVFrame& frame) const;
  /// Null: no more will come.
  void push(AVFrame* frame);
  /// The next frame, with its moment in pts; false when it needs another one first.
  bool pull(AVFrame& frame);

 private:
  FilterGraph graph_;
  AVRational time_base_;
  int width_, height_, format_;
};

class Deinterlacer {
 public:
  Deinterlacer(Deinterlace when, AVRational time_base) : when_(when), time_base_(time_base) {}
  /// Takes what the frame holds, which has its moment in pts. Null: no more will come. Then pull() until it is false.
  void push(AVFrame* frame);
  /// The next frame; false when there is none yet.
  bool pull(AVFrame& frame);
  /// A seek: what it holds is not wanted any more.
  void forget();
  /// Interlaced frames so far.
  [[nodiscard]] std::int64_t interlaced() const { return interlaced_; }

 private:
  Deinterlace when_;
  AVRational time_base_;
  std::unique_ptr<FieldFilter> filter_;
  FramePointer waiting_{av_frame_alloc()};  ///< what comes when the filter has given all
  bool waits_ = false, last_given_ = false;
  std::int64_t interlaced_ = 0;
};

}  // namespace segme::ffmpeg
