// base/sleeper: a sleep that ends at once when somebody asks to stop.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace segme {

/// For one thread; nothing is allocated by a sleep.
class Sleeper {
 public:
  /// Sleeps to that moment, or until `stop` is asked for. False when it is.
  bool until(const std::stop_token& stop, std::chrono::steady_clock::time_point moment) {
    std::unique_lock lock(mutex_);
    asked_.wait_until(lock, stop, moment, [] { return false; });
    return !stop.stop_requested();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any asked_;
};

}  // namespace segme
