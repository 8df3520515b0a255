// capture/thinned: see thinned.h.
#include "capture/thinned.h"

#include <algorithm>
#include <utility>

namespace segme {

Thinned::Thinned(std::unique_ptr<Capture> source, double rate) : source_(std::move(source)), step_(1 / rate) {
  SEGME_CHECK(source_ != nullptr && rate > 0);
}

bool Thinned::next(Frame& frame) {
  constexpr double kEarly = 0.01;  // parts of a step: moments are rounded to a container's ticks
  while (source_->next(frame)) {
    if (number_ > 0 && frame.seconds < due_ - kEarly * step_) continue;
    // On the grid of the wanted rate while the source keeps up; from here on where it paused.
    due_ = number_ == 0 ? frame.seconds + step_ : std::max(due_ + step_, frame.seconds + kEarly * step_);
    frame.number = number_++;
    return true;
  }
  return false;
}

}  // namespace segme
