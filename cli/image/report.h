// cli/image/report: what is said about each picture, and the exit code of all of them.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "capture/folder.h"
#include "cli/common/progress.h"
#include "cli/image/options.h"
#include "session/image/work.h"

namespace segme::cli {

/// Takes results from the workers, on any thread: one JSON line or one sentence each.
class Report {
 public:
  /// total 0: not known.
  Report(const ImageCommandOptions& options, std::size_t total);

  /// False when nobody can read standard output any more: the batch is to end.
  bool take(const session::Result& raw);
  /// Says once what folders held beside pictures: a sentence, and a JSON line for each.
  void take_left_aside(const std::vector<PictureList::LeftAside>& files);
  /// Of the whole run; prints the last sentence of a batch. @throws Error(output)
  [[nodiscard]] int exit_code();

 private:
  void print(const std::string& line);
  void take_done(const session::Result& result);

  const ImageCommandOptions& options_;
  Progress progress_;
  bool single_;
  bool output_lost_ = false;
  std::size_t done_ = 0, failed_ = 0;
  int last_code_ = 0;
  std::mutex mutex_;
};

}  // namespace segme::cli
