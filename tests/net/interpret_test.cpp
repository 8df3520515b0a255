// net: the plain interpreter, held against numbers worked out by hand. Engines confirm it for every node kind in
// write_onnx_test and write_tflite_test.
#include "net/interpret.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

using Values = std::vector<float>;

TEST(net_interpret, a_convolution_with_a_border_and_a_stride) {
  Builder b("tiny", {1, 3, 3});
  b.conv("c", 0, 1, {.kernel = 3, .stride = 2, .bias = true});
  const Graph graph = std::move(b).finish();
  const Weights weights{{"c.weight", {{1, 1, 3, 3}, {0, 0, 0, 0, 1, 2, 0, 0, 10}}}, {"c.bias", {{1}, {100}}}};
  Interpreter interpreter(graph, weights);
  // Each output pixel: itself, twice its right neighbour, ten times the one below that.
  EXPECT_EQ(interpreter.run(Values{1, 2, 3, 4, 5, 6, 7, 8, 9}).back(), (Values{155, 103, 123, 109}));
}

TEST(net_interpret, a_bilinear_resize_by_each_rule) {
  const auto enlarged = [](Sampling sampling) {
    Builder b("tiny", {1, 1, 2});
    b.resize("r", 0, 1, 4, sampling);
    const Graph graph = std::move(b).finish();
    const Weights none;
    return Interpreter(graph, none).run(Values{0, 12}).back();
  };
  EXPECT_EQ(enlarged(Sampling::half_pixel), (Values{0, 3, 9, 12}));
  EXPECT_EQ(enlarged(Sampling::align_corners), (Values{0, 4, 8, 12}));
  EXPECT_EQ(enlarged(Sampling::legacy), (Values{0, 6, 12, 12}));
}

TEST(net_interpret, folding_changes_nothing_but_the_last_digits) {
  const Graph graph = portrait.make(64);
  const Weights weights = test::random_weights(graph);
  const Values picture = test::random_picture(graph.input_shape());
  const Values before = Interpreter(graph, weights).run(picture).back();
  Weights changed = weights;
  const Graph folded = fold_batch_norms(graph, changed);
  EXPECT_LT(test::largest_difference(before, Interpreter(folded, changed).run(picture).back()), 1e-4);
}

TEST(net_interpret, a_missing_weight_is_named) {
  Builder b("tiny", {1, 3, 3});
  b.conv("c", 0, 1);
  const Graph graph = std::move(b).finish();
  const Weights none;
  try {
    const Interpreter interpreter(graph, none);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("c.weight"), std::string::npos);
  }
}

}  // namespace
}  // namespace segme::net
