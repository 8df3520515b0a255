// base/workers: see workers.h. A new thread waits until its maker says whether all of them could be made.
#include "base/workers.h"

#include <string>
#include <system_error>
#include <utility>

#include "base/error.h"

namespace segme {

std::thread start_thread(std::function<void()> work) {
  try {
    return std::thread(std::move(work));
  } catch (const std::system_error& error) {
    throw Error(ExitCode::missing, "cannot start another thread: " + error.code().message() +
                                       ". Use fewer jobs or threads, end other programs, or raise the limit of "
                                       "processes (ulimit -u).");
  }
}

Workers::Workers(std::size_t count, std::function<void(std::size_t)> work, Start start) : work_(std::move(work)) {
  try {
    threads_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) threads_.push_back(start([this, i] { run(i); }));
  } catch (...) {
    say(Go::no);
    wait();
    throw;
  }
  say(Go::yes);
}

Workers::~Workers() { wait(); }

void Workers::join() {
  wait();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Workers::run(std::size_t index) {
  {
    std::unique_lock lock(mutex_);
    said_.wait(lock, [this] { return go_ != Go::wait; });
    if (go_ == Go::no) return;
  }
  try {
    work_(index);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void Workers::say(Go go) {
  {
    const std::lock_guard lock(mutex_);
    go_ = go;
  }
  said_.notify_all();
}

void Workers::wait() {
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void work_together(std::size_t count, const std::function<void(std::size_t)>& work, Workers::Start start) {
  if (count == 0) return;
  Workers others(
      count - 1, [&work](std::size_t i) { work(i + 1); }, start);
  std::exception_ptr failure;
  try {
    work(0);
  } catch (...) {
    failure = std::current_exception();
  }
  try {
    others.join();
  } catch (...) {
    if (!failure) failure = std::current_exception();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace segme
