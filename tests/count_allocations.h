// Counts every operator new that is called from this program's own code; what libraries do inside themselves is not
// ours. To be included by one file of a test program: it replaces the operators for all of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

extern "C" char __executable_start, etext;  // NOLINT(bugprone-reserved-identifier): the linker's names

namespace segme::test {

inline std::atomic<int> counters{0};  // how many are at work
inline std::atomic<long> allocations{0};

/// Counts while it lives, on every thread.
class CountAllocations {
 public:
  CountAllocations() : before_(allocations) { ++counters; }
  CountAllocations(const CountAllocations&) = delete;
  CountAllocations& operator=(const CountAllocations&) = delete;
  ~CountAllocations() { --counters; }
  [[nodiscard]] long so_far() const { return allocations - before_; }

 private:
  long before_;
};

inline void* allocate(std::size_t size, std::size_t alignment, const void* caller) {
  if (counters > 0 && caller >= &__executable_start && caller < &etext) ++allocations;
  void* memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment + alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace segme::test

[[gnu::noinline]] void* operator new(std::size_t size) {
  return segme::test::allocate(size, alignof(std::max_align_t), __builtin_return_address(0));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  return segme::test::allocate(size, static_cast<std::size_t>(alignment), __builtin_return_address(0));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
