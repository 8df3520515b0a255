// net: shapes, counts and folding held against numbers worked out by hand.
#include <gtest/gtest.h>

#include "net/builder.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/fold.h"

namespace segme::net {
namespace {

TEST(net_graph, same_padding_puts_the_smaller_half_first) {
  Builder b("tiny", {3, 8, 7});
  const int x = b.conv("c", 0, 4, {.kernel = 3, .stride = 2});
  EXPECT_EQ(b.shape(x), (Shape{4, 4, 4}));
  const Graph graph = std::move(b).finish();
  // Height 8: 3 taps from row 6 reach row 8, one beyond; width 7: 3 taps from column -1 and to column 7.
  EXPECT_EQ(graph.nodes[1].padding, (Padding{0, 1, 1, 1}));
}

TEST(net_graph, a_convolution_costs_its_taps_times_its_outputs) {
  Builder b("tiny", {3, 8, 8});
  int x = b.conv("c", 0, 16, {.kernel = 3, .bias = true});
  x = b.depthwise("d", x, 5, 2);
  b.batch_norm("n", x);
  const Cost cost = count(std::move(b).finish());
  EXPECT_EQ(cost.parameters, 3 * 16 * 9 + 16 + 16 * 25 + 4 * 16);
  EXPECT_EQ(cost.parameters_trained, 3 * 16 * 9 + 16 + 16 * 25 + 2 * 16);
  EXPECT_EQ(cost.parameters_folded, 3 * 16 * 9 + 16 + 16 * 25 + 16);
  EXPECT_EQ(cost.macs, 3 * 16 * 9 * 64 + 16 * 25 * 16);
}

TEST(net_graph, folding_scales_kernels_and_makes_a_bias) {
  Builder b("tiny", {3, 1, 1});
  b.batch_norm("n", b.conv("c", 0, 2));
  const Graph graph = std::move(b).finish();
  Weights weights{{"c.weight", {{2, 3, 1, 1}, {1, 2, 3, 4, 5, 6}}},
                  {"n.weight", {{2}, {2, 1}}},
                  {"n.bias", {{2}, {0.5F, -1}}},
                  {"n.running_mean", {{2}, {1, 0}}},
                  {"n.running_var", {{2}, {4 - 1e-3F, 1 - 1e-3F}}}};
  const Graph folded = fold_batch_norms(graph, weights);
  ASSERT_EQ(folded.nodes.size(), 2U);
  EXPECT_TRUE(folded.nodes[1].bias);
  ASSERT_EQ(weights.size(), 2U);
  const std::vector<float> kernel{1, 2, 3, 4, 5, 6};  // scale 2 / sqrt(4) = 1 and 1 / sqrt(1) = 1
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(weights["c.weight"].values[i], kernel[i], 1e-5F);
  EXPECT_NEAR(weights["c.bias"].values[0], -0.5F, 1e-5F);  // (0 - 1) * 1 + 0.5
  EXPECT_NEAR(weights["c.bias"].values[1], -1.0F, 1e-5F);
}

TEST(net_graph, a_norm_whose_convolution_is_read_twice_stays) {
  Builder b("tiny", {3, 2, 2});
  const int c = b.conv("c", 0, 3);
  const int n = b.batch_norm("n", c);
  b.add("sum", n, c);
  Weights none;
  EXPECT_EQ(fold_batch_norms(std::move(b).finish(), none).nodes.size(), 4U);
}

TEST(net_graph, a_batch_norm_after_a_transposed_convolution_folds_along_its_second_dimension) {
  Builder b("tiny", {2, 1, 1});
  b.batch_norm("n", b.transposed_conv("t", 0, 3, {.kernel = 1, .bias = true}));
  const Graph graph = std::move(b).finish();
  Weights weights{{"t.weight", {{2, 3, 1, 1}, {1, 2, 3, 4, 5, 6}}},
                  {"t.bias", {{3}, {1, 1, 1}}},
                  {"n.weight", {{3}, {1, 10, 100}}},
                  {"n.bias", {{3}, {0, 0, 7}}},
                  {"n.running_mean", {{3}, {0, 0, 1}}},
                  {"n.running_var", {{3}, {1 - 1e-3F, 1 - 1e-3F, 1 - 1e-3F}}}};
  EXPECT_EQ(fold_batch_norms(graph, weights).nodes.size(), 2U);
  const std::vector<float> kernel{1, 20, 300, 4, 50, 600};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(weights["t.weight"].values[i], kernel[i], 1e-3F);
  const std::vector<float> bias{1, 10, 7};
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(weights["t.bias"].values[i], bias[i], 1e-3F);
}

TEST(net_graph, folding_leaves_dropouts_out) {
  Builder b("tiny", {3, 2, 2});
  int x = b.batch_norm("n", b.conv("c", 0, 3));
  x = b.activation(Op::relu, "r", b.dropout("d", x, 0.5F));
  Weights none;
  const Graph folded = fold_batch_norms(std::move(b).finish(), none);
  ASSERT_EQ(folded.nodes.size(), 3U);
  EXPECT_EQ(folded.nodes[2].op, Op::relu);
  EXPECT_EQ(folded.nodes[2].inputs, std::vector<int>{1});
}

TEST(net_graph, a_transposed_convolution_costs_its_taps_times_its_inputs) {
  Builder b("tiny", {4, 5, 5});
  b.transposed_conv("t", 0, 8, {.kernel = 3, .stride = 2});
  EXPECT_EQ(count(std::move(b).finish()).macs, 4 * 5 * 5 * 8 * 9);
}

TEST(net_graph, memory_is_what_lives_at_the_worst_node) {
  Builder b("tiny", {1, 10, 10});
  const int wide = b.conv("wide", 0, 8);                  // 100 + 800 alive
  const int relu = b.activation(Op::relu, "relu", wide);  // in place
  const int narrow = b.conv("narrow", relu, 1);           // 800 + 100
  const int other = b.conv("other", narrow, 8);           // 800 (still read by the sum) + 100 + 800
  b.add("sum", other, relu);
  const Cost cost = count(std::move(b).finish());
  EXPECT_EQ(cost.peak_activations, 1'700);
  EXPECT_EQ(cost.activation_bytes(), 6'800);
  EXPECT_EQ(cost.weight_bytes(), 4 * (8 + 8 + 8));
}

/// Trained parameters of a net of the portrait family without its decoder.
std::int64_t encoder_parameters(const NetKind& kind) {
  std::int64_t sum = 0;
  for (const WeightSpec& spec : weight_specs(kind.make(kind.size))) {
    const bool encoder =
        spec.name.starts_with("conv_stem.") || spec.name.starts_with("bn0.") || spec.name.starts_with("blocks.");
    if (!spec.trained || !encoder) continue;
    std::int64_t product = 1;
    for (const std::int64_t side : spec.shape) product *= side;
    sum += product;
  }
  return sum;
}

/// Of EfficientNet-lite's end, which no encoder has: its last block, from `in` to `out` channels, head and classifier.
std::int64_t tail_parameters(std::int64_t in, std::int64_t out) {
  const std::int64_t inside = 6 * in;
  const std::int64_t block = in * inside + 2 * inside + inside * 9 + 2 * inside + inside * out + 2 * out;
  return block + out * 1280 + 2 * 1280 + 1280 * 1000 + 1000;
}

TEST(net_graph, the_portrait_encoders_have_the_sizes_of_efficientnet_lite) {
  // Those of Tan & Le's lite0 and lite2, running statistics left out, as the published weights have them.
  EXPECT_EQ(encoder_parameters(portrait) + tail_parameters(192, 320), 4'652'008);
  EXPECT_EQ(encoder_parameters(portrait_fine) + tail_parameters(208, 352), 6'092'072);
}

}  // namespace
}  // namespace segme::net
