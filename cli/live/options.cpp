// cli/live/options: the flags of `segme live`.
#include "cli/live/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "base/size_text.h"
#include "cli/common/arguments.h"
#include "session/levels.h"

namespace segme::cli {
namespace {

void declare(CLI::App& app, LiveCommandOptions& o) {
  app.add_option("--camera", o.camera,
                 "number or device of a camera, a video file (played at its own speed), or the URL of a stream [0]");
  app.add_flag("--list-cameras", o.list, "list the cameras with their formats, sizes and frame rates");
  app.add_option("--size", o.size, "size of the camera's pictures: 1280x720");
  app.add_option("--fps", o.frame_rate, "frame rate of the camera")->check(CLI::Range(0.1, 1000.0));
  app.add_option("--format", o.format, "format of the camera's pictures, as --list-cameras prints it: MJPG, YUYV");
  declare_pipeline_flags(app, o, "blur, none, '#rrggbb', a colour's name, a picture file or a video file [blur]",
                         "one");
  app.add_option("--backgrounds", o.backgrounds, "more backgrounds for the key b: a.jpg,b.mp4,'#204060'")
      ->delimiter(',');
  app.add_option("--sync", o.sync_text,
                 "exact (each frame with its own matte) or low-latency (the newest frame, with the last matte moved "
                 "along) [exact]")
      ->check(CLI::IsMember({"exact", "low-latency"}));
  app.add_option("--preview", o.preview,
                 "where to show the pictures: window, terminal or none [window; terminal without a display]")
      ->check(CLI::IsMember({"auto", "window", "terminal", "none"}));
  app.add_option("--virtual", o.virtual_camera, "also write the pictures to this device of v4l2loopback: /dev/video10");
  app.add_option("--record", o.record, "also record the pictures to this video file");
  app.add_option("--encoder", o.encoder, "encoder of the recording, as for segme video");
  app.add_flag("--overwrite", o.overwrite, "replace a recording that exists");
  app.add_flag("--loop", o.loop, "start a file again when it ends");
  app.add_option("--patience", o.patience, "seconds to wait for a lost camera or stream before giving up [0]")
      ->check(CLI::Range(0.0, 1e9));
  CLI::Option* const adapt =
      app.add_option("--adapt", o.adapt_text,
                     "keep a frame rate (30fps) or a time for each frame (33ms) by changing level and refiners");
  for (const char* other : {"--model", "--quality", "--refine", "--method", "--plate"})
    adapt->excludes(app.get_option(other));
  app.add_option("--seconds", o.seconds, "stop after this time [0: at the end]")->check(CLI::Range(0.0, 1e9));
  app.add_flag("--json", o.json, "print a summary as JSON: frames, frame rate, delay, share of a core");
}

}  // namespace

void read_size(const std::string& text, int& width, int& height) {
  if (text.empty()) return;
  const auto size = parse_size(text);
  if (!size || std::max(size->first, size->second) > 16384) {
    throw Error(ExitCode::usage, "'" + text + "' is not a size. Give --size 1280x720.");
  }
  std::tie(width, height) = *size;
}

bool read_live_options(int argc, char** argv, LiveCommandOptions& options) {
  CLI::App app("Shows a camera with something else behind the person.", "segme live");
  declare(app, options);
  app.footer(
      "segme live --camera 0 --background blur"
      "\nsegme live --camera clip.mp4 --background beach.jpg --record me.mp4"
      "\nsegme live --camera rtsp://10.0.0.7/stream --patience 30"
      "\nsegme live --virtual /dev/video10 --preview none      a camera for other programs; sleeps while nobody looks"
      "\nKeys: a c s m h filters, b next background, p matte, i figures, ? help, q end.");
  if (print_filters_if_asked(argc, argv)) return false;
  if (!read_arguments(app, argc, argv)) return false;
  check_pipeline_flags(options);
  const auto sync = find_named<Sync>(options.sync_text);
  if (!sync) {
    throw Error(ExitCode::usage, "there is no --sync '" + options.sync_text + "'. Give exact or low-latency.");
  }
  options.sync = *sync;
  if (!options.adapt_text.empty()) options.adapt = session::read_budget(options.adapt_text);
  if (options.adapt > 0 && options.sync != Sync::exact) {
    throw Error(ExitCode::usage,
                "--adapt measures whole frames, which --sync low-latency does not wait for. Leave one out.");
  }
  read_size(options.size, options.width, options.height);
  return true;
}

}  // namespace segme::cli
