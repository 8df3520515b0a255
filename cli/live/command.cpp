// segme live: a camera, a file as one, or a stream; the person before another background as it happens, in a window, a
// terminal, a virtual camera and a recording. session/live does the work.
#include <cstdio>
#include <memory>

#include "base/error.h"
#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/replaceable.h"
#include "cli/common/say.h"
#include "cli/live/cameras.h"
#include "cli/live/options.h"
#include "cli/live/report.h"
#include "cli/live/screen.h"
#include "cli/video/losses.h"
#include "recipe/recipe.h"
#include "session/live/job.h"

namespace segme::cli {
namespace {

session::LiveOptions job_options(const LiveCommandOptions& o) {
  session::LiveOptions job;
  job.source = {o.camera, o.format, o.width, o.height, o.frame_rate, o.loop, o.patience, say_there, {}, say_file_read};
  job.sync = o.sync;
  job.virtual_camera = o.virtual_camera;
  job.record = o.record;
  job.encoder = o.encoder;
  job.overwrite = o.overwrite;
  job.adapt = o.adapt;
  job.seconds = o.seconds;
  job.recipe = recipe_of(o, o.threads);
  job.recipe.background = "none";  // what is drawn comes from the controls
  job.recipe.render.clear();
  job.transparent = o.transparent();
  job.used = sources_of(o);
  for (const std::string& background : o.backgrounds) job.used.add_named_in(background);
  return job;
}

int run_live(int argc, char** argv) {
  LiveCommandOptions options;
  if (!read_live_options(argc, argv, options)) return 0;
  if (options.list) {
    print_cameras();
    return 0;
  }
  watch_interrupt();
  session::LiveJob job(job_options(options), interrupt_token());
  LiveControls controls(job.pipeline(), options);
  LiveScreen screen(options.preview, !options.virtual_camera.empty() || !options.record.empty(), controls);
  job.run(screen);
  if (options.json) {
    std::puts(job.report().to_json(job.pipeline(), job.info()).c_str());
  } else {
    print_report(job.report(), job.info());
  }
  job.check();
  if (interrupted()) return static_cast<int>(ExitCode::interrupted);
  return static_cast<int>(file_lost() ? ExitCode::lost : ExitCode::ok);
}

}  // namespace

const Command live_command{"live", kLiveSummary, run_live};

}  // namespace segme::cli
