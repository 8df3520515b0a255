// base/clock_text: minutes, hours, and what is no time.
#include "base/clock_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace segme {
namespace {

TEST(clock_text, says_minutes_and_hours) {
  EXPECT_EQ(clock_text(7.4), "0:07");
  EXPECT_EQ(clock_text(59.6), "1:00");
  EXPECT_EQ(clock_text(750), "12:30");
  EXPECT_EQ(clock_text(3723), "1:02:03");
}

TEST(clock_text, what_nobody_can_wait_for_is_no_trouble) {
  EXPECT_EQ(clock_text(-1), "0:00");
  EXPECT_EQ(clock_text(std::numeric_limits<double>::infinity()), "27777:46:40");
}

}  // namespace
}  // namespace segme
