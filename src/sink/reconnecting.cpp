// sink/reconnecting: see reconnecting.h. The deadline is kept for each thread, because whoever asks for it (a callback
// of FFmpeg) knows of no object.
#include "sink/reconnecting.h"

#include <algorithm>
#include <utility>

namespace segme {
namespace {

struct Limit {
  Reconnecting::Clock::time_point deadline = Reconnecting::Clock::time_point::max();
  const std::function<bool()>* leave = nullptr;
};

thread_local Limit limit;

/// Sets the limit of this thread while it lives.
class Within {
 public:
  Within(Reconnecting::Milliseconds time, const std::function<bool()>& leave) : before_(limit) {
    limit = {Reconnecting::Clock::now() + time, leave ? &leave : nullptr};
  }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;
  ~Within() { limit = before_; }

 private:
  Limit before_;
};

}  // namespace

bool Reconnecting::late() { return Clock::now() > limit.deadline || (limit.leave != nullptr && (*limit.leave)()); }

Reconnecting::Reconnecting(Make make, const Patience& patience)
    : make_(std::move(make)), patience_(patience), pause_(patience.pause) {
  const Within within(patience_.deadline, patience_.leave);
  sink_ = make_(0);
  SEGME_CHECK(sink_ != nullptr);
}

void Reconnecting::show(const Image& picture, double seconds) {
  if (!sink_ && !come_back(seconds)) {
    ++dropped_;
    return;
  }
  const Within within(patience_.deadline, patience_.leave_late);
  try {
    sink_->show(picture, seconds - start_);
    proven_ = true;
    ++written_;
    pause_ = patience_.pause;
  } catch (const Error&) {
    if (!proven_) throw;
    ++dropped_;
    lose();
  }
}

/// Not finished: what would be written at its end can go nowhere.
void Reconnecting::lose() {
  if (connected_.exchange(false) && patience_.tell) patience_.tell(false);
  sink_.reset();
  next_try_ = Clock::now() + pause_;
  pause_ = std::min(2 * pause_, patience_.longest);
}

bool Reconnecting::come_back(double seconds) {
  if (Clock::now() < next_try_) return false;
  const Within within(patience_.deadline, patience_.leave);
  try {
    sink_ = make_(seconds);
    start_ = seconds;
  } catch (const Error&) {
    lose();
    return false;
  }
  ++reconnects_;
  connected_ = true;
  if (patience_.tell) patience_.tell(true);
  return true;
}

void Reconnecting::finish() {
  if (!sink_) return;
  const Within within(patience_.deadline, patience_.leave_late);
  try {
    sink_->finish();
  } catch (const Error&) {
    if (!proven_) throw;
    lose();
  }
}

}  // namespace segme
