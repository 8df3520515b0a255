// cli/launch_media: in the program segme, what needs FFmpeg or OpenCV hands over to segme-media, which is the same
// program with both: their two hundred libraries take longer to load than a picture takes to be cut out. What is
// defined here stands before the libraries when segme is linked, so that theirs, and with them FFmpeg and OpenCV, are
// left out.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/memory.h"
#include "capture/video_file.h"
#include "cli/bench/clip.h"
#include "cli/command.h"
#include "cli/common/arguments.h"
#include "cli/common/media.h"
#include "data/opencv/cascade.h"
#include "eval/opencv/caption.h"
#include "render/kinds.h"
#include "render/opencv_options.h"

namespace segme::cli {
namespace {

constexpr std::size_t kLeastMemory = 450'000'000;  // the libraries of segme-media take 400 MB of address space

[[noreturn]] void start_media(std::vector<char*> arguments) {
  const std::filesystem::path program = find_program("segme-media");
  if (program.empty()) {
    throw Error(ExitCode::missing,
                "cannot start what works on videos and faces: 'segme-media' is not beside segme. Run ./segme from the "
                "clone, which builds both, or install both.");
  }
  if (memory_limit().value_or(kLeastMemory) < kLeastMemory) throw std::bad_alloc();
  std::string name = program.string();
  arguments.insert(arguments.begin(), name.data());
  arguments.push_back(nullptr);
  std::fflush(stdout);
  ::execv(program.c_str(), arguments.data());
  throw Error(ExitCode::missing, "cannot start '" + name + "': " + std::strerror(errno) + ". Build it again.");
}

int run_media(int argc, char** argv) { start_media({argv, argv + argc}); }

}  // namespace

const Command video_command{"video", kVideoSummary, run_media};
const Command live_command{"live", kLiveSummary, run_media};
const Command stream_command{"stream", kStreamSummary, run_media};
const Command bench_clip_command{"bench", "", run_media};

void prepare_media() {}

void go_on_in_media() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  std::vector<char*> arguments;
  for (std::size_t i = 1; i < words.size(); ++i) arguments.push_back(words[i].data());
  start_media(std::move(arguments));
}

namespace {

/// Stands for what only segme-media can make.
template <class Thing>
std::unique_ptr<Thing> made_in_media() {
  go_on_in_media();
  return nullptr;
}

template <class Options>
constexpr RendererKind kind_in_media() {
  return {Options::kName, Options::kSummary, [](std::string_view) { return made_in_media<Renderer>(); },
          list_options<Options>};
}

}  // namespace
}  // namespace segme::cli

namespace segme {

std::unique_ptr<VideoSource> open_ffmpeg_video(const std::string&, const VideoOptions&);
std::unique_ptr<VideoSource> open_ffmpeg_video(const std::string&, const VideoOptions&) {
  return cli::made_in_media<VideoSource>();
}

const RendererKind harmonise_caffe_renderer = cli::kind_in_media<HarmoniseCaffeOptions>();

std::unique_ptr<data::FaceDetector> data::make_cascade_detector(const std::filesystem::path&) {
  return cli::made_in_media<data::FaceDetector>();
}

void eval::write_caption(const std::string&, const CaptionPlace&, Image&) { cli::go_on_in_media(); }

}  // namespace segme
