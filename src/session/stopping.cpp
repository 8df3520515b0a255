// session/stopping: see stopping.h.
#include "session/stopping.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "base/error.h"

namespace segme::session {

void end_if_stopped(const std::stop_token& stop) {
  if (!stop.stop_requested()) return;
  throw Error(ExitCode::interrupted, "stop", "stopped. What was finished before is kept.");
}

std::function<bool()> stops(std::stop_token stop) {
  return [stop = std::move(stop)] { return stop.stop_requested(); };
}

std::function<bool()> stops_later(std::stop_token stop, std::chrono::milliseconds later) {
  using Clock = std::chrono::steady_clock;
  auto first = std::make_shared<std::atomic<Clock::rep>>(0);  // when it was seen to be asked for
  return [stop = std::move(stop), first = std::move(first), later] {
    if (!stop.stop_requested()) return false;
    const Clock::rep now = Clock::now().time_since_epoch().count();
    Clock::rep expected = 0;
    if (first->compare_exchange_strong(expected, now)) return false;
    return Clock::duration(now - expected) > later;
  };
}

StopDescriptor::StopDescriptor(const std::stop_token& stop) : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0) return;
  wake_.emplace(stop, [event = event_] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(event, &one, sizeof one);
  });
}

StopDescriptor::~StopDescriptor() {
  wake_.reset();  // waits for a call under way
  if (event_ >= 0) ::close(event_);
}

}  // namespace segme::session
