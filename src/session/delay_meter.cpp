// session/delay_meter: a histogram.
#include "session/delay_meter.h"

#include <algorithm>

namespace segme::session {

void DelayMeter::add(double milliseconds) {
  const double held = std::max(0.0, milliseconds);
  ++steps_[std::min(kSteps - 1, static_cast<std::size_t>(held / kStep))];
  ++count_;
  sum_ += held;
  most_ = std::max(most_, held);
}

double DelayMeter::mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

double DelayMeter::under(double share) const {
  std::int64_t seen = 0;
  for (std::size_t i = 0; i < kSteps; ++i) {
    seen += steps_[i];
    if (seen > 0 && static_cast<double>(seen) >= share * static_cast<double>(count_)) {
      return std::min(most_, static_cast<double>(i + 1) * kStep);
    }
  }
  return 0;
}

}  // namespace segme::session
