// train/clock: what a run's length is counted in: the time on the wall, or the processor time of all its threads, which
// stays fair where other programs take turns.
#pragma once

#include <ctime>

#include "base/stopwatch.h"

namespace segme::train {

class Clock {
 public:
  explicit Clock(bool processor) : processor_(processor) {}
  /// Seconds since the last lap (or since it was made), and starts the next.
  double lap() {
    if (!processor_) return wall_.lap() / 1000;
    const double now = processor_seconds();
    const double passed = now - start_;
    start_ = now;
    return passed;
  }

 private:
  static double processor_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  }

  bool processor_;
  double start_ = processor_seconds();
  Stopwatch wall_;
};

}  // namespace segme::train
