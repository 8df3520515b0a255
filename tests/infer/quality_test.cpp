// infer/quality: the nearest level, the faster one first.
#include "infer/quality.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(quality, there_are_three_levels) {
  for (const char* level : {"fast", "balanced", "accurate"}) EXPECT_TRUE(is_quality(level));
  for (const char* other : {"", "Fast", "best", "portrait"}) EXPECT_FALSE(is_quality(other));
}

TEST(quality, the_same_is_nearest_then_a_faster_one_then_a_slower_one) {
  for (const char* level : {"fast", "balanced", "accurate"}) EXPECT_EQ(quality_distance(level, level), 0);
  EXPECT_LT(quality_distance("fast", "balanced"), quality_distance("accurate", "balanced"));
  EXPECT_LT(quality_distance("balanced", "accurate"), quality_distance("fast", "accurate"));
  EXPECT_LT(quality_distance("balanced", "fast"), quality_distance("accurate", "fast"));
}

}  // namespace
}  // namespace segme
