// net: TFLite files say what the plain interpreter says, in an engine that nobody here wrote.
#include "net/write_tflite.h"

#include <gtest/gtest.h>

#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

double error_of(const test::SmallNet& net, const WriteOptions& options, const std::string& label) {
  const Weights weights = test::random_weights(net.graph);
  const std::vector<float> picture = test::random_picture(net.graph.input_shape());
  const std::vector<float> wanted = test::wanted(net.graph, weights, ".tflite", picture);
  const std::vector<std::uint8_t> bytes = write_tflite(net.graph, weights, options);
  test::keep_file(net.name + "-" + label, bytes, ".tflite", picture, wanted);
  return test::largest_difference(test::run_file(bytes, ".tflite", net.graph, picture), wanted);
}

class net_write_tflite : public testing::TestWithParam<test::SmallNet> {};

TEST_P(net_write_tflite, in_floats) { EXPECT_LT(error_of(GetParam(), {}, "fp32"), 1e-4); }

TEST_P(net_write_tflite, with_halves_for_weights) {
  EXPECT_LT(error_of(GetParam(), test::options_for(Precision::fp16, GetParam().graph), "fp16"), 5e-3);
}

TEST_P(net_write_tflite, with_8_bits_for_weights) {
  EXPECT_LT(error_of(GetParam(), test::options_for(Precision::int8_weights, GetParam().graph), "int8-weights"), 0.05);
}

TEST_P(net_write_tflite, in_8_bits) {
  EXPECT_LT(error_of(GetParam(), test::options_for(Precision::int8, GetParam().graph), "int8"), 0.2);
}

INSTANTIATE_TEST_SUITE_P(every_node_kind, net_write_tflite, testing::ValuesIn(test::small_nets()),
                         [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace segme::net
