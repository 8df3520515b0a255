// session/delay_meter: how late pictures were shown: their mean, their 95th part of a hundred, the latest. Of fixed
// size, however long it runs.
#pragma once

#include <array>
#include <cstdint>

namespace segme::session {

class DelayMeter {
 public:
  void add(double milliseconds);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] double mean() const;
  /// The delay that `share` (0..1) of all stay under, to half a millisecond.
  [[nodiscard]] double under(double share) const;
  [[nodiscard]] double most() const { return most_; }

 private:
  static constexpr double kStep = 0.5;         // milliseconds
  static constexpr std::size_t kSteps = 8000;  // the last holds all that is later than 4 s
  std::array<std::int64_t, kSteps> steps_{};
  std::int64_t count_ = 0;
  double sum_ = 0, most_ = 0;
};

}  // namespace segme::session
