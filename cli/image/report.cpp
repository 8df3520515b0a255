// cli/image/report: JSON lines go to standard output, whole and flushed; sentences to standard error.
#include "cli/image/report.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "cli/common/interrupt.h"
#include "cli/common/with_flags.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

/// JSON on the same terminal as the bar would be torn by it.
bool wants_bar(const ImageCommandOptions& options, std::size_t total) {
  const bool lines = options.json || options.dry_run;
  return total != 1 && options.watch.empty() && !(lines && ::isatty(STDOUT_FILENO) == 1);
}

/// `segme image IN OUT`, as many programs have it: OUT counts as a picture to be read.
bool looks_like_output(const ImageCommandOptions& options) {
  if (options.inputs.size() != 2 || !options.output.empty()) return false;
  const std::filesystem::path second = options.inputs[1];
  std::error_code failure;
  return can_write_extension(second.extension().string(), false) && !std::filesystem::exists(second, failure);
}

}  // namespace

Report::Report(const ImageCommandOptions& options, std::size_t total)
    : options_(options), progress_(total, wants_bar(options, total)), single_(total == 1) {}

void Report::print(const std::string& line) {
  const bool whole = std::fputs(line.c_str(), stdout) >= 0 && std::fputc('\n', stdout) != EOF;
  if (!whole || std::fflush(stdout) != 0) output_lost_ = true;
}

bool Report::take(const session::Result& raw) {
  const std::lock_guard lock(mutex_);
  if (raw.code == static_cast<int>(ExitCode::interrupted)) return true;
  session::Result result = raw;
  result.error = with_flags(raw.error);
  const bool failed = !result.error.empty();
  ++(failed ? failed_ : done_);
  if (failed) last_code_ = result.code;
  if (options_.json) {
    print(to_json(result));
  } else if (options_.dry_run && !failed) {
    print(result.task.input + " -> " + result.task.output + (result.task.exists ? " (exists, left as it is)" : ""));
  }
  if (!failed) take_done(result);
  for (const std::string& note : result.notes) {
    progress_.say(Level::warning, "about '" + result.task.input + "': " + note + ".");
  }
  if (failed) progress_.say(Level::error, result.error);
  progress_.step();
  return !output_lost_;
}

/// A folder that is watched shows no bar: each picture has its sentence.
void Report::take_done(const session::Result& result) {
  const Level level = options_.watch.empty() ? Level::debug : Level::info;
  if (result.skipped || !is_wanted(level)) return;
  const double milliseconds = result.decode_ms + result.times.tensorise + result.times.net + result.times.refine +
                              result.times.render + result.encode_ms + result.write_ms;
  progress_.say(level, "'" + result.task.input + "' became '" + result.task.output + "' in " +
                           std::to_string(static_cast<long>(milliseconds + 0.5)) + " ms.");
}

void Report::take_left_aside(const std::vector<PictureList::LeftAside>& files) {
  if (files.empty()) return;
  const std::lock_guard lock(mutex_);
  const bool video = std::any_of(files.begin(), files.end(), [](const auto& file) { return file.video; });
  progress_.say(Level::info, describe(files) + "." + (video ? " segme video reads videos and GIFs." : ""));
  if (!options_.json) return;
  for (const PictureList::LeftAside& file : files) print(session::left_aside_json(file.file.string(), file.why));
}

int Report::exit_code() {
  progress_.finish();
  if (!options_.watch.empty()) {
    progress_.say(Level::info, "stopped watching '" + options_.watch + "'. Pictures done: " + std::to_string(done_) +
                                   ", failed: " + std::to_string(failed_) + ".");
    return static_cast<int>(failed_ > 0 ? ExitCode::partial : ExitCode::ok);
  }
  if (interrupted()) return static_cast<int>(ExitCode::interrupted);
  if (output_lost_) {
    throw Error(ExitCode::output, "cannot write to standard output: its reader has gone or the disk is full.");
  }
  if (failed_ == 0) return 0;
  if (single_) return last_code_;
  progress_.say(Level::error, std::to_string(failed_) + " of " + std::to_string(failed_ + done_) + " pictures failed.");
  if (looks_like_output(options_)) {
    progress_.say(Level::info, "'" + options_.inputs[1] +
                                   "' was taken for a picture to read. To write the result there, " + "give -o '" +
                                   options_.inputs[1] + "'.");
  }
  return static_cast<int>(ExitCode::partial);
}

}  // namespace segme::cli
