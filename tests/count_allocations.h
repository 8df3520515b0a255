// Counts every operator new that is called from this program's own code; what libraries do inside themselves is not
// ours. To be included by one file of a test program: it replaces the operators for all of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_THREAD__)
#define SEGME_OWN_OPERATORS 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SEGME_OWN_OPERATORS 0
#endif
#endif
#if !defined(SEGME_OWN_OPERATORS)
#define SEGME_OWN_OPERATORS 1
#endif

extern "C" char __executable_start, etext;  // NOLINT(bugprone-reserved-identifier): the linker's names

namespace segme::test {

/// False under ThreadSanitizer, which does not let its own operators be replaced: nothing is counted.
constexpr bool kCountsAllocations = SEGME_OWN_OPERATORS == 1;

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

/// Null where there is no memory.
inline void* try_allocate(std::size_t size, std::size_t alignment, const void* caller) noexcept {
  if (counters > 0 && caller >= &__executable_start && caller < &etext) ++allocations;
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment + alignment);
}

inline void* allocate(std::size_t size, std::size_t alignment, const void* caller) {
  void* memory = try_allocate(size, alignment, caller);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace segme::test

#if SEGME_OWN_OPERATORS
[[gnu::noinline]] void* operator new(std::size_t size) {
  return segme::test::allocate(size, alignof(std::max_align_t), __builtin_return_address(0));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  return segme::test::allocate(size, static_cast<std::size_t>(alignment), __builtin_return_address(0));
}
// The forms that do not throw (std::stable_sort uses them) are ours too: under a sanitizer its own would answer, and
// what they give would come back to our operator delete.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return segme::test::try_allocate(size, alignof(std::max_align_t), __builtin_return_address(0));
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return segme::test::try_allocate(size, static_cast<std::size_t>(alignment), __builtin_return_address(0));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  std::free(memory);
}
#endif
