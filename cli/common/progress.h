// cli/common/progress: a bar with rate and time left on standard error, when that is a terminal; nothing otherwise.
#pragma once

#include <cstddef>
#include <string>

#include "base/stopwatch.h"

namespace segme::cli {

class Progress {
 public:
  /// total 0: not known, then only a count and a rate (with its unit behind it) are shown.
  Progress(std::size_t total, bool wanted, std::string unit = "/s");
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Called after each thing, by one thread at a time.
  void step();
  /// Prints a line above the bar (to standard error).
  void say(const std::string& line);
  /// Takes the bar away; say() goes on.
  void finish();

 private:
  void draw();
  void clear() const;
  std::size_t total_, done_ = 0;
  bool shown_;
  std::string unit_;
  Stopwatch watch_;
  double last_drawn_ = -1e9;
};

}  // namespace segme::cli
