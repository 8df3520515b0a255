// cli/stream/options: what `segme stream` can be told.
#pragma once

#include <string>
#include <vector>

#include "cli/common/pipeline_flags.h"
#include "pipeline/live.h"

namespace segme::cli {

struct StreamCommandOptions : PipelineFlags {
  StreamCommandOptions() {
    refine = kMovingRefine;
    threads = 1;
    precision = "auto";
  }
  std::vector<std::string> inputs;   ///< one, or several that are tiled
  std::vector<std::string> outputs;  ///< URLs and files
  std::string size;
  int width = 0, height = 0;
  double frame_rate = 0;  ///< 0: the input's
  std::string encoder;
  int bit_rate = 2500;  ///< kilobits a second, of URLs
  bool no_sound = false;
  bool loop = false;
  double patience = 30;  ///< seconds that an input may be away
  double deadline = 10;  ///< seconds that a server may take for anything
  std::string when_slow = "drop";
  double seconds = 0;
  bool overwrite = false;
  bool json = false;
};

/// Reads the command line. Returns false when it was --help, which is then printed.
/// @throws Error(usage)
bool read_stream_options(int argc, char** argv, StreamCommandOptions& options);

}  // namespace segme::cli
