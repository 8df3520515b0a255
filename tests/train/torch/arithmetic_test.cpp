// train/torch/arithmetic: 16 bits for a while, and afterwards as before.
#include "train/torch/arithmetic.h"

#include <gtest/gtest.h>

namespace segme::train {
namespace {

TEST(train_arithmetic, is_what_was_asked_for_and_then_as_before) {
  EXPECT_TRUE(has_16_bits(torch::kCUDA));
  EXPECT_FALSE(in_16_bits(torch::kCPU));
  {
    const Arithmetic asked(torch::kCPU, true);
    EXPECT_TRUE(in_16_bits(torch::kCPU));
    {
      const Arithmetic whole(torch::kCPU, false);
      EXPECT_FALSE(in_16_bits(torch::kCPU));
    }
    EXPECT_TRUE(in_16_bits(torch::kCPU));
  }
  EXPECT_FALSE(in_16_bits(torch::kCPU));
}

}  // namespace
}  // namespace segme::train
