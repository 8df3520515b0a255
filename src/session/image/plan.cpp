// session/image/plan: inputs are listed at the start (a stream of names as it comes); whether an output exists is
// looked up when its turn comes, so that two runs on one folder share the work.
#include "session/image/plan.h"

#include <utility>

#include "base/error.h"
#include "capture/file_kind.h"
#include "session/own_results.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;

/// A path of a list as a place below the output folder: absolute ones without their root, none above it.
fs::path below(const fs::path& path) {
  fs::path result;
  for (const fs::path& part : path.lexically_normal().relative_path()) {
    if (part != "..") result /= part;
  }
  return result;
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

void refuse(Task& task, ExitCode code, const std::string& why) {
  task.problem = "cannot write '" + task.output + "': " + why;
  task.code = static_cast<int>(code);
}

}  // namespace

Plan::Plan(const ImageOptions& options, std::stop_token stop) : options_(options), stop_(std::move(stop)) {
  bool several = true;
  bool among_sources = false;
  std::error_code ignored;
  if (!options.watch.empty()) {
    watch_.emplace(options.watch, stop_);
    among_sources = !options.output.empty() && file_id(options.output) == file_id(options.watch);
  } else if (options.files_from == "-" || (!options.files_from.empty() && fs::is_fifo(options.files_from, ignored))) {
    stream_.emplace(options.files_from, options.null, stop_);
  } else if (!options.files_from.empty()) {
    LineReader lines(options.files_from, options.null, stop_);
    while (const std::optional<Line> line = lines.next()) inputs_.push_back(from_list(*line));
  } else {
    among_sources = list_inputs();
    several = options.inputs.size() > 1 || inputs_.size() != 1 || fs::is_directory(options.inputs[0], ignored);
  }
  names_.emplace(options, several, among_sources);
}

bool Plan::list_inputs() {
  SourceWalk walk(options_.output);
  for (const std::string& what : options_.inputs) {
    if (what == "-") {
      inputs_.push_back({"-", "-", {}, 0, -1});
      continue;
    }
    try {
      PictureList list = walk.list(what);
      for (auto& entry : list.pictures)
        inputs_.push_back({std::move(entry.file), std::move(entry.relative), {}, 0, -1});
      for (auto& problem : list.problems) {
        inputs_.push_back({what, {}, std::move(problem), static_cast<int>(ExitCode::input), -1});
      }
      left_aside_.insert(left_aside_.end(), list.left_aside.begin(), list.left_aside.end());
      if (list.pictures.empty() && list.problems.empty()) {
        throw Error(ExitCode::input, "there is no picture in '" + what +
                                         "'. Pictures are JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF and JPEG XL files "
                                         "there or in folders below.");
      }
    } catch (const Error& error) {  // one wrong name does not stop the rest
      inputs_.push_back({what, {}, error.what(), static_cast<int>(error.code()), -1});
    }
  }
  left_out_ = walk.left_out();
  return walk.among_sources();
}

Plan::Input Plan::from_list(const Line& line) {
  return {line.text == "-" ? fs::path("./-") : fs::path(line.text), below(line.text), {}, 0, line.index};
}

void Plan::remember_sources() {
  if (sources_known_) return;
  sources_known_ = true;
  sources_ = options_.used;
  for (const Input& input : inputs_) sources_.add(input.file.string());
  if (options_.files_from != "-" && !watch_) sources_.add(options_.files_from);
}

bool Plan::may_be_source(const fs::path& output) {
  remember_sources();
  if (sources_.contains(output)) return true;
  if (!stream_ && !watch_) return false;
  // What a stream will name later is not known: in a folder that holds sources everything may be one.
  const auto folder = file_id(folder_of(output));
  return options_.overwrite && folder && source_folders_.contains(*folder);
}

void Plan::guard(const Input& input, Task& task) {
  if (stream_ || watch_) {
    remember_sources();
    sources_.add(input.file.string());
    if (const auto id = file_id(folder_of(input.file))) source_folders_.insert(*id);
  }
  std::error_code ignored;
  if (task.output != "-" && !fs::is_regular_file(task.output, ignored)) return;  // pipes and devices are no files
  if (may_be_source(task.output)) {
    refuse(task, ExitCode::output, "it is an input, and sources are never overwritten. Choose another output.");
  } else if (task.output == "-") {
    return;
  } else if (options_.skip_existing || (watch_ && !options_.overwrite)) {
    task.exists = true;
  } else if (!options_.overwrite) {
    refuse(task, ExitCode::output, "it exists. Have it replaced or left as it is, or choose another output.");
  }
}

Task Plan::make_task(const Input& input) {
  Task task;
  task.input = input.file.string();
  task.problem = input.problem;
  task.code = input.code;
  task.index = input.index;
  if (!task.problem.empty()) return task;
  task.extension = names_->extension();
  try {
    task.output = names_->place(input.file, input.relative).string();
    guard(input, task);
  } catch (const Error& error) {
    task.problem = error.what();
    task.code = static_cast<int>(error.code());
  }
  return task;
}

/// A picture that was written again is done again, into the place that it has.
std::optional<Task> Plan::next_watched() {
  while (const std::optional<fs::path> file = watch_->next()) {
    std::error_code ignored;
    if (is_result_name(*file) || BelowFolder(options_.output).holds(*file, options_.watch) ||
        !fs::is_regular_file(*file, ignored))
      continue;
    if (!judge_file(*file).picture) continue;
    const auto known = watched_.find(*file);
    if (known != watched_.end()) return known->second;
    const fs::path relative = file->lexically_relative(options_.watch);
    Task task = make_task({*file, relative.empty() ? file->filename() : relative, {}, 0, -1});
    const bool left = task.exists;  // by an earlier run: it is replaced only when the picture is written again
    task.exists = false;
    if (task.problem.empty()) watched_.emplace(*file, task);
    if (!left) return task;
  }
  return std::nullopt;
}

std::optional<Task> Plan::next() {
  const std::lock_guard lock(mutex_);
  if (watch_) return next_watched();
  if (!stream_) {
    if (at_ == inputs_.size()) return std::nullopt;
    return make_task(inputs_[at_++]);
  }
  const std::optional<Line> line = stream_->next();
  if (!line) return std::nullopt;
  return make_task(from_list(*line));
}

}  // namespace segme::session
