// net: halves and 8-bit rules, held against numbers worked out by hand.
#include "net/quantise.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "net/calibrate.h"
#include "net/half.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

TEST(net_half, rounds_to_the_nearest_and_ties_to_even) {
  EXPECT_EQ(to_half(0), 0x0000);
  EXPECT_EQ(to_half(-0.0F), 0x8000);
  EXPECT_EQ(to_half(1), 0x3C00);
  EXPECT_EQ(to_half(-2), 0xC000);
  EXPECT_EQ(to_half(65504), 0x7BFF);
  EXPECT_EQ(to_half(65519.9F), 0x7BFF);
  EXPECT_EQ(to_half(65520), 0x7C00);
  EXPECT_EQ(to_half(1e30F), 0x7C00);
  EXPECT_EQ(to_half(0x1p-24F), 0x0001);
  EXPECT_EQ(to_half(0x1p-25F), 0x0000);
  EXPECT_EQ(to_half(0x1.8p-25F), 0x0001);
  EXPECT_EQ(to_half(1 + 0x1p-11F), 0x3C00);      // half way: the even one
  EXPECT_EQ(to_half(1 + 3 * 0x1p-11F), 0x3C02);  // half way: the even one
  EXPECT_TRUE(std::isnan(from_half(to_half(std::numeric_limits<float>::quiet_NaN()))));
}

TEST(net_half, every_half_survives_the_way_to_a_float_and_back) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if (std::isnan(from_half(half))) continue;
    ASSERT_EQ(to_half(from_half(half)), half);
  }
}

TEST(net_half, what_rounding_takes_from_one_value_the_next_one_gets) {
  Tensor weights{{2, 50}, std::vector<float>(100, 1 + 0x1.8p-12F)};  // 3/8 of a half's step above 1
  double sum = 0;
  for (const std::uint16_t half : to_halves(weights, 0)) sum += static_cast<double>(from_half(half));
  EXPECT_NEAR(sum, 100 * (1 + 0x1.8p-12), 2 * 0x1p-11);
}

TEST(net_quantise, a_rule_covers_its_range_and_holds_zero) {
  const Quantiser six = quantiser_for({0, 6});
  EXPECT_EQ(six.zero_point, -128);
  EXPECT_FLOAT_EQ(six.scale, 6.0F / 255);
  const Quantiser both = quantiser_for({-1, 3});
  EXPECT_FLOAT_EQ(both.scale, 4.0F / 255);
  EXPECT_EQ(both.zero_point, -64);                    // 1 / (4 / 255) = 63.75 steps below zero
  EXPECT_EQ(quantiser_for({2, 4}).zero_point, -128);  // zero is covered though nothing was there
  EXPECT_GT(quantiser_for({0, 0}).scale, 0);
}

TEST(net_quantise, weights_have_a_scale_a_channel_along_the_axis_given) {
  const Tensor weights{{2, 2}, {1, -127, 0.5F, 0.25F}};
  const QuantisedWeights rows = quantise_weights(weights, 0);
  EXPECT_EQ(rows.scales, (std::vector<float>{1, 0.5F / 127}));
  EXPECT_EQ(rows.values, (std::vector<std::int8_t>{1, -127, 127, 64}));  // 63.5 rounds away from zero
  const QuantisedWeights columns = quantise_weights(weights, 1);
  EXPECT_EQ(columns.scales, (std::vector<float>{1.0F / 127, 1}));
  const QuantisedWeights zeros = quantise_weights({{1, 2}, {0, 0}}, 0);
  EXPECT_EQ(zeros.values, (std::vector<std::int8_t>{0, 0}));
  EXPECT_GT(zeros.scales[0], 0);
}

TEST(net_quantise, two_products_of_a_paired_weight_and_a_byte_fit_16_bits) {
  const Tensor weights{{2, 3}, {3, -2, 1.5F, 0.1F, 0.1F, -0.2F}};
  const QuantisedWeights q = quantise_weights(weights, 0, {.most = kMostPairedWeight});
  EXPECT_EQ(q.values, (std::vector<std::int8_t>{64, -43, 32, 32, 32, -64}));  // what rounding took is handed on
  EXPECT_EQ(q.scales, (std::vector<float>{3.0F / 64, 0.2F / 64}));
  EXPECT_LE(2 * 255 * kMostPairedWeight, 32767);
}

TEST(net_quantise, a_large_bias_over_small_weights_still_fits_32_bits) {
  const std::vector<float> bias{1000};
  const Tensor weights{{1, 1}, {1e-9F}};
  const QuantisedWeights q = quantise_weights(weights, 0, {.smallest = scales_for_biases(bias, 1e-3F)});
  const std::vector<std::int32_t> stored = quantise_biases(bias, 1e-3F, q.scales);
  EXPECT_NEAR(static_cast<double>(stored[0]) * 1e-3 * static_cast<double>(q.scales[0]), 1000, 1e-3);
}

TEST(net_quantise, the_normalisation_and_what_follows_the_last_convolution_stay_float) {
  Builder b("tiny", {3, 8, 8});
  int x = b.affine("normalise", 0, {127, 127, 127}, {1, 1, 1});
  x = b.activation(Op::relu6, "relu", b.conv("first", x, 4, {.kernel = 3}));
  x = b.resize("up", x, 16, 16);
  x = b.conv("last", x, 1, {.bias = true});
  b.activation(Op::sigmoid, "matte", b.resize("logit", x, 32, 32));
  const Graph graph = std::move(b).finish();
  const std::vector<Range> ranges{{0, 255}, {-127, 128}, {-9, 9}, {0, 6}, {0, 5}, {-50, 50}, {-50, 50}, {0, 1}};
  const Quantisation plan = plan_quantisation(graph, ranges);
  ASSERT_EQ(plan.nodes.size(), graph.nodes.size());
  EXPECT_FALSE(plan.nodes[0]);  // the picture, normalised in floats
  EXPECT_TRUE(plan.nodes[1]);
  EXPECT_FALSE(plan.nodes[2]);  // joined with its relu6
  EXPECT_EQ(plan.nodes[3], quantiser_for({0, 6}));
  EXPECT_EQ(plan.nodes[4], plan.nodes[3]);             // a resize only moves values
  EXPECT_EQ(plan.nodes[5], quantiser_for({-10, 10}));  // beyond that a sigmoid says nothing new
  EXPECT_FALSE(plan.nodes[6]);
  EXPECT_FALSE(plan.nodes[7]);
}

TEST(net_quantise, parts_of_a_concatenation_take_its_rule_where_nothing_else_reads_them) {
  Builder b("tiny", {3, 4, 4});
  const int a = b.conv("a", 0, 2);
  const int c = b.conv("c", 0, 2);
  const int joined = b.concat("joined", a, c);
  b.conv("last", b.concat("again", joined, a), 1);
  const Graph graph = std::move(b).finish();
  const std::vector<Range> ranges{{0, 255}, {0, 1}, {0, 2}, {0, 2}, {0, 3}, {0, 1}};
  const Quantisation plan = plan_quantisation(graph, ranges);
  EXPECT_EQ(plan.nodes[0], quantiser_for({0, 255}));  // no normalisation: the picture itself is rounded
  EXPECT_EQ(plan.nodes[1], quantiser_for({0, 1}));    // two read it
  EXPECT_EQ(plan.nodes[2], quantiser_for({0, 3}));
  EXPECT_EQ(plan.nodes[3], quantiser_for({0, 3}));
}

TEST(net_calibrate, ranges_widen_with_every_picture_and_leave_out_the_clipped_share) {
  Builder b("tiny", {3, 10, 10});
  b.activation(Op::relu, "relu", 0);
  const Graph graph = std::move(b).finish();
  const Weights none;
  Calibration calibration(graph, none, 0.01);
  std::vector<float> picture(300, 1.0F);
  picture[0] = picture[1] = picture[2] = 1000;  // one in a hundred
  picture[3] = 7;
  calibration.add(picture);
  EXPECT_EQ(calibration.ranges()[1], (Range{0, 7}));
  picture.assign(300, -2.0F);
  calibration.add(picture);
  EXPECT_EQ(calibration.ranges()[0], (Range{-2, 7}));
  EXPECT_EQ(calibration.ranges()[1], (Range{0, 7}));
  EXPECT_EQ(calibration.pictures(), 2);
}

}  // namespace
}  // namespace segme::net
