// cli/launch_media: in the program segme, the sub-commands that work on videos hand over to segme-media, which is the
// same program with FFmpeg: its two hundred libraries take longer to load than a picture takes to be cut out.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/memory.h"
#include "cli/bench/clip.h"
#include "cli/command.h"
#include "cli/common/arguments.h"

namespace segme::cli {
namespace {

constexpr std::size_t kLeastMemory = 450'000'000;  // the libraries of segme-media take 400 MB of address space

int run_media(int argc, char** argv) {
  const std::filesystem::path program = find_program("segme-media");
  if (program.empty()) {
    throw Error(ExitCode::missing,
                "cannot work on videos: 'segme-media' is not beside segme. Run ./segme from the "
                "clone, which builds both, or install both.");
  }
  if (memory_limit().value_or(kLeastMemory) < kLeastMemory) throw std::bad_alloc();
  std::string name = program.string();
  std::vector<char*> arguments{name.data()};
  arguments.insert(arguments.end(), argv, argv + argc);
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  throw Error(ExitCode::missing, "cannot start '" + name + "': " + std::strerror(errno) + ". Build it again.");
}

}  // namespace

const Command video_command{"video", kVideoSummary, run_media};
const Command live_command{"live", kLiveSummary, run_media};
const Command stream_command{"stream", kStreamSummary, run_media};
const Command bench_clip_command{"bench", "", run_media};

}  // namespace segme::cli
