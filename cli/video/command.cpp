// segme video: a video in, and out comes the person before another background, alone, or the matte; sound and all that
// goes with the pictures stays.
#include <cstdio>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/say.h"
#include "cli/video/options.h"
#include "cli/video/work.h"
#include "sink/video_file.h"

namespace segme::cli {
namespace {

int run_video(int argc, char** argv) {
  VideoCommandOptions options;
  if (!read_video_options(argc, argv, options)) return 0;
  watch_interrupt();
  const VideoResult result = process_video(options);
  for (const std::string& note : result.notes) say(Level::warning, note);
  if (result.damaged > 0) {
    sayf(Level::warning, "%lld damaged parts of '%s' were passed over.", static_cast<long long>(result.damaged),
         options.input.c_str());
  }
  if (options.json) std::printf("%s\n", to_json(options, result).c_str());
  if (!interrupted()) return 0;
  sayf(Level::info, "stopped by Ctrl-C; '%s' holds the first %lld frames.", video_path(options.output).c_str(),
       static_cast<long long>(result.report.frames));
  return static_cast<int>(ExitCode::interrupted);
}

}  // namespace

const Command video_command{"video", kVideoSummary, run_video};

}  // namespace segme::cli
