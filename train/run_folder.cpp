// train/run_folder: see run_folder.h.
#include "train/run_folder.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/sources.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFiles[] = {"last.ckpt", "best.safetensors", "last.safetensors",
                                       "log.jsonl", "report.html",      "run.json"};
constexpr std::string_view kCurves = "events.out.tfevents.";  // a file a sitting

std::vector<fs::path> files_of_run(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const std::string_view name : kFiles) {
    if (fs::exists(folder / name, failure)) files.push_back(folder / name);
  }
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
    if (at->path().filename().string().starts_with(kCurves)) files.push_back(at->path());
  }
  return files;
}

}  // namespace

void check_run_folder(const TrainOptions& options) {
  const std::vector<fs::path> files = files_of_run(options.output);
  if (files.empty()) return;
  if (options.resume && options.overwrite) {
    throw Error(ExitCode::usage, "--resume goes on with a run and --overwrite replaces it. Give one of them.");
  }
  if (!options.resume && !options.overwrite) {
    throw Error(ExitCode::output, "cannot train into '" + options.output + "': it holds a run ('" +
                                      files.front().filename().string() +
                                      "'). Add --resume to go on with it, --overwrite to replace it, or give another "
                                      "--output.");
  }
  Sources sources;
  sources.add_named_in(options.data);
  sources.add(options.start);
  sources.add(options.teacher);
  for (const fs::path& file : files) sources.refuse(file);
}

void clear_run_folder(const fs::path& folder) {
  for (const fs::path& file : files_of_run(folder)) {
    std::error_code failure;
    fs::remove(file, failure);
    if (!failure) continue;
    throw Error(ExitCode::output, "cannot remove '" + file.string() + "' of the run that is replaced: " +
                                      failure.message() + ". Change its permissions or give another --output.");
  }
}

}  // namespace segme::train
