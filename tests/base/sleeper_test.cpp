// A sleep ends with its time or when it is asked to.
#include "base/sleeper.h"

#include <gtest/gtest.h>

#include <thread>

namespace segme {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

TEST(sleeper, sleeps_to_its_moment) {
  Sleeper sleeper;
  const auto moment = Clock::now() + milliseconds(5);
  EXPECT_TRUE(sleeper.until({}, moment));
  EXPECT_GE(Clock::now(), moment);
}

TEST(sleeper, ends_when_it_is_asked_to_stop) {
  Sleeper sleeper;
  std::stop_source stop;
  std::thread asks([&] { stop.request_stop(); });
  EXPECT_FALSE(sleeper.until(stop.get_token(), Clock::now() + std::chrono::hours(1)));
  asks.join();
  EXPECT_FALSE(sleeper.until(stop.get_token(), Clock::now() + std::chrono::hours(1))) << "asked before";
}

}  // namespace
}  // namespace segme
