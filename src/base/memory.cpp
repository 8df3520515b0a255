// base/memory: address space is taken and given back untouched, which costs nothing.
#include "base/memory.h"

#include <sys/mman.h>
#include <sys/resource.h>

namespace segme {

bool has_room(std::size_t bytes) noexcept {
  void* const place = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) return false;
  ::munmap(place, bytes);
  return true;
}

std::optional<std::size_t> memory_limit() noexcept {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

std::string memory_sentence() {
  constexpr std::size_t kMegabyte = 1000000;
  const std::optional<std::size_t> limit = memory_limit();
  if (!limit) return "there is not enough memory for this. Try a smaller picture or fewer jobs.";
  return "there is not enough memory for this: the process may have " + std::to_string(*limit / kMegabyte) +
         " MB (ulimit -v). Allow it more, or try a smaller picture or fewer jobs.";
}

}  // namespace segme
