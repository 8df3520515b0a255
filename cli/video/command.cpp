// segme video: a video in, and out comes the person before another background, alone, or the matte; sound and all that
// goes with the pictures stays.
#include <cstdio>
#include <optional>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/progress.h"
#include "cli/common/say.h"
#include "cli/video/losses.h"
#include "cli/video/options.h"
#include "session/video.h"
#include "sink/video_file.h"

namespace segme::cli {
namespace {

void say_all(const std::vector<std::string>& sentences) {
  for (const std::string& sentence : sentences) say(Level::warning, sentence);
}

session::VideoResult run_with_progress(session::VideoJob& job) {
  std::optional<Progress> progress;
  session::VideoJob::Listener listener;
  listener.begins = [&](std::size_t expected) { progress.emplace(expected, true, " fps"); };
  listener.shown = [&] { progress->step(); };
  listener.ends = [&] { progress->finish(); };
  return job.run(listener);
}

int run_video(int argc, char** argv) {
  VideoCommandOptions options;
  if (!read_video_options(argc, argv, options)) return 0;
  watch_interrupt();
  // It lives as long as the process: main() ends it without taking engines apart.
  static session::VideoJob job(static_cast<const session::VideoJobOptions&>(options), interrupt_token());
  const session::VideoResult result = run_with_progress(job);
  say_all(result.notes);
  say_all(repair_sentences(options, result.source, result.repairs));
  say_all(loss_sentences(options.input, result.losses));
  say_all(background_sentences(options.recipe.background, result.background_losses, result.background_repairs));
  if (options.json) std::printf("%s\n", to_json(options, result).c_str());
  const bool lost = result.losses.any() || result.background_losses.any() || result.sound_lost;
  if (!interrupted()) return static_cast<int>(lost ? ExitCode::lost : ExitCode::ok);
  say(Level::info, "stopped by " + stop_reason() + "; '" + video_path(options.output) + "' holds the first " +
                       std::to_string(result.report.frames) + (result.report.frames == 1 ? " frame." : " frames."));
  return static_cast<int>(ExitCode::interrupted);
}

}  // namespace

const Command video_command{"video", kVideoSummary, run_video};

}  // namespace segme::cli
