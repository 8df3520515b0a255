// capture/paced: see paced.h.
#include "capture/paced.h"

#include <utility>

namespace segme {
namespace {

constexpr double kUsualStep = 1.0 / 30;  // seconds between the last frame of a round and the first of the next, where
                                         // a single frame tells no step

}  // namespace

Paced::Paced(Open open, bool loops, std::stop_token stop)
    : open_(std::move(open)), loops_(loops), stop_(std::move(stop)), source_(open_()) {
  SEGME_CHECK(source_ != nullptr);
}

bool Paced::next(Frame& frame) {
  if (!source_->next(frame)) {
    if (!loops_ || in_round_ == 0 || stop_.stop_requested()) return false;
    offset_ = last_ + (step_ > 0 ? step_ : kUsualStep);
    in_round_ = 0;
    source_ = open_();
    if (!source_->next(frame)) return false;
  }
  ++in_round_;
  frame.seconds += offset_;
  frame.number = number_++;
  if (frame.number > 0) step_ = frame.seconds - last_;
  last_ = frame.seconds;
  const auto now = Clock::now();
  if (!started_) {
    started_ = true;
    start_ = now - std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(frame.seconds));
  }
  return sleeper_.until(
      stop_, start_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(frame.seconds)));
}

}  // namespace segme
