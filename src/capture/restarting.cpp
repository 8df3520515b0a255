// capture/restarting: see restarting.h. Frames go on being numbered, and their times go on growing, over every restart.
#include "capture/restarting.h"

#include <thread>
#include <utility>

namespace segme {

Restarting::Restarting(Open open, Milliseconds patience, Milliseconds pause, std::function<bool()> stop)
    : open_(std::move(open)), patience_(patience), pause_(pause), stop_(std::move(stop)), source_(open_()) {
  SEGME_CHECK(source_ != nullptr);
}

bool Restarting::next(Frame& frame) {
  const auto begin = std::chrono::steady_clock::now();
  while (true) {
    try {
      if (!source_ && !come_back()) return false;
      if (!source_->next(frame)) return false;
      if (fresh_) offset_ = last_ + 1.0 / 30 - frame.seconds;
      fresh_ = false;
      frame.seconds += offset_;
      frame.number = number_++;
      last_ = frame.seconds;
      return true;
    } catch (const Error& error) {
      source_.reset();
      const bool broken = error.code() == ExitCode::input;
      if (!broken || std::chrono::steady_clock::now() - begin >= patience_) throw;
    }
    if (stop_ && stop_()) return false;
    std::this_thread::sleep_for(pause_);
  }
}

bool Restarting::come_back() {
  if (stop_ && stop_()) return false;
  source_ = open_();
  fresh_ = number_ > 0;
  ++restarts_;
  return true;
}

}  // namespace segme
