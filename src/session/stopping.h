// session/stopping: how jobs notice std::stop_token: between steps, in poll(), and a little later where something has
// to be finished.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace segme::session {

/// Who asks a job to stop waits about a second for it: so much of it is for what has to be finished.
constexpr auto kToFinish = std::chrono::milliseconds(700);

/// @throws Error(interrupted) about the field "stop" once it was asked for.
void end_if_stopped(const std::stop_token& stop);

/// True once it was asked for.
std::function<bool()> stops(std::stop_token stop);

/// The same for what has to be finished after it: true `later` after the first call that found it asked for. Copies
/// share that moment.
std::function<bool()> stops_later(std::stop_token stop, std::chrono::milliseconds later);

/// A file descriptor that becomes readable once it was asked for, for poll(); -1 where the system refuses one.
class StopDescriptor {
 public:
  explicit StopDescriptor(const std::stop_token& stop);
  StopDescriptor(const StopDescriptor&) = delete;
  StopDescriptor& operator=(const StopDescriptor&) = delete;
  ~StopDescriptor();
  [[nodiscard]] int get() const noexcept { return event_; }

 private:
  int event_ = -1;
  std::optional<std::stop_callback<std::function<void()>>> wake_;
};

}  // namespace segme::session
