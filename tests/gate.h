// For tests with threads: a counter that one thread raises and another waits for.
#pragma once

#include <condition_variable>
#include <mutex>

namespace segme::test {

class Gate {
 public:
  void release(int count = 1) {
    const std::lock_guard lock(mutex_);
    left_ += count;
    changed_.notify_all();
  }
  void acquire() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return left_ > 0; });
    --left_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int left_ = 0;
};

}  // namespace segme::test
