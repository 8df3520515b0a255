// train/torch/net: single nodes whose rules are easily got wrong, against numbers worked out by hand.
#include <gtest/gtest.h>

#include <functional>

#include "net/builder.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

using net::Builder;

torch::Tensor run(Builder b, const torch::Tensor& input, const net::Weights& weights = {}, bool training = false) {
  TorchNet module(std::move(b).finish());
  module.load(weights, true);
  const torch::NoGradGuard guard;
  return module.forward(input, training);
}

/// One row of one channel.
torch::Tensor row(const std::vector<float>& values) {
  return torch::tensor(values).reshape({1, 1, 1, static_cast<std::int64_t>(values.size())});
}

TEST(train_nodes, a_transposed_convolution_drops_the_last_row_and_column_as_tensorflow_does) {
  Builder b("tiny", {1, 2, 2});
  b.transposed_conv("t", 0, 1, {.kernel = 3, .stride = 2});
  const net::Weights weights{{"t.weight", {{1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}}}};
  const torch::Tensor input = torch::tensor({1.0F, 10.0F, 100.0F, 1000.0F}).reshape({1, 1, 2, 2});
  // out[2i + k][2j + l] += in[i][j] * w[k][l], rows and columns 0..3.
  const torch::Tensor wanted = torch::tensor({1.0F, 2.0F, 13.0F, 20.0F,          //
                                              4.0F, 5.0F, 46.0F, 50.0F,          //
                                              107.0F, 208.0F, 1379.0F, 2080.0F,  //
                                              400.0F, 500.0F, 4600.0F, 5000.0F})
                                   .reshape({1, 1, 4, 4});
  EXPECT_TRUE(torch::equal(run(std::move(b), input, weights), wanted));
}

TEST(train_nodes, a_transposed_convolution_can_be_cropped_on_both_sides) {
  Builder b("tiny", {1, 1, 2});
  b.transposed_conv("t", 0, 1,
                    {.kernel = 1, .stride = 1, .padding = net::Padding{0, 1, 0, 1}, .kernel_width = 4, .stride_x = 2});
  const net::Weights weights{{"t.weight", {{1, 1, 1, 4}, {1, 2, 3, 4}}}};
  // Whole: 1, 2, 3 + 10, 4 + 20, 30, 40.
  EXPECT_TRUE(torch::equal(run(std::move(b), row({1, 10}), weights), row({2, 13, 24, 30})));
}

TEST(train_nodes, the_three_samplings_read_where_they_say) {
  const auto resized = [](net::Sampling sampling) {
    Builder b("tiny", {1, 1, 3});
    b.resize("r", 0, 1, 6, sampling);
    return run(std::move(b), row({0, 10, 40}));
  };
  EXPECT_TRUE(torch::allclose(resized(net::Sampling::legacy), row({0, 5, 10, 25, 40, 40})));
  EXPECT_TRUE(torch::allclose(resized(net::Sampling::half_pixel), row({0, 2.5F, 7.5F, 17.5F, 32.5F, 40})));
  EXPECT_TRUE(torch::allclose(resized(net::Sampling::align_corners), row({0, 4, 8, 16, 28, 40})));
}

TEST(train_nodes, channels_are_shuffled_sliced_padded_and_compared) {
  const torch::Tensor input = torch::tensor({0.0F, 1.0F, 2.0F, 3.0F, 4.0F, 5.0F}).reshape({1, 6, 1, 1});
  const auto channels = [&](const std::function<void(Builder&)>& build) {
    Builder b("tiny", {6, 1, 1});
    build(b);
    const torch::Tensor flat = run(std::move(b), input).reshape({-1}).contiguous();
    return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  };
  using Values = std::vector<float>;
  EXPECT_EQ(channels([](Builder& b) { b.shuffle("s", 0, 2); }), (Values{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(channels([](Builder& b) { b.slice("s", 0, 1, 3); }), (Values{1, 2}));
  EXPECT_EQ(channels([](Builder& b) { b.pad("p", 0, 1, 2); }), (Values{0, 0, 1, 2, 3, 4, 5, 0, 0}));
  EXPECT_EQ(channels([](Builder& b) { b.channel_max("m", 0); }), (Values{5}));
  EXPECT_EQ(channels([](Builder& b) { b.activation(net::Op::complement, "c", 0); }), (Values{1, 0, -1, -2, -3, -4}));
}

TEST(train_nodes, interleaved_pixels_become_planes) {
  Builder b("tiny", {1, 1, 12});
  b.transpose("planes", b.reshape("pixels", 0, {2, 2, 3}));
  const torch::Tensor out = run(std::move(b), torch::arange(12, torch::kFloat32).reshape({1, 1, 1, 12}));
  ASSERT_EQ(out.sizes(), torch::IntArrayRef({1, 3, 2, 2}));
  EXPECT_TRUE(torch::equal(out[0][1].reshape({-1}), torch::tensor({1.0F, 4.0F, 7.0F, 10.0F})));
}

TEST(train_nodes, dropout_drops_only_while_learning_and_keeps_the_mean) {
  const auto dropped = [](bool training) {
    Builder b("tiny", {1, 100, 100});
    b.dropout("d", 0, 0.25F);
    torch::manual_seed(2);
    return run(std::move(b), torch::ones({1, 1, 100, 100}), {}, training);
  };
  EXPECT_TRUE(torch::equal(dropped(false), torch::ones({1, 1, 100, 100})));
  const torch::Tensor learning = dropped(true);
  EXPECT_NEAR((learning == 0).to(torch::kFloat32).mean().item<float>(), 0.25F, 0.03F);
  EXPECT_NEAR(learning.mean().item<float>(), 1.0F, 0.04F);
}

}  // namespace
}  // namespace segme::train
