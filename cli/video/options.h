// cli/video/options: what `segme video` can be told.
#pragma once

#include <string>

#include "cli/common/pipeline_flags.h"
#include "session/video.h"

namespace segme::cli {

struct VideoCommandOptions : session::VideoJobOptions {
  VideoCommandOptions() {
    flags.refine = kMovingRefine;
    flags.precision = "auto";
  }
  PipelineFlags flags;
  bool json = false;
};

/// Seconds from "12.5", "1:02.5" or "1:00:02". @throws Error(usage)
double read_time(const std::string& text);

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_video_options(int argc, char** argv, VideoCommandOptions& options);

}  // namespace segme::cli
