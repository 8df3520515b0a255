// cli/live/options: what `segme live` can be told.
#pragma once

#include <string>
#include <vector>

#include "cli/common/pipeline_flags.h"
#include "pipeline/live.h"

namespace segme::cli {

struct LiveCommandOptions : PipelineFlags {
  LiveCommandOptions() {
    background = "blur";
    refine = kMovingRefine;
    threads = 1;
    precision = "auto";
  }
  std::string camera = "0";
  bool list = false;
  std::string size, format;
  int width = 0, height = 0;
  double frame_rate = 0;
  std::vector<std::string> backgrounds;  ///< further ones, for the key b
  std::string sync_text = "exact";
  Sync sync = Sync::exact;
  std::string preview = "auto";
  std::string virtual_camera, record, encoder;
  bool overwrite = false;
  bool loop = false;
  std::string adapt_text;
  double adapt = 0;     ///< milliseconds a frame that level and refiners are chosen for, as it runs; 0: they stay
  double patience = 0;  ///< seconds that a source may be away
  double seconds = 0;   ///< 0: until the end
  bool json = false;
};

/// "1280x720". @throws Error(usage)
void read_size(const std::string& text, int& width, int& height);

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_live_options(int argc, char** argv, LiveCommandOptions& options);

}  // namespace segme::cli
