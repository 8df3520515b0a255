// cli/video/options: the flags of `segme video`, what does not go together, and the output's name where none is given.
#include "cli/video/options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "base/error.h"
#include "base/name_pattern.h"
#include "base/redact.h"
#include "base/size_text.h"
#include "cli/common/arguments.h"
#include "cli/common/replaceable.h"

namespace segme::cli {
namespace {

constexpr double kMostSeconds = 1e8;  // three years

struct Texts {
  std::string start, end, size;
  std::string background_end = "loop", on_resize = "letterbox", deinterlace = "auto", hdr = "tonemap";
};

void declare(CLI::App& app, VideoCommandOptions& o, Texts& texts) {
  app.add_option("input", o.input, "a video file, a URL, frames/%05d.png, or - for standard input");
  app.add_option("output,-o,--output", o.output,
                 "a file (.mp4 .mov .mkv .webm .gif .webp ..), frames/%05d.png, or - for standard output (y4m)");
  declare_pipeline_flags(app, o.flags,
                         "none (transparent), blur, '#rrggbb', a colour's name, a picture file or a video file "
                         "[none]",
                         "0: half of them");
  app.add_option("--background-end", texts.background_end,
                 "when a background video ends: loop it, or cut the output there [loop]")
      ->check(CLI::IsMember({"loop", "cut"}));
  app.add_option("--start", texts.start, "time at which to begin: seconds, or 1:02.5");
  app.add_option("--end", texts.end, "time at which to end, on the clock of the input");
  app.add_option("--on-resize", texts.on_resize,
                 "what to do with frames of another size: letterbox, stretch or refuse [letterbox]")
      ->check(CLI::IsMember({"letterbox", "stretch", "refuse"}));
  app.add_option("--deinterlace", texts.deinterlace,
                 "frames to deinterlace: auto (those that are flagged), on (all) or off [auto]")
      ->check(CLI::IsMember({"auto", "on", "off"}));
  app.add_option("--hdr", texts.hdr,
                 "HDR input (PQ, HLG): tonemap (convert to SDR) or keep (store in 10 bits) [tonemap]")
      ->check(CLI::IsMember({"tonemap", "keep"}));
  app.add_option("--timeout", o.timeout, "seconds to wait for an address that is silent [30]")
      ->check(CLI::Range(0.1, 86400.0));
  app.add_option("--crf", o.crf, "quality on the encoder's own scale, lower is better")->check(CLI::Range(0, 63));
  app.add_option("--encoder", o.encoder,
                 "h264, h265, vp9, av1, prores or an encoder of FFmpeg, with options: h264:preset=slow,tune=film");
  app.add_option("--format", o.format, "container, by FFmpeg's name, if the name of the output does not tell");
  app.add_option("--output-pixel-format", o.output_pixel_format, "pixel format of the output, by FFmpeg's name");
  app.add_option("--input-format", o.input_format, "format of the input if it does not tell: rawvideo");
  app.add_option("--size", texts.size, "size of the frames of rawvideo: 1280x720");
  app.add_option("--pixel-format", o.pixel_format, "pixel format of rawvideo: yuv420p, rgb24, ..");
  app.add_option("--fps", o.frame_rate, "frames a second of rawvideo or numbered pictures")
      ->check(CLI::Range(0.01, 1000.0));
  app.add_flag("--pictures-only", o.pictures_only, "leave out sound, subtitles, chapters and metadata");
  app.add_flag("--json", o.json,
               "print a summary as JSON: frames, frames a second, milliseconds of each stage, device");
  app.add_flag("--overwrite", o.overwrite, "replace an output that exists (never the source)");
}

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ExitCode::usage, sentence); }

void read_texts(const Texts& texts, VideoCommandOptions& o) {
  if (!texts.start.empty()) o.start = read_time(texts.start);
  if (!texts.end.empty()) o.end = read_time(texts.end);
  if (!texts.end.empty() && o.end <= o.start) refuse("--end is not after --start. Both are on the source's clock.");
  o.background_end = texts.background_end == "cut" ? session::BackgroundEnd::cut : session::BackgroundEnd::loop;
  o.on_resize = texts.on_resize == "stretch"  ? OnResize::stretch
                : texts.on_resize == "refuse" ? OnResize::refuse
                                              : OnResize::letterbox;
  o.deinterlace = texts.deinterlace == "on"    ? Deinterlace::on
                  : texts.deinterlace == "off" ? Deinterlace::off
                                               : Deinterlace::flagged;
  o.hdr = texts.hdr == "keep" ? session::Hdr::keep : session::Hdr::tonemap;
  if (texts.size.empty()) return;
  const auto size = parse_size(texts.size);
  if (!size) refuse("'" + texts.size + "' is not a size. Give --size 1280x720.");
  std::tie(o.width, o.height) = *size;
}

/// What the flags mean to the job.
void settle(VideoCommandOptions& o) {
  o.recipe = recipe_of(o.flags, o.flags.threads);
  o.used = sources_of(o.flags);
  o.matte = o.flags.matte;
  o.transparent = o.flags.transparent();
}

/// clip.mp4 -> clip-composite.mp4, in the current folder.
std::string default_output(const VideoCommandOptions& o) {
  if (o.input == "-") return "-";
  const std::string stem = escape_name(std::filesystem::path(o.input).stem().string());
  return stem + (o.flags.matte ? "-matte.mp4" : o.flags.transparent() ? "-cutout.webm" : "-composite.mp4");
}

/// Options that would change nothing.
void check_effects(const VideoCommandOptions& o) {
  const bool raw = !o.input_format.empty();
  if (!raw && (o.width > 0 || !o.pixel_format.empty())) {
    refuse(
        "--size and --pixel-format say what the frames of --input-format rawvideo are; the output is as large as the "
        "input.");
  }
  if (!raw && o.frame_rate > 0 && o.input.find('%') == std::string::npos) {
    refuse("--fps is for --input-format rawvideo and numbered pictures; '" + without_secrets(o.input) +
           "' has moments of its own, which the output keeps.");
  }
}

void check(VideoCommandOptions& o) {
  if (o.input.empty()) refuse("no video given. Write: segme video clip.mp4 out.mp4 --background beach.jpg.");
  check_pipeline_flags(o.flags);
  if (o.output.empty()) o.output = default_output(o);
  if (o.output == "-" && o.json) {
    refuse("--json and the video would both go to standard output. Give the output a name.");
  }
  if (o.output == "-" && ::isatty(STDOUT_FILENO) == 1) {
    refuse("standard output is a terminal, which shows no videos. Give the output a name, or pipe it on.");
  }
  check_effects(o);
  if (o.input_format == "rawvideo" && (o.width == 0 || o.pixel_format.empty())) {
    refuse("rawvideo does not say what it is. Add --size 1280x720 --pixel-format yuv420p --fps 30.");
  }
  if (o.input_format == "y4m") o.input_format = "yuv4mpegpipe";
}

}  // namespace

double read_time(const std::string& text) {
  double seconds = 0;
  std::size_t begin = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t colon = std::min(text.find(':', begin), text.size());
    double value = 0;
    const char* last = text.data() + colon;
    const auto result = std::from_chars(text.data() + begin, last, value);
    const bool usual = std::isfinite(value) && value >= 0 && value < kMostSeconds;
    if (result.ec != std::errc{} || result.ptr != last || !usual || (part > 0 && value >= 60)) break;
    seconds = seconds * 60 + value;
    if (colon == text.size()) return seconds;
    begin = colon + 1;
  }
  refuse("'" + text + "' is not a time. Give seconds (62.5) or minutes and seconds (1:02.5).");
}

bool read_video_options(int argc, char** argv, VideoCommandOptions& options) {
  CLI::App app("Cuts the person out of a video, or puts something else behind.", "segme video");
  Texts texts;
  declare(app, options, texts);
  app.footer(
      "segme video clip.mp4 out.mp4 --background beach.jpg           sound kept"
      "\nsegme video clip.mp4 out.webm                                 transparent"
      "\nsegme video clip.mp4 matte.mp4 --matte"
      "\nsegme video clip.mp4 out.mov --start 1:10 --end 1:20          ProRes 4444 with alpha"
      "\nffmpeg -i clip.mkv -f yuv4mpegpipe - | segme video - - -b blur | ffplay -");
  if (print_filters_if_asked(argc, argv)) return false;
  if (!read_arguments(app, argc, argv)) return false;
  read_texts(texts, options);
  check(options);
  settle(options);
  return true;
}

}  // namespace segme::cli
