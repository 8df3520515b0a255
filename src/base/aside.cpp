// base/aside: see aside.h.
#include "base/aside.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/workers.h"

namespace segme {

/// The thread's as well: it may outlive the Aside.
struct Aside::State {
  std::stop_source stop;
  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  bool done = false;
};

Aside::Aside(Work work) : state_(std::make_shared<State>()) {
  thread_ = start_thread([state = state_, held = std::move(work)]() mutable {
    std::exchange(held, nullptr)(state->stop.get_token());
    {
      const std::lock_guard lock(state->mutex);
      state->done = true;
    }
    state->changed.notify_all();
  });
}

Aside::~Aside() {
  // What it made may go on to ask the token, and is not to be stopped with it.
  if (!done_within({})) state_->stop.request_stop();
  done_within(kGrace) ? thread_.join() : thread_.detach();
}

bool Aside::done_within(std::chrono::milliseconds most) const {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, most, [this] { return state_->done; });
}

}  // namespace segme
