// base/ffmpeg/filter_graph: frames through a chain of FFmpeg's filters, one in and one out. libavfilter is loaded when
// the first chain is made: it brings some seventy libraries with it, and few videos need it.
#pragma once

#include "base/ffmpeg/handles.h"

struct AVFilterContext;
struct AVFilterGraph;

#include <memory>
#include <string>

namespace segme::ffmpeg {

class FilterGraph {
 public:
  /// `filters` between a source of frames of that size, pixel format (its name or number) and time base, and a sink.
  /// One thread: other stages need the cores. @throws Error(missing) where there is no libavfilter, or it lacks a
  /// filter: "this FFmpeg cannot `task`: ... `advice`"
  FilterGraph(int width, int height, const std::string& pixels, AVRational time_base, const std::string& filters,
              const std::string& task, const std::string& advice);

  /// Takes what the frame holds. Null: no more will come. 0 or FFmpeg's error.
  int push(AVFrame* frame);
  /// Takes a reference of the frame, which stays as it is.
  int push_shared(AVFrame* frame);
  /// The next frame, with its moment in ticks(); false when more must be pushed first.
  bool pull(AVFrame& frame);
  [[nodiscard]] AVRational ticks() const;

 private:
  struct Free {
    void operator()(AVFilterGraph* graph) const;
  };
  std::unique_ptr<AVFilterGraph, Free> graph_;
  AVFilterContext* in_ = nullptr;
  AVFilterContext* out_ = nullptr;
};

}  // namespace segme::ffmpeg
