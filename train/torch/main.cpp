// segme-train: the executable that `segme train` runs. The only one that needs LibTorch.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <limits>
#include <new>
#include <optional>
#include <string>

#ifdef __GLIBC__  // said by the headers above
#include <malloc.h>
#endif

#include "base/error.h"
#include "cli/common/say.h"
#include "train/command_line.h"
#include "train/run_folder.h"
#include "train/run_record.h"
#include "train/torch/checkpoint.h"
#include "train/torch/processes.h"
#include "train/torch/trainer.h"
#include "train/waiting.h"

namespace {

volatile std::sig_atomic_t stopped = 0;

/// What was typed and, of a run that goes on, what its checkpoint says besides.
std::optional<segme::train::CommandLine> read_line(int argc, char** argv) {
  auto line = segme::train::read_command_line(argc, argv);
  if (!line) return line;
  if (line->options.resume) {
    const std::filesystem::path path = std::filesystem::path(line->options.output) / "last.ckpt";
    const std::string record = segme::train::record_in(path);
    if (!record.empty()) segme::train::take_over(segme::train::read_record(record, path.string()), *line);
  }
  if (line->net.empty() || line->options.data.empty()) {
    throw segme::Error(segme::ExitCode::usage,
                       "the checkpoint of an older version does not say what it is of. Give NET and --data as well.");
  }
  segme::train::check_sizes(line->net, line->options);
  return line;
}

/// Each step's tensors are as large as those of the one before: memory that is given back to the system must be cleared
/// by it for the next.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (segme::train::ask_for_short_waiting()) ::execv("/proc/self/exe", argv);  // where it fails, threads spin
  keep_memory();
  std::signal(SIGINT, [](int) { stopped = 1; });
  std::signal(SIGTERM, [](int) { stopped = 1; });
  try {
    const auto line = read_line(argc, argv);
    if (!line) return 0;
    segme::train::check_run_folder(line->options);
    segme::train::Processes processes(line->options.processes, argv);
    segme::train::train(line->net, line->options, processes.ranks(), [] { return stopped != 0; });
    return stopped != 0 ? static_cast<int>(segme::ExitCode::interrupted) : 0;
  } catch (const segme::Error& error) {
    segme::cli::say(segme::cli::Level::error, error.what());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    segme::cli::say(segme::cli::Level::error,
                    "there is not enough memory for this run. Give a smaller --batch, --size or --cache-gb.");
    return static_cast<int>(segme::ExitCode::input);
  } catch (const std::exception& error) {
    segme::cli::say(segme::cli::Level::error, error.what());
    return static_cast<int>(segme::ExitCode::bug);
  }
}
