// train/torch/depthwise: LibTorch, in 64 bits, is the judge of what is computed and of both gradients.
#include "train/torch/depthwise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "train/torch/arithmetic.h"

namespace segme::train {
namespace {

struct Case {
  int channels, height, width, kernel, stride, dilation, pad;
};

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const Case& c = info.param;
  return "c" + std::to_string(c.channels) + "_" + std::to_string(c.height) + "x" + std::to_string(c.width) + "_k" +
         std::to_string(c.kernel) + "_s" + std::to_string(c.stride) + "_d" + std::to_string(c.dilation) + "_p" +
         std::to_string(c.pad);
}

class DepthwiseConv : public testing::TestWithParam<Case> {
 protected:
  /// How far apart the gradients of the input and of the kernel are from those in 64 bits, in parts of the largest.
  static void expect_near(bool bf16, double tolerance) {
    const Case& c = GetParam();
    net::Node node;
    node.kernel_height = node.kernel_width = c.kernel;
    node.stride_y = node.stride_x = c.stride;
    node.dilation = c.dilation;
    node.groups = c.channels;
    torch::manual_seed(5);
    const auto rounded = [&](const torch::Tensor& t) { return bf16 ? t.to(torch::kBFloat16).to(torch::kFloat32) : t; };
    const torch::Tensor x = rounded(torch::randn({3, c.channels, c.height, c.width}));
    const torch::Tensor weight = rounded(torch::randn({c.channels, 1, c.kernel, c.kernel}));

    const torch::Tensor exact_x = x.to(torch::kFloat64).set_requires_grad(true);
    const torch::Tensor exact_weight = weight.to(torch::kFloat64).set_requires_grad(true);
    const torch::Tensor exact =
        torch::conv2d(exact_x, exact_weight, {}, c.stride, {c.pad, c.pad}, c.dilation, c.channels);
    const torch::Tensor pull = rounded(torch::randn(exact.sizes()));
    (exact * pull).sum().backward();

    const torch::Tensor own_x = x.clone().set_requires_grad(true);
    const torch::Tensor own_weight = weight.clone().set_requires_grad(true);
    torch::Tensor own;
    {
      const Arithmetic arithmetic(torch::kCPU, bf16);
      own = depthwise_conv(node, own_x, own_weight, c.pad, c.pad);
      forget_16_bits();
    }
    EXPECT_EQ(own.scalar_type(), bf16 ? torch::kBFloat16 : torch::kFloat32);
    (own.to(torch::kFloat32) * pull).sum().backward();

    const auto apart = [](const torch::Tensor& a, const torch::Tensor& b) {
      return ((a.to(torch::kFloat64) - b).abs().max() / b.abs().max()).item<double>();
    };
    EXPECT_LT(apart(own.detach(), exact.detach()), tolerance);
    // The input's gradient is LibTorch's, and as coarse as LibTorch is on this processor: some sum up in 16 bits.
    double coarseness = tolerance;
    if (bf16) {
      const torch::Tensor their_x = x.clone().set_requires_grad(true);
      const torch::Tensor in_16_bits = their_x.to(torch::kBFloat16).contiguous(torch::MemoryFormat::ChannelsLast);
      const torch::Tensor theirs =
          torch::conv2d(in_16_bits, weight.to(torch::kBFloat16), {}, c.stride, {c.pad, c.pad}, c.dilation, c.channels);
      (theirs.to(torch::kFloat32) * pull).sum().backward();
      coarseness = std::max(tolerance, 1.001 * apart(their_x.grad(), exact_x.grad()));
    }
    EXPECT_LT(apart(own_x.grad(), exact_x.grad()), coarseness);
    EXPECT_EQ(own_weight.grad().sizes(), own_weight.sizes());
    // Products of 16-bit floats are exact in 32 bits, so the kernel's gradient is as exact with either.
    EXPECT_LT(apart(own_weight.grad(), exact_weight.grad()), 2e-6);
  }
};

TEST_P(DepthwiseConv, is_libtorchs_in_32_bits) { expect_near(false, 1e-6); }
TEST_P(DepthwiseConv, is_libtorchs_in_16_bits) { expect_near(true, 8e-3); }

INSTANTIATE_TEST_SUITE_P(sizes, DepthwiseConv,
                         testing::Values(Case{1, 5, 7, 3, 1, 1, 1}, Case{3, 6, 5, 5, 1, 1, 2},
                                         Case{7, 9, 9, 7, 1, 1, 3}, Case{24, 12, 17, 5, 1, 1, 2},
                                         Case{16, 11, 11, 3, 2, 1, 0}, Case{29, 13, 10, 5, 2, 1, 0},
                                         Case{40, 9, 12, 3, 1, 2, 2}, Case{8, 3, 3, 5, 1, 1, 2},
                                         Case{33, 1, 1, 3, 1, 1, 1}, Case{20, 8, 8, 4, 2, 1, 1},
                                         Case{12, 7, 7, 1, 1, 1, 0}, Case{64, 2, 40, 5, 1, 3, 6}),
                         name_of);

TEST(train_depthwise, what_is_frozen_gets_no_gradient) {
  net::Node node;
  node.kernel_height = node.kernel_width = 3;
  node.groups = 4;
  const torch::Tensor x = torch::randn({1, 4, 6, 6}).set_requires_grad(true);
  const torch::Tensor weight = torch::randn({4, 1, 3, 3});
  depthwise_conv(node, x, weight, 1, 1).sum().backward();
  EXPECT_TRUE(x.grad().defined());
  EXPECT_FALSE(weight.grad().defined());

  const torch::Tensor fixed = x.detach();
  const torch::Tensor taught = weight.clone().set_requires_grad(true);
  depthwise_conv(node, fixed, taught, 1, 1).sum().backward();
  EXPECT_TRUE(taught.grad().defined());
}

}  // namespace
}  // namespace segme::train
