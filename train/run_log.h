// train/run_log: log.jsonl, a line of JSON for each step that is told of. Each step stands in it once, also when a run
// was killed and gone on with from an older checkpoint.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace segme::train {

class RunLog {
 public:
  /// A log that begins in this file.
  explicit RunLog(std::filesystem::path path) : path_(std::move(path)) {}
  /// Goes on after `step`: lines of later steps, and one that was cut short, are taken away. @throws Error(output)
  void go_on_after(std::int64_t step);
  /// A JSON object with its "step". That of the same step as the last line is joined to it.
  void add(const std::string& line);

 private:
  std::filesystem::path path_;
  std::int64_t last_step_ = -1;
  std::uintmax_t last_begins_ = 0;  // where its line begins, in bytes
};

}  // namespace segme::train
