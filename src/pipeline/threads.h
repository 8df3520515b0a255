// pipeline/threads: Pipeline::run() with its stages on threads of their own: decode | net | refine and render | encode.
// For files, where every frame counts: order is kept, a full queue makes the faster stage wait, buffers go round.
#pragma once

#include <cstdint>
#include <functional>

#include "capture/video_file.h"
#include "pipeline.h"
#include "sink/video_file.h"

namespace segme {

struct ThreadedOptions {
  std::function<bool()> stop;  ///< asked before every frame; true: no more are read, those under way are shown
  std::function<void(std::int64_t)> shown;  ///< called after each picture with how many there are
  /// What is read and written once more, if both are videos: then pictures go from the one to the other in planes
  /// wherever they can.
  VideoSource* source = nullptr;
  VideoSink* sink = nullptr;
};

/// What a run did. Times are milliseconds that a stage was at work, for all frames together.
struct ThreadedReport {
  std::int64_t frames = 0;
  std::int64_t in_planes = 0;  ///< those of them that were drawn in planes
  bool stopped = false;        ///< by ThreadedOptions::stop
  double decode = 0, tensorise = 0, net = 0, refine = 0, render = 0, encode = 0, wall = 0;
  /// Milliseconds that the threads waited: the decoder's until a frame is through all stages, each other one for the
  /// stage before it.
  struct Waits {
    double decode = 0, net = 0, refine = 0, encode = 0;
  } waits;
  double person = 0;  ///< mean of all mattes' means
};

/// Takes the capture to its end. The sink is called on the caller's thread; its finish() is left to the caller.
/// @throws what a stage throws, when all threads have ended.
ThreadedReport run_threaded(Pipeline& pipeline, Capture& capture, Sink& sink, const ThreadedOptions& options);

}  // namespace segme
