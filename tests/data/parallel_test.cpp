// data/parallel: every index once, also where the system starts no more threads.
#include "data/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "base/error.h"
#include "tests/few_threads.h"

namespace segme::data {
namespace {

TEST(data_parallel, every_index_comes_once_and_the_first_exception_ends_all) {
  std::vector<std::atomic<int>> seen(1000);
  for_each_index(seen.size(), 4, [&](std::size_t i) { ++seen[i]; });
  for (const auto& count : seen) EXPECT_EQ(count, 1);
  EXPECT_THROW(for_each_index(100, 4,
                              [](std::size_t i) {
                                if (i == 5) throw Error(ExitCode::input, "five");
                              }),
               Error);
}

TEST(data_parallel_death_test, where_the_system_starts_no_more_threads_those_that_run_do_the_work) {
  SEGME_SKIP_UNDER_SANITIZERS();
  const auto work = [] {
    test::limit_memory_to(std::size_t{40} << 20U);
    std::atomic<int> done{0};
    for_each_index(500, 200, [&](std::size_t) { ++done; });
    return done == 500;
  };
  EXPECT_EXIT(std::_Exit(work() ? 0 : 1), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace segme::data
