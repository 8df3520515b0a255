// capture/restarting: see restarting.h. Frames go on being numbered, and their times go on growing, over every restart.
#include "capture/restarting.h"

#include <exception>
#include <optional>
#include <utility>

namespace segme {

Restarting::Restarting(Open open, Patience patience, std::stop_token stop)
    : open_(std::move(open)), patience_(std::move(patience)), stop_(std::move(stop)), source_(open_()) {
  SEGME_CHECK(source_ != nullptr);
}

bool Restarting::next(Frame& frame) {
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> gone;  // from when on; how long it was silent before does not count
  ended_ = false;
  while (true) {
    const Got got = try_next(frame);
    if (got == Got::frame) {
      if (told_ && patience_.tell) patience_.tell(true);
      told_ = false;
      return true;
    }
    if (got == Got::end && !ended_) return false;
    if (stop_.stop_requested()) return false;
    if (!gone) gone = Clock::now();
    if (Clock::now() - *gone >= patience_.away) {
      if (ended_) return false;
      std::rethrow_exception(std::exchange(fault_, nullptr));
    }
    if (!std::exchange(told_, true) && patience_.tell) patience_.tell(false);
    if (!sleeper_.until(stop_, Clock::now() + patience_.pause)) return false;
  }
}

/// A frame of the source that is there or of one that is opened again. fault: there is none for the time being.
Restarting::Got Restarting::try_next(Frame& frame) {
  try {
    if (!source_) {
      source_ = open_();
      fresh_ = number_ > 0;
      ++restarts_;
    }
    if (!source_->next(frame)) {
      ended_ = !stop_.stop_requested() && patience_.endless && patience_.endless();
      if (ended_) source_.reset();
      return Got::end;
    }
    if (fresh_) offset_ = last_ + 1.0 / 30 - frame.seconds;
    fresh_ = false;
    frame.seconds += offset_;
    frame.number = number_++;
    last_ = frame.seconds;
    return Got::frame;
  } catch (const Error& error) {
    source_.reset();
    if (error.code() != ExitCode::input) {
      if (stop_.stop_requested()) return Got::end;
      throw;
    }
    fault_ = std::current_exception();
    return Got::fault;
  }
}

}  // namespace segme
