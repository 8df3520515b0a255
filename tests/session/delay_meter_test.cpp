// session/delay_meter: its figures are those of what was added.
#include "session/delay_meter.h"

#include <gtest/gtest.h>

namespace segme::session {
namespace {

TEST(delay_meter, figures_are_those_of_what_was_added) {
  DelayMeter meter;
  EXPECT_EQ(meter.mean(), 0);
  EXPECT_EQ(meter.under(0.95), 0);
  for (int i = 1; i <= 100; ++i) meter.add(i);
  EXPECT_EQ(meter.count(), 100);
  EXPECT_DOUBLE_EQ(meter.mean(), 50.5);
  EXPECT_NEAR(meter.under(0.95), 95, 0.51);
  EXPECT_NEAR(meter.under(0.5), 50, 0.51);
  EXPECT_EQ(meter.under(1), 100);
  EXPECT_EQ(meter.most(), 100);
  meter.add(1e9);
  EXPECT_EQ(meter.most(), 1e9);
}

}  // namespace
}  // namespace segme::session
