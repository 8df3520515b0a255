// net/narrow: channels that nobody reads are dropped and nothing else, wherever they stand; and a narrowed net is
// whole.
#include "net/narrow.h"

#include <gtest/gtest.h>

#include "net/builder.h"
#include "net/catalogue.h"
#include "net/interpret.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

/// A residual block with norms, an expansion and a gate: `inside` channels that a narrower one has fewer of.
Graph block(int stem, int inside, int size = 16) {
  Builder b("block", {3, size, size});
  int x = b.activation(Op::relu6, "relu0", b.batch_norm("bn0", b.conv("stem", 0, stem, {.kernel = 3, .stride = 2})));
  int y = b.activation(Op::relu, "relu1", b.batch_norm("bn1", b.conv("expand", x, inside)));
  y = b.activation(Op::relu, "relu2", b.batch_norm("bn2", b.depthwise("depthwise", y, 5)));
  const int gate =
      b.activation(Op::sigmoid, "sigmoid", b.conv("gate", b.global_average("average", y), inside, {.bias = true}));
  y = b.multiply("gated", y, gate);
  x = b.add("sum", x, b.batch_norm("bn3", b.conv("project", y, stem)));
  b.conv("head", x, 1, {.kernel = 3, .bias = true});
  return std::move(b).finish();
}

/// Puts channels that nobody reads between those of `narrow`'s weights: every third of the wide net's.
Weights spread(const Graph& wide, const Graph& narrow, const Weights& weights) {
  const auto is_extra = [](std::int64_t c) { return c % 3 == 1; };
  Weights result = test::random_weights(wide, 11);
  const std::vector<WeightSpec> specs = weight_specs(narrow);
  for (const WeightSpec& spec : specs) {
    const Tensor& from = weights.at(spec.name);
    Tensor& to = result.at(spec.name);
    const std::int64_t ins = to.shape.size() > 1 ? to.shape[1] : 1;
    const std::int64_t taps = to.shape.size() > 2 ? to.shape[2] * to.shape[3] : 1;
    const bool wider_out = to.shape[0] != from.shape[0];
    const bool wider_in = to.shape.size() > 1 && to.shape[1] != from.shape[1];
    std::size_t next = 0;
    for (std::int64_t o = 0; o < to.shape[0]; ++o) {
      for (std::int64_t i = 0; i < ins; ++i) {
        for (std::int64_t k = 0; k < taps; ++k) {
          float& value = to.values[static_cast<std::size_t>((o * ins + i) * taps + k)];
          if (wider_in && is_extra(i)) value = 0;  // nobody reads it
          if ((wider_in && is_extra(i)) || (wider_out && is_extra(o))) continue;
          value = from.values[next++];
        }
      }
    }
    EXPECT_EQ(next, from.values.size()) << spec.name;
  }
  return result;
}

TEST(narrow, what_nobody_reads_goes_and_the_rest_says_the_same) {
  const Graph narrow_net = block(8, 16);
  const Weights weights = test::random_weights(narrow_net);
  const Graph wide = block(8, 24);  // 24: every third is one too many
  const Weights spread_weights = spread(wide, narrow_net, weights);
  const Weights cut = narrow(narrow_net, spread_weights);
  for (const WeightSpec& spec : weight_specs(narrow_net)) {
    ASSERT_TRUE(cut.contains(spec.name)) << spec.name;
    EXPECT_EQ(cut.at(spec.name).shape, spec.shape) << spec.name;
    EXPECT_EQ(cut.at(spec.name).values, weights.at(spec.name).values) << spec.name;
  }
  const std::vector<float> picture = test::random_picture(narrow_net.input_shape());
  EXPECT_LT(test::largest_difference(Interpreter(narrow_net, cut).run(picture).back(),
                                     Interpreter(wide, spread_weights).run(picture).back()),
            1e-4);
}

TEST(narrow, equal_shapes_are_taken_as_they_are_and_others_are_left_out) {
  const Graph net = block(8, 16);
  Weights weights = test::random_weights(net);
  Weights same = narrow(net, weights);
  EXPECT_EQ(same.size(), weights.size());
  for (const auto& [name, tensor] : weights) EXPECT_EQ(same.at(name).values, tensor.values) << name;
  weights.erase("head.weight");
  weights.at("stem.weight").shape = {8, 3, 9, 1};  // of another kernel
  weights["unknown.weight"] = {{1}, {1}};
  same = narrow(net, weights);
  EXPECT_FALSE(same.contains("head.weight"));
  EXPECT_FALSE(same.contains("stem.weight"));
  EXPECT_FALSE(same.contains("unknown.weight"));
  EXPECT_TRUE(same.contains("expand.weight"));
}

TEST(narrow, a_net_with_fewer_channels_than_asked_for_gives_what_fits) {
  const Weights cut = narrow(block(8, 16), test::random_weights(block(8, 12)));
  EXPECT_FALSE(cut.contains("expand.weight"));
  EXPECT_TRUE(cut.contains("stem.weight"));
}

TEST(narrow, the_fast_net_takes_every_kernel_of_the_default_one) {
  const Graph fast = portrait_fast.make(64);
  const Weights cut = narrow(fast, test::random_weights(portrait.make(64)));
  for (const WeightSpec& spec : weight_specs(fast)) {
    EXPECT_TRUE(cut.contains(spec.name) && cut.at(spec.name).shape == spec.shape) << spec.name;
  }
}

TEST(narrow, a_net_that_reads_the_matte_too_says_the_same_of_the_picture_at_first) {
  const Graph steady = portrait_steady.make(64);
  const Weights weights = test::random_weights(portrait.make(64));
  const Weights more = narrow(steady, weights);
  for (const WeightSpec& spec : weight_specs(steady)) {
    ASSERT_TRUE(more.contains(spec.name) && more.at(spec.name).shape == spec.shape) << spec.name;
  }
  const std::vector<float> picture = test::random_picture({3, 64, 64});
  std::vector<float> both = picture;
  for (int i = 0; i < 64 * 64; ++i) both.push_back(static_cast<float>(i % 5) / 4);
  const std::vector<float> wanted = Interpreter(portrait.make(64), weights).run(picture).back();
  EXPECT_LT(test::largest_difference(Interpreter(steady, more).run(both).back(), wanted), 1e-5);
}

}  // namespace
}  // namespace segme::net
