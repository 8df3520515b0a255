// base/mailbox: hands things from one thread to another through a single slot. A newer thing replaces an unread one, so
// that a slow reader always gets the newest and the writer never waits.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace segme {

/// What a reader who does not wait for ever got.
enum class Taken { thing, nothing, end };

/// One slot for a T. Both ends swap with it, so that buffers go round and nothing is allocated once warm.
template <class T>
class Mailbox {
 public:
  /// Swaps `value` into the slot; `value` holds an old thing afterwards. False, and nothing is put, when closed.
  bool put(T& value) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return false;
      std::swap(slot_, value);
      if (full_) ++replaced_;
      full_ = true;
    }
    changed_.notify_one();
    return true;
  }

  /// Waits for a thing and swaps it into `value`. False when the box is closed and its last thing was taken.
  bool take(T& value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return full_ || closed_; });
    if (!full_) return false;
    std::swap(slot_, value);
    full_ = false;
    return true;
  }

  /// The same, but waits no longer than `most`: nothing when no thing came in that time.
  Taken take_for(T& value, std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, most, [this] { return full_ || closed_; })) return Taken::nothing;
    if (!full_) return Taken::end;
    std::swap(slot_, value);
    full_ = false;
    return Taken::thing;
  }

  /// No more things will be put; a thing in the slot can still be taken.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  /// How many things were replaced before anybody took them.
  [[nodiscard]] std::int64_t replaced() const {
    const std::lock_guard lock(mutex_);
    return replaced_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  T slot_{};
  bool full_ = false;
  bool closed_ = false;
  std::int64_t replaced_ = 0;
};

}  // namespace segme
