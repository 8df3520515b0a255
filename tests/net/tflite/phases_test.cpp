// net/tflite/phases: there and back again, and what is no such kernel is left alone. What the phases compute is held
// against the interpreter in write_tflite_test ("transposed_same_few").
#include "net/tflite/phases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace segme::net {
namespace {

Tensor numbered_kernel() {
  Tensor kernel{{3, 2, 4, 4}, std::vector<float>(96)};
  std::iota(kernel.values.begin(), kernel.values.end(), 1.0F);
  return kernel;
}

TEST(phases, of_a_kernel_give_the_kernel_again) {
  const Tensor kernel = numbered_kernel();
  const Tensor phases = phases_of(kernel);
  EXPECT_EQ(phases.shape, (std::vector<std::int64_t>{8, 3, 3, 3}));
  EXPECT_EQ(std::count(phases.values.begin(), phases.values.end(), 0.0F), 8 * 3 * 9 - 96);
  const auto again = kernel_of_phases(phases);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->shape, kernel.shape);
  EXPECT_EQ(again->values, kernel.values);
}

TEST(phases, are_not_seen_in_other_convolutions) {
  Tensor phases = phases_of(numbered_kernel());
  for (float& value : phases.values) {
    if (value != 0) continue;
    value = 1;
    EXPECT_FALSE(kernel_of_phases(phases).has_value());
    value = 0;
  }
  EXPECT_FALSE(kernel_of_phases({{6, 3, 3, 3}, std::vector<float>(162)}).has_value());
  EXPECT_FALSE(kernel_of_phases({{8, 3, 2, 2}, std::vector<float>(96)}).has_value());
  EXPECT_FALSE(kernel_of_phases({{8, 3, 3, 3}, {}}).has_value());
  EXPECT_FALSE(kernel_of_phases({{8}, std::vector<float>(8)}).has_value());
}

}  // namespace
}  // namespace segme::net
