// train/progress_bar: how far a run is: one line that is redrawn on a terminal, a line every fifty steps elsewhere, or
// JSON events (--progress json).
#pragma once

#include <cstdint>
#include <string>

#include "base/stopwatch.h"

namespace segme::train {

/// What is shown of one step.
struct Shown {
  std::int64_t step = 0;
  double progress = 0;         ///< 0..1 of the run
  double elapsed_seconds = 0;  ///< over all sittings
  double loss = 0;             ///< running mean
  double rate = 0;             ///< learning rate
  double pictures_per_second = 0;
  double seconds_left = 0;
};

/// "step 120  4.1/60 min ..." without a terminal, "[====    ] 40 %  step 120 ..." on one.
std::string progress_text(const Shown& shown, bool bar);

/// {"event":"progress","done":120,"part":0.5,...}: done counts steps.
std::string progress_event(const Shown& shown);

class ProgressBar {
 public:
  /// On standard error, when `wanted`, as --progress says.
  explicit ProgressBar(bool wanted);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// After each step of this sitting.
  void step(const Shown& shown);
  /// Takes the bar away so that lines can be printed; the next step draws it again.
  void clear();

 private:
  bool bar_, lines_, events_;
  std::int64_t count_ = 0;
  double last_drawn_ = -1e9;
  Stopwatch watch_;
};

}  // namespace segme::train
