// base/workers: threads that do the same work side by side: all of them begin, or none does. Whoever starts threads
// starts them here, so that a system that has no more of them is an Error and never the end of the process.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace segme {

/// A thread that runs `work`, which throws nothing. @throws Error(missing) when the system refuses another thread.
std::thread start_thread(std::function<void()> work);

class Workers {
 public:
  using Start = std::thread (*)(std::function<void()> work);

  /// Calls work(0) .. work(count - 1), each on a thread of its own, once all threads are there. `start` makes a thread.
  /// @throws what `start` throws; then the threads that are there already have ended and called nothing.
  Workers(std::size_t count, std::function<void(std::size_t)> work, Start start = start_thread);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// Waits for all.
  ~Workers();
  /// Waits for all. @throws what the first of them threw.
  void join();

 private:
  enum class Go { wait, yes, no };
  void run(std::size_t index);
  void say(Go go);
  void wait();

  std::function<void(std::size_t)> work_;
  std::mutex mutex_;
  std::condition_variable said_;
  Go go_ = Go::wait;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

/// Calls work(0) .. work(count - 1) side by side, work(0) on the caller's thread, and waits for all. @throws what the
/// first of them threw, and Error(missing) before any was called when the system refuses a thread.
void work_together(std::size_t count, const std::function<void(std::size_t)>& work,
                   Workers::Start start = start_thread);

}  // namespace segme
