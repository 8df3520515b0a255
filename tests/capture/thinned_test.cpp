// capture/thinned: fewer frames, evenly, and never out of order.
#include "capture/thinned.h"

#include <gtest/gtest.h>

#include "capture/synthetic.h"

namespace segme {
namespace {

/// The moments, in frames of the source, of what is left of 60 frames at 30 a second.
std::vector<int> left(double rate) {
  Synthetic::Options options;
  options.width = options.height = 4;
  options.frames = 60;
  Thinned thinned(std::make_unique<Synthetic>(options), rate);
  std::vector<int> moments;
  Frame frame;
  while (thinned.next(frame)) {
    EXPECT_EQ(frame.number, static_cast<std::int64_t>(moments.size()));
    moments.push_back(static_cast<int>(frame.seconds * 30 + 0.5));
  }
  return moments;
}

TEST(thinned, half_the_rate_is_every_other_frame) {
  const std::vector<int> moments = left(15);
  ASSERT_EQ(moments.size(), 30U);
  for (std::size_t i = 0; i < moments.size(); ++i) EXPECT_EQ(moments[i], 2 * static_cast<int>(i));
}

TEST(thinned, a_rate_that_is_no_part_of_it_is_kept_on_average) {
  EXPECT_NEAR(static_cast<double>(left(20).size()), 40, 1);
  EXPECT_NEAR(static_cast<double>(left(25).size()), 50, 1);
  EXPECT_NEAR(static_cast<double>(left(7).size()), 14, 1);
}

TEST(thinned, a_rate_that_it_does_not_reach_leaves_all) {
  EXPECT_EQ(left(30).size(), 60U);
  EXPECT_EQ(left(1000).size(), 60U);
}

}  // namespace
}  // namespace segme
