// base/stopwatch: milliseconds since it was made or last reset, on the steady clock.
#pragma once

#include <chrono>

namespace segme {

class Stopwatch {
 public:
  [[nodiscard]] double milliseconds() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start_).count();
  }
  /// Milliseconds since the last lap (or since it was made), and starts the next.
  double lap() {
    const Clock::time_point now = Clock::now();
    const double passed = std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return passed;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace segme
