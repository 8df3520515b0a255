// segme image: pictures in, cut-outs, composites or mattes out. session/image does the work; here are the words.
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/common/interrupt.h"
#include "cli/common/media.h"
#include "cli/common/say.h"
#include "cli/image/options.h"
#include "cli/image/report.h"
#include "recipe/background.h"
#include "render/background.h"
#include "render/renderer.h"
#include "session/image/crew.h"
#include "session/image/plan.h"

namespace segme::cli {
namespace {

/// What only segme-media has is met before anything is read: it starts anew there.
void meet_what_is_in_media(const ImageCommandOptions& options) {
  if (is_video_background(options.flags.background) || !options.placing.head.empty()) go_on_in_media();
  const auto known = [](std::string_view name) {
    return is_in_table(all_renderers(), name) || is_in_table(all_backgrounds(), name);
  };
  for (const std::string& item : split_chain(options.flags.chain(), known)) {
    if (is_in_table(all_renderers(), item)) make_from_table<Renderer>("renderer", all_renderers(), item);
  }
}

int run_image(int argc, char** argv) {
  // They live as long as the process: main() ends it without taking engines apart, which costs as much as a matte.
  static ImageCommandOptions options;
  if (!read_image_options(argc, argv, options)) return 0;
  meet_what_is_in_media(options);
  watch_interrupt();
  session::Plan plan(options, interrupt_token());
  if (plan.left_out() > 0) {
    say(Level::info, "left out " + std::to_string(plan.left_out()) +
                         " pictures that earlier runs made: they are in the output folder, or named -cutout, -matte or "
                         "-composite. Name such a file itself to have it done.");
  }
  Report report(options, plan.count());
  report.take_left_aside(plan.left_aside());
  static session::Crew crew(options, interrupt_token());
  session::Crew::Listener listener;
  listener.watching = [] { say(Level::info, "watching '" + options.watch + "'. Ctrl-C ends it."); };
  listener.result = [&](const session::Result& result) { return report.take(result); };
  crew.run(plan, listener);
  return report.exit_code();
}

}  // namespace

const Command image_command{"image", "cuts the person out of pictures, or puts something else behind", run_image};

}  // namespace segme::cli
