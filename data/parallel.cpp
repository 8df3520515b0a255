// data/parallel: threads that take the next index until there is none. Where the system starts fewer threads, those
// that are there do all of it.
#include "data/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/workers.h"

namespace segme::data {

void for_each_index(std::size_t count, int jobs, const std::function<void(std::size_t)>& work,
                    const std::function<bool()>& stop) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto take = [&] {
    try {
      for (std::size_t i = next++; i < count && !failed && !(stop && stop()); i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      failed = true;
    }
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = jobs > 0 ? static_cast<std::size_t>(jobs) : cores;
  std::vector<std::thread> others;
  try {
    others.reserve(std::min(wanted, count));
    for (std::size_t i = 1; i < std::min(wanted, count); ++i) others.push_back(start_thread(take));
  } catch (const Error&) {  // no more threads: fewer are slower, and do the same
  } catch (const std::bad_alloc&) {
  }
  take();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace segme::data
