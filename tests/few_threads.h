// For tests of what happens where the system starts no more threads: a thread needs room for its stack.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstddef>
#include <fstream>

// NOLINTBEGIN(cppcoreguidelines-macro-usage): it must return from the test
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SEGME_SKIP_UNDER_SANITIZERS() GTEST_SKIP() << "sanitizers need all the memory there is"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SEGME_SKIP_UNDER_SANITIZERS() GTEST_SKIP() << "sanitizers need all the memory there is"
#endif
#endif
#ifndef SEGME_SKIP_UNDER_SANITIZERS
#define SEGME_SKIP_UNDER_SANITIZERS() static_cast<void>(0)
#endif
// NOLINTEND(cppcoreguidelines-macro-usage)

namespace segme::test {

/// This process may have so many bytes of addresses more than it has: a few stacks of 8 MB. For a child, which then
/// ends.
inline void limit_memory_to(std::size_t more) {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t bytes = pages * 4096 + more;
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_AS, &limit);
}

}  // namespace segme::test
