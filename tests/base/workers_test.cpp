// Threads that start together or not at all: a system without more threads is an Error, and nothing was begun.
#include "base/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <system_error>

#include "base/error.h"
#include "tests/gate.h"

namespace segme {
namespace {

std::atomic<int> left{0};  // threads that the system of these tests still has

std::thread scarce(std::function<void()> work) {
  if (left-- <= 0) throw Error(ExitCode::missing, "cannot start another thread");
  return start_thread(std::move(work));
}

TEST(workers, each_number_is_called_once_and_side_by_side) {
  std::mutex mutex;
  std::set<std::size_t> numbers;
  std::set<std::thread::id> threads;
  test::Gate all;
  work_together(5, [&](std::size_t number) {
    const std::lock_guard lock(mutex);
    numbers.insert(number);
    threads.insert(std::this_thread::get_id());
    all.release();
  });
  EXPECT_EQ(numbers, (std::set<std::size_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(threads.size(), 5U);
  EXPECT_TRUE(threads.contains(std::this_thread::get_id())) << "the caller works too";
}

TEST(workers, a_later_thread_that_cannot_start_is_an_error_and_nothing_was_begun) {
  for (const int there : {0, 1, 3}) {
    left = there;
    std::atomic<int> called{0};
    try {
      Workers workers(
          5, [&](std::size_t) { ++called; }, scarce);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::missing);
    }
    EXPECT_EQ(called, 0) << there;
    left = there;
    EXPECT_THROW(work_together(
                     5, [&](std::size_t) { ++called; }, scarce),
                 Error);
    EXPECT_EQ(called, 0) << there;
  }
}

TEST(workers, what_one_throws_arrives_when_all_have_ended) {
  std::atomic<int> ended{0};
  for (const std::size_t fails : {0U, 2U}) {
    ended = 0;
    EXPECT_THROW(work_together(4,
                               [&](std::size_t number) {
                                 ++ended;
                                 if (number == fails) throw Error(ExitCode::input, "a picture is broken");
                               }),
                 Error);
    EXPECT_EQ(ended, 4);
  }
  Workers workers(2, [](std::size_t) { throw Error(ExitCode::input, "broken"); });
  EXPECT_THROW(workers.join(), Error);
  workers.join();  // said once
}

TEST(workers, none_is_no_work) {
  work_together(0, [](std::size_t) { FAIL(); });
  work_together(1, [here = std::this_thread::get_id()](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), here); });
}

}  // namespace
}  // namespace segme
