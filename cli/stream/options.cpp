// cli/stream/options: the flags of `segme stream`.
#include "cli/stream/options.h"

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "cli/common/arguments.h"
#include "cli/live/options.h"

namespace segme::cli {
namespace {

void declare(CLI::App& app, StreamCommandOptions& o, std::vector<std::string>& places) {
  app.add_option("places", places,
                 "an input (a file, the number of a camera, a URL), then the outputs: rtmp://, rtsp:// and srt:// "
                 "URLs, live.m3u8, files");
  app.add_option("-i,--input", o.inputs, "an input; several are shown side by side, and all places are then outputs")
      ->allow_extra_args(false);
  declare_pipeline_flags(app, o, "blur, '#rrggbb', a colour's name, a picture file or a video file [blur]", "one");
  app.add_option("--fps", o.frame_rate, "highest frame rate of the outputs [that of the input]")
      ->check(CLI::Range(0.1, 1000.0));
  app.add_option("--size", o.size, "size of the outputs: 1280x720 [that of the input]");
  app.add_option("--encoder", o.encoder, "encoder, as for segme video [h264:preset=veryfast,tune=zerolatency]");
  app.add_option("--bit-rate", o.bit_rate, "kilobits a second to a URL [2500]")->check(CLI::Range(10, 1000000));
  app.add_flag("--no-sound", o.no_sound, "leave out the sound of the input");
  app.add_flag("--loop", o.loop, "start a file again when it ends (without sound)");
  app.add_option("--patience", o.patience, "seconds to wait for a lost input before giving up [30]")
      ->check(CLI::Range(0.0, 1e9));
  app.add_option("--deadline", o.deadline, "seconds to wait for an output's server to answer [10]")
      ->check(CLI::Range(0.1, 3600.0));
  app.add_option("--when-slow", o.when_slow, "if a file cannot be written fast enough: drop pictures, or wait [drop]")
      ->check(CLI::IsMember({"drop", "wait"}));
  app.add_option("--seconds", o.seconds, "stop after this time [0: at the end]")->check(CLI::Range(0.0, 1e9));
  app.add_flag("--overwrite", o.overwrite, "replace files that exist");
  app.add_flag("--json", o.json, "print a summary as JSON: pictures, drops and reconnects of every output");
}

void split(std::vector<std::string>& places, StreamCommandOptions& o) {
  if (o.inputs.empty() && !places.empty()) {
    o.inputs.push_back(places.front());
    places.erase(places.begin());
  }
  o.outputs = places;
  if (o.inputs.empty() || o.outputs.empty()) {
    throw Error(ExitCode::usage,
                "an input and an output are needed. Write: segme stream clip.mp4 "
                "rtmp://localhost/live/me, or see segme stream --help.");
  }
}

}  // namespace

bool read_stream_options(int argc, char** argv, StreamCommandOptions& options) {
  CLI::App app("Sends a video or cameras to servers and files, with something else behind the person.", "segme stream");
  std::vector<std::string> places;
  declare(app, options, places);
  app.footer(
      "segme stream clip.mp4 rtmp://localhost/live/me out.mp4 --background beach.jpg"
      "\nsegme stream 0 rtsp://localhost:8554/me --fps 15 --size 640x360"
      "\nsegme stream 0 live.m3u8 srt://10.0.0.9:7000"
      "\nsegme stream -i 0 -i 1 rtmp://localhost/live/both             several inputs, side by side");
  if (print_filters_if_asked(argc, argv)) return false;
  if (!read_arguments(app, argc, argv)) return false;
  split(places, options);
  check_pipeline_flags(options);
  if (options.background == "none" && options.chain().empty() && !options.matte) options.background = "blur";
  read_size(options.size, options.width, options.height);
  return true;
}

}  // namespace segme::cli
