// train/data/prior: an invented matte of the frame before is now empty, now near the truth and hardly ever the truth
// itself; it depends on the random numbers alone.
#include "train/data/prior.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace segme::train {
namespace {

constexpr int kSize = 64;
constexpr std::size_t kArea = std::size_t{kSize} * kSize;

/// A head on shoulders, roughly.
std::vector<float> person() {
  std::vector<float> matte(kArea);
  for (int y = 0; y < kSize; ++y) {
    for (int x = 0; x < kSize; ++x) {
      const bool head = std::hypot(x - 32, y - 20) < 11;
      const bool body = y > 34 && std::abs(x - 32) < 8 + (y - 34) / 2;
      matte[static_cast<std::size_t>(y * kSize + x)] = head || body ? 1.0F : 0.0F;
    }
  }
  return matte;
}

double iou(const std::vector<float>& a, const std::vector<float>& b) {
  double both = 0;
  double either = 0;
  for (std::size_t i = 0; i < kArea; ++i) {
    both += a[i] > 0.5F && b[i] > 0.5F ? 1 : 0;
    either += a[i] > 0.5F || b[i] > 0.5F ? 1 : 0;
  }
  return either == 0 ? 1 : both / either;
}

TEST(train_prior, is_empty_a_quarter_of_the_time_and_else_mostly_near_the_truth) {
  const std::vector<float> truth = person();
  std::vector<float> prior(kArea);
  Random random(5);
  int empty = 0;
  int near = 0;
  int same = 0;
  constexpr int kDraws = 400;
  for (int i = 0; i < kDraws; ++i) {
    draw_prior(truth.data(), kSize, random, prior.data());
    for (const float value : prior) ASSERT_TRUE(value >= 0 && value <= 1);
    empty += std::all_of(prior.begin(), prior.end(), [](float value) { return value == 0; }) ? 1 : 0;
    near += iou(prior, truth) > 0.7 ? 1 : 0;
    same += prior == truth ? 1 : 0;
  }
  EXPECT_NEAR(empty, kDraws / 4, 40);
  EXPECT_GT(near, kDraws / 2);
  EXPECT_LT(near, kDraws * 3 / 4);  // some are far off: a net must not trust them blindly
  EXPECT_EQ(same, 0);
}

TEST(train_prior, the_same_random_numbers_give_the_same_and_any_size_will_do) {
  const std::vector<float> truth(kArea, 1.0F);
  for (const int size : {1, 2, 3, 17, kSize}) {
    std::vector<float> first(static_cast<std::size_t>(size * size));
    std::vector<float> second(first.size());
    Random a(9);
    Random b(9);
    for (int i = 0; i < 20; ++i) {
      draw_prior(truth.data(), size, a, first.data());
      draw_prior(truth.data(), size, b, second.data());
      ASSERT_EQ(first, second);
    }
  }
}

}  // namespace
}  // namespace segme::train
