// train/torch/arithmetic: 16 bits where they are fast, and afterwards as before.
#include "train/torch/arithmetic.h"

#include <gtest/gtest.h>

namespace segme::train {
namespace {

TEST(train_arithmetic, is_of_16_bits_only_where_the_processor_has_them_and_then_as_before) {
  EXPECT_TRUE(has_16_bits(torch::kCUDA));
  EXPECT_FALSE(in_16_bits(torch::kCPU));
  {
    const Arithmetic asked(torch::kCPU, true);
    EXPECT_EQ(in_16_bits(torch::kCPU), has_16_bits(torch::kCPU));
    {
      const Arithmetic whole(torch::kCPU, false);
      EXPECT_FALSE(in_16_bits(torch::kCPU));
    }
    EXPECT_EQ(in_16_bits(torch::kCPU), has_16_bits(torch::kCPU));
  }
  EXPECT_FALSE(in_16_bits(torch::kCPU));
}

}  // namespace
}  // namespace segme::train
