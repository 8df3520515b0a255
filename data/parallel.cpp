// data/parallel: threads that take the next index until there is none.
#include "data/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <thread>

#include "base/workers.h"

namespace segme::data {

void for_each_index(std::size_t count, int jobs, const std::function<void(std::size_t)>& work,
                    const std::function<bool()>& stop) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = jobs > 0 ? static_cast<std::size_t>(jobs) : cores;
  work_together(std::min(wanted, count), [&](std::size_t) {
    try {
      for (std::size_t i = next++; i < count && !failed && !(stop && stop()); i = next++) work(i);
    } catch (...) {
      failed = true;
      throw;
    }
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = jobs > 0 ? static_cast<std::size_t>(jobs) : cores;
  {
    std::vector<std::thread> others;
    try {
      for (std::size_t i = 1; i < std::min(wanted, count); ++i) others.push_back(start_thread(take));
    } catch (const Error&) {  // no more threads: fewer are slower, and do the same
    } catch (const std::bad_alloc&) {
    }
    take();
    for (std::thread& thread : others) thread.join();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace segme::data
