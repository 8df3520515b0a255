// sink/reconnecting: see reconnecting.h. The deadline is kept for each thread, because whoever asks for it (a callback
// of FFmpeg) knows of no object.
#include "sink/reconnecting.h"

#include <algorithm>
#include <utility>

namespace segme {
namespace {

thread_local Reconnecting::Clock::time_point deadline = Reconnecting::Clock::time_point::max();

/// Sets the deadline of this thread while it lives.
class Within {
 public:
  explicit Within(Reconnecting::Milliseconds time) : before_(deadline) { deadline = Reconnecting::Clock::now() + time; }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;
  ~Within() { deadline = before_; }

 private:
  Reconnecting::Clock::time_point before_;
};

}  // namespace

bool Reconnecting::late() { return Clock::now() > deadline; }

Reconnecting::Reconnecting(Make make, const Patience& patience)
    : make_(std::move(make)), patience_(patience), pause_(patience.pause) {
  const Within within(patience_.deadline);
  sink_ = make_(0);
  SEGME_CHECK(sink_ != nullptr);
}

void Reconnecting::show(const Image& picture, double seconds) {
  const Within within(patience_.deadline);
  if (!sink_ && !come_back(seconds)) {
    ++dropped_;
    return;
  }
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
  connected_ = false;
  sink_.reset();
  next_try_ = Clock::now() + pause_;
  pause_ = std::min(2 * pause_, patience_.longest);
}

bool Reconnecting::come_back(double seconds) {
  if (Clock::now() < next_try_) return false;
  try {
    sink_ = make_(seconds);
    start_ = seconds;
  } catch (const Error&) {
    lose();
    return false;
  }
  ++reconnects_;
  connected_ = true;
  return true;
}

void Reconnecting::finish() {
  if (!sink_) return;
  const Within within(patience_.deadline);
  try {
    sink_->finish();
  } catch (const Error&) {
    if (!proven_) throw;
    lose();
  }
}

}  // namespace segme
