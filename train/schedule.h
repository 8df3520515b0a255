// train/schedule: how long a run is and how fast it learns: by the clock, by steps or by epochs; along a cosine, or
// lower each time the loss on the val split stays where it is.
#pragma once

#include <cstdint>
#include <limits>

#include "train/options.h"

namespace segme::train {

class Schedule {
 public:
  /// What must be kept to go on.
  struct State {
    double factor = 1;  ///< of the learning rate, after all plateaus so far
    double least = std::numeric_limits<double>::infinity();
    int waited = 0;  ///< reports since then
  };

  /// steps_per_epoch >= 1.
  Schedule(const TrainOptions& options, std::int64_t steps_per_epoch);
  /// 0 at the start, 1 at the end: by steps or epochs where they are given, else by the clock.
  [[nodiscard]] double progress(double seconds, std::int64_t steps) const;
  /// Steps of the whole run, or 0 where the clock decides.
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  /// Steps between two reports, or 0 where the clock decides.
  [[nodiscard]] std::int64_t report_steps() const { return report_steps_; }
  /// Learning rate of the next step.
  [[nodiscard]] double rate(double seconds, std::int64_t steps) const;
  /// Tells the loss on the val split. True when the rate fell. Nothing happens on a cosine.
  bool observe(double loss);
  [[nodiscard]] const State& state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  TrainOptions options_;
  std::int64_t steps_ = 0, report_steps_ = 0;
  State state_;
};

}  // namespace segme::train
