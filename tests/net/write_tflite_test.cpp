// net: TFLite files say what the plain interpreter says, in an engine that nobody here wrote.
#include "net/write_tflite.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/error.h"
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

/// Nodes that no 8-bit form is known for.
bool needs_floats(const std::string& name) {
  for (const char* one :
       {"batch_norm_that_stays", "average_pool_padded", "max_pool_padded", "subtract", "channel_max", "shuffle"}) {
    if (name == one) return true;
  }
  return false;
}

TEST_P(net_write_tflite, in_8_bits_from_input_to_output) {
  const WriteOptions options = test::options_for(Precision::int8, GetParam().graph, true);
  if (!needs_floats(GetParam().name)) {
    EXPECT_LT(error_of(GetParam(), options, "int8.whole"), 0.25);
    return;
  }
  try {
    write_tflite(GetParam().graph, test::random_weights(GetParam().graph), options);
    ADD_FAILURE() << "written";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("needs floats"), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(every_node_kind, net_write_tflite, testing::ValuesIn(test::small_nets()),
                         [](const auto& given) { return given.param.name; });

std::string text_of(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

/// How often `part` is in `text`.
int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(net_write_tflite, says_who_calls_it_how_and_what_its_labels_are) {
  const test::SmallNet net = test::small_nets().front();
  const std::string file = text_of(write_tflite(net.graph, test::random_weights(net.graph)));
  EXPECT_EQ(count(file, "serving_default"), 1);
  EXPECT_EQ(count(file, "TFLITE_METADATA"), 1);
  EXPECT_EQ(count(file, "SEGMENTER_METADATA"), 1);
  EXPECT_EQ(count(file, "M001"), 1);
  EXPECT_EQ(count(file, "V001"), 1);
  // A reader of archives begins at the end: the directory's end, the directory, the file's place.
  ASSERT_GT(file.size(), 22U);
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, file.data() + at, sizeof value);
    return value;
  };
  const std::size_t end = file.size() - 22;
  ASSERT_EQ(number(end), 0x06054B50U);
  const std::size_t directory = number(end + 16);
  ASSERT_EQ(number(directory), 0x02014B50U);
  EXPECT_EQ(number(directory + 16), 0x5287E2C3U);  // the CRC-32 of the two lines
  const std::size_t local = number(directory + 42);
  EXPECT_EQ(number(local), 0x04034B50U);
  EXPECT_EQ(file.substr(local + 30), "labels.txtbackground\nperson\n" + file.substr(directory));
}

TEST(net_write_tflite, the_same_net_gives_the_same_bytes) {
  const test::SmallNet net = test::small_nets().front();
  const Weights weights = test::random_weights(net.graph);
  for (const Precision precision : {Precision::fp32, Precision::fp16, Precision::int8}) {
    const WriteOptions options = test::options_for(precision, net.graph);
    EXPECT_EQ(write_tflite(net.graph, weights, options), write_tflite(net.graph, weights, options));
  }
}

}  // namespace
}  // namespace segme::net
