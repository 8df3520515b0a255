// net: Core ML files of every precision hold the net: what is read back says what the plain interpreter says, and is
// written as the same bytes again. tests/cli/foreign_engines.sh has them read by others.
#include "net/write_coreml.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "net/read_coreml.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

/// Core ML has no layer that makes a picture smaller.
bool can_be_written(const test::SmallNet& net) { return net.name != "resize_smaller"; }

double error_of(const test::SmallNet& net, const WriteOptions& options, const std::string& label) {
  const Weights weights = test::random_weights(net.graph);
  const std::vector<float> picture = test::random_picture(net.graph.input_shape());
  const std::vector<float> wanted = test::wanted(net.graph, weights, ".mlmodel", picture);
  const std::vector<std::uint8_t> bytes = write_coreml(net.graph, weights, options);
  test::keep_file(net.name + "-" + label, bytes, ".mlmodel", picture, wanted);
  return test::largest_difference(test::run_file(bytes, ".mlmodel", net.graph, picture), wanted);
}

class net_write_coreml : public testing::TestWithParam<test::SmallNet> {};

TEST_P(net_write_coreml, in_floats) {
  if (!can_be_written(GetParam())) return;
  EXPECT_LT(error_of(GetParam(), {}, "fp32"), 1e-4);
}

TEST_P(net_write_coreml, with_halves_for_weights) {
  if (!can_be_written(GetParam())) return;
  EXPECT_LT(error_of(GetParam(), test::options_for(Precision::fp16, GetParam().graph), "fp16"), 5e-3);
}

TEST_P(net_write_coreml, with_8_bits_for_weights) {
  if (!can_be_written(GetParam())) return;
  EXPECT_LT(error_of(GetParam(), test::options_for(Precision::int8_weights, GetParam().graph), "int8-weights"), 0.05);
}

TEST_P(net_write_coreml, read_and_written_again_it_is_the_same) {
  if (!can_be_written(GetParam())) return;
  WriteOptions options;
  options.metadata["net"] = GetParam().graph.name;
  const std::vector<std::uint8_t> bytes =
      write_coreml(GetParam().graph, test::random_weights(GetParam().graph), options);
  const ReadNet read = read_coreml_net(bytes, "net.mlmodel");
  EXPECT_EQ(read.graph.name, GetParam().graph.name);
  EXPECT_EQ(read.graph.output_shape(), GetParam().graph.output_shape());
  EXPECT_EQ(write_coreml(read.graph, read.weights, options).size(), bytes.size());
  // A mean is stored as what is added, so its last bit may be another.
  Graph same = read.graph;
  for (std::size_t i = 0; i < same.nodes.size(); ++i) {
    if (same.nodes[i].op != Op::affine) continue;
    for (std::size_t c = 0; c < 3; ++c) EXPECT_FLOAT_EQ(same.nodes[i].mean[c], GetParam().graph.nodes[i].mean[c]);
    same.nodes[i].mean = GetParam().graph.nodes[i].mean;
  }
  EXPECT_EQ(write_coreml(same, read.weights, options), bytes);
}

INSTANTIATE_TEST_SUITE_P(every_node_kind, net_write_coreml, testing::ValuesIn(test::small_nets()),
                         [](const auto& given) { return given.param.name; });

const test::SmallNet& small(const std::string& name) {
  static const std::vector<test::SmallNet> nets = test::small_nets();
  for (const test::SmallNet& net : nets) {
    if (net.name == name) return net;
  }
  throw std::logic_error(name);
}

void expect_refused(const std::string& name, const WriteOptions& options, ExitCode code, const std::string& word) {
  const Graph& graph = small(name).graph;
  try {
    write_coreml(graph, test::random_weights(graph), options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code);
    EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
  }
}

TEST(net_write_coreml_limits, what_the_format_lacks_is_said) {
  expect_refused("resize_smaller", {}, ExitCode::usage, "makes a picture smaller");
  expect_refused("relu6", test::options_for(Precision::int8, small("relu6").graph), ExitCode::usage, "weights only");
}

TEST(net_write_coreml_limits, a_damaged_file_is_refused_in_a_sentence) {
  const Graph& graph = small("gate").graph;
  const std::vector<std::uint8_t> bytes = write_coreml(graph, test::random_weights(graph), {});
  std::size_t refused = 0;
  for (std::size_t size = 0; size < bytes.size(); size += 37) {
    try {
      read_coreml_net(std::span(bytes).first(size), "half.mlmodel");
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::model);
      EXPECT_NE(std::string(error.what()).find("half.mlmodel"), std::string::npos);
      ++refused;
    }
  }
  EXPECT_GT(refused, bytes.size() / 37 * 9 / 10);
  for (std::size_t at = 0; at < bytes.size(); at += 11) {  // anything but a crash
    std::vector<std::uint8_t> changed = bytes;
    changed[at] ^= 0x41;
    try {
      read_coreml_net(changed, "changed.mlmodel");
    } catch (const Error&) {
    }
  }
}

}  // namespace
}  // namespace segme::net
