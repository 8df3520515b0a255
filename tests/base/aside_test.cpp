// Work aside is asked to stop when it is left, and does not hold up who leaves.
#include "base/aside.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/sleeper.h"
#include "tests/gate.h"

namespace segme {
namespace {

using std::chrono::milliseconds;

TEST(aside, work_is_done) {
  std::atomic<bool> done{false};
  const Aside aside([&](const std::stop_token&) { done = true; });
  while (!aside.done_within(milliseconds(100))) {
  }
  EXPECT_TRUE(done);
}

TEST(aside, whoever_leaves_asks_it_to_stop) {
  std::atomic<bool> asked{false};
  {
    const Aside aside([&](const std::stop_token& stop) {
      asked = !Sleeper().until(stop, std::chrono::steady_clock::now() + std::chrono::hours(1));
    });
    EXPECT_FALSE(aside.done_within(milliseconds(1)));
  }
  EXPECT_TRUE(asked);
}

TEST(aside, what_has_ended_is_not_asked_to_stop) {
  std::stop_token kept;
  {
    const Aside aside([&](const std::stop_token& stop) { kept = stop; });
    while (!aside.done_within(milliseconds(100))) {
    }
  }
  EXPECT_FALSE(kept.stop_requested());
}

TEST(aside, what_cannot_stop_is_left_to_itself) {
  const auto gate = std::make_shared<test::Gate>();
  const auto ended = std::make_shared<test::Gate>();
  {
    const Aside aside([gate, ended](const std::stop_token&) {
      gate->acquire();
      ended->release();
    });
  }
  gate->release();
  ended->acquire();
}

}  // namespace
}  // namespace segme
