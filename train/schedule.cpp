// train/schedule: the plateau rule is that of Keras' ReduceLROnPlateau with its smallest gain of 1e-4.
#include "train/schedule.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace segme::train {

Schedule::Schedule(const TrainOptions& options, std::int64_t steps_per_epoch) : options_(options) {
  SEGME_CHECK(steps_per_epoch >= 1);
  steps_ = options.steps > 0 ? options.steps : options.epochs * steps_per_epoch;
  report_steps_ = options.report_steps > 0 ? options.report_steps : options.epochs > 0 ? steps_per_epoch : 0;
}

double Schedule::progress(double seconds, std::int64_t steps) const {
  const double done = steps_ > 0 ? static_cast<double>(steps) / static_cast<double>(steps_)
                                 : seconds / (60.0 * static_cast<double>(options_.minutes));
  return std::min(done, 1.0);
}

double Schedule::rate(double seconds, std::int64_t steps) const {
  const double highest = static_cast<double>(options_.learning_rate);
  const double lowest = std::min(static_cast<double>(options_.min_rate), highest);
  const double warm = std::min(1.0, static_cast<double>(steps + 1) / options_.warm_up);
  if (options_.schedule == "plateau") return warm * std::max(highest * state_.factor, lowest);
  const double cosine = 0.5 * (1 + std::cos(progress(seconds, steps) * 3.14159265358979));
  return warm * (lowest + (highest - lowest) * cosine);
}

bool Schedule::observe(double loss) {
  constexpr double kSmallestGain = 1e-4;
  if (options_.schedule != "plateau") return false;
  if (loss < state_.least - kSmallestGain) {
    state_.least = loss;
    state_.waited = 0;
    return false;
  }
  if (++state_.waited < options_.plateau_patience) return false;
  state_.waited = 0;
  const double before = rate(0, options_.warm_up);
  state_.factor *= static_cast<double>(options_.plateau_factor);
  return rate(0, options_.warm_up) < before;
}

}  // namespace segme::train
