// segme stream: a video, a camera or several, with something else behind the person, to servers and files at once.
// session/stream does the work; here are the words.
#include <cstdio>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/common/say.h"
#include "cli/common/with_flags.h"
#include "cli/stream/options.h"
#include "cli/video/losses.h"
#include "session/stream/job.h"

namespace segme::cli {
namespace {

session::StreamOptions job_options(const StreamCommandOptions& o) {
  session::StreamOptions job;
  job.inputs = o.inputs;
  job.outputs = o.outputs;
  job.width = o.width;
  job.height = o.height;
  job.frame_rate = o.frame_rate;
  job.encoder = o.encoder;
  job.bit_rate = o.bit_rate;
  job.no_sound = o.no_sound;
  job.loop = o.loop;
  job.patience = o.patience;
  job.deadline = o.deadline;
  job.when_slow = o.when_slow == "wait" ? WhenFull::wait : WhenFull::drop;
  job.seconds = o.seconds;
  job.overwrite = o.overwrite;
  job.recipe = recipe_of(o, o.threads);
  if (o.matte) job.recipe.render = "matte_view";
  job.transparent = o.transparent();
  job.used = sources_of(o);
  job.tell = say_there;
  job.read = say_file_read;
  job.lost = [](const std::string& sentence) { say(Level::error, sentence); };
  return job;
}

void print(const session::StreamFigures& figures) {
  sayf(Level::info, "%lld pictures in %.1f s, %lld frames left out because they came too fast",
       static_cast<long long>(figures.pictures), figures.seconds, static_cast<long long>(figures.left_out));
  for (const session::OutputFigures& one : figures.outputs) {
    sayf(Level::info, "'%s' got %lld, %lld dropped, %d reconnects%s", one.where.c_str(),
         static_cast<long long>(one.pictures), static_cast<long long>(one.dropped), one.reconnects,
         one.lost.empty() ? "" : ", then given up");
  }
}

void print_json(session::StreamFigures figures) {
  for (session::OutputFigures& one : figures.outputs) one.lost = with_flags(one.lost);
  std::puts(to_json(figures).c_str());
}

int run_stream(int argc, char** argv) {
  StreamCommandOptions options;
  if (!read_stream_options(argc, argv, options)) return 0;
  watch_interrupt();
  session::StreamJob job(job_options(options), interrupt_token());
  job.run();
  const session::StreamFigures figures = job.figures();
  bool lost = file_lost();
  for (const session::OutputFigures& one : figures.outputs) {
    lost = lost || one.sound_lost;
    for (const std::string& note : one.notes) say(Level::warning, "'" + one.where + "': " + note);
  }
  options.json ? print_json(figures) : print(figures);
  job.check();
  if (interrupted()) return static_cast<int>(ExitCode::interrupted);
  if (!job.all_well()) return static_cast<int>(ExitCode::partial);
  return static_cast<int>(lost ? ExitCode::lost : ExitCode::ok);
}

}  // namespace

const Command stream_command{"stream", kStreamSummary, run_stream};

}  // namespace segme::cli
