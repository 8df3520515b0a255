// base/queue: hands things from one thread to another in order, a few at most: who puts waits while it is full, who
// takes while it is empty.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "base/error.h"

namespace segme {

/// Holds up to `capacity` things; nothing is allocated after it was made. Any number of threads may use it.
template <class T>
class Queue {
 public:
  explicit Queue(std::size_t capacity) : slots_(capacity) { SEGME_CHECK(capacity > 0); }

  /// Waits for room. False, and nothing is put, once it is closed.
  bool put(T value) {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [this] { return count_ < slots_.size() || closed_; });
      if (closed_) return false;
      slots_[(first_ + count_++) % slots_.size()] = std::move(value);
    }
    things_.notify_one();
    return true;
  }

  /// Waits for a thing. False once it is closed and the last thing was taken.
  bool take(T& value) {
    {
      std::unique_lock lock(mutex_);
      things_.wait(lock, [this] { return count_ > 0 || closed_; });
      if (count_ == 0) return false;
      value = std::move(slots_[first_]);
      first_ = (first_ + 1) % slots_.size();
      --count_;
    }
    room_.notify_one();
    return true;
  }

  /// The same, but waits no longer than `most`: false as well when no thing came in that time.
  bool take_within(T& value, std::chrono::milliseconds most) {
    {
      std::unique_lock lock(mutex_);
      things_.wait_for(lock, most, [this] { return count_ > 0 || closed_; });
      if (count_ == 0) return false;
      value = std::move(slots_[first_]);
      first_ = (first_ + 1) % slots_.size();
      --count_;
    }
    room_.notify_one();
    return true;
  }

  [[nodiscard]] bool closed() {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

  /// Nothing more will be put; what is inside can still be taken.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    room_.notify_all();
    things_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_, things_;
  std::vector<T> slots_;
  std::size_t first_ = 0, count_ = 0;
  bool closed_ = false;
};

}  // namespace segme
