// base/ffmpeg/filter_graph: frames through a chain of FFmpeg's filters, one in and one out.
#pragma once

#include "base/ffmpeg/handles.h"

extern "C" {
#include <libavfilter/avfilter.h>
}

#include <memory>
#include <string>

namespace segme::ffmpeg {

struct FilterGraph {
  /// `filters` between a source of frames of that size, pixel format (its name or number) and time base, and a sink.
  /// One thread: other stages need the cores. @throws Error(missing) where this FFmpeg lacks a filter: "this FFmpeg
  /// cannot `task`: ... `advice`"
  FilterGraph(int width, int height, const std::string& pixels, AVRational time_base, const std::string& filters,
              const std::string& task, const std::string& advice);

  std::unique_ptr<AVFilterGraph, FreePointer<avfilter_graph_free>> graph;
  AVFilterContext* in = nullptr;
  AVFilterContext* out = nullptr;
};

}  // namespace segme::ffmpeg
