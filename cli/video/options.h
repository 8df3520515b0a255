// cli/video/options: what `segme video` can be told.
#pragma once

#include <string>

#include "cli/common/pipeline_flags.h"

namespace segme::cli {

struct VideoCommandOptions : PipelineFlags {
  VideoCommandOptions() {
    refine = kVideoRefine;
    precision = "auto";
  }
  std::string input, output;
  double start = 0, end = 0;  ///< seconds; end 0: to the end
  std::string background_end = "loop", on_resize = "letterbox", deinterlace = "auto", hdr = "tonemap";
  double timeout = 30;  ///< seconds that an address may be silent
  int crf = -1;
  std::string encoder;
  std::string format, output_pixel_format;
  std::string input_format, size, pixel_format;
  int width = 0, height = 0;
  double frame_rate = 0;
  bool pictures_only = false;
  bool overwrite = false;
  bool json = false;
};

/// Seconds from "12.5", "1:02.5" or "1:00:02". @throws Error(usage)
double read_time(const std::string& text);

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_video_options(int argc, char** argv, VideoCommandOptions& options);

}  // namespace segme::cli
