// data/parallel: threads that take the next index until there is none.
#include "data/parallel.h"

#include <algorithm>
#include <atomic>
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
  });
}

}  // namespace segme::data
