// cli/video/work: one video from source to output.
#pragma once

#include <string>
#include <vector>

#include "capture/video_file.h"
#include "cli/video/options.h"
#include "pipeline/threads.h"

namespace segme::cli {

/// What there is to say about a video afterwards.
struct VideoResult {
  ThreadedReport report;
  VideoInfo source;
  VideoLosses losses;
  VideoRepairs repairs;
  std::string model, device, encoder;
  std::vector<std::string> notes;
};

/// Does it; progress goes to standard error when that is a terminal. @throws Error
VideoResult process_video(const VideoCommandOptions& options);

/// The summary of --json, without the end of line.
std::string to_json(const VideoCommandOptions& options, const VideoResult& result);

}  // namespace segme::cli
