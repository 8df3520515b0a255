// infer/quality: the nearest level, the faster one first.
#include "infer/quality.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(quality, there_are_three_levels) {
  EXPECT_EQ(list_names<Quality>(" "), "fast balanced accurate");
  for (const std::string_view level : NamesOf<Quality>::all) EXPECT_EQ(name_of(*find_named<Quality>(level)), level);
  for (const char* other : {"", "Fast", "best", "portrait"}) EXPECT_FALSE(find_named<Quality>(other).has_value());
}

TEST(quality, the_same_is_nearest_then_a_faster_one_then_a_slower_one) {
  using enum Quality;
  for (const Quality level : {fast, balanced, accurate}) EXPECT_EQ(quality_distance(level, level), 0);
  EXPECT_LT(quality_distance(fast, balanced), quality_distance(accurate, balanced));
  EXPECT_LT(quality_distance(balanced, accurate), quality_distance(fast, accurate));
  EXPECT_LT(quality_distance(balanced, fast), quality_distance(accurate, fast));
}

}  // namespace
}  // namespace segme
