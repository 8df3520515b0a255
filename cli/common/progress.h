// cli/common/progress: how far the work is, on standard error: a bar with rate and time left where that is a terminal,
// or events of JSON (--progress json), or nothing.
#pragma once

#include <cstddef>
#include <string>

#include "base/stopwatch.h"
#include "cli/common/say.h"

namespace segme::cli {

/// automatic: a bar where standard error is a terminal that can redraw a line, and nothing elsewhere.
enum class ProgressKind { automatic, bar, json, none };

/// For all of the process, before its work begins. Activities that last are shown as well from then on.
void choose_progress(ProgressKind kind);
[[nodiscard]] ProgressKind chosen_progress();

class Progress {
 public:
  /// total 0: not known, then only a count and a rate (with its unit behind it) are shown. wanted: whether a bar may be
  /// shown; events do not ask.
  Progress(std::size_t total, bool wanted, std::string unit = "/s");
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Called after each thing, by one thread at a time.
  void step();
  /// Prints a sentence above the bar.
  void say(Level level, const std::string& sentence);
  /// Takes the bar away; say() goes on.
  void finish();

 private:
  void draw();
  void tell(const char* event);
  void clear() const;
  std::size_t total_, done_ = 0;
  bool shown_, events_;
  std::string unit_;
  Stopwatch watch_;
  double last_drawn_ = -1e9;
};

}  // namespace segme::cli
