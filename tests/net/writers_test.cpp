// net: whole nets of the catalogue, in every kind of file and every precision, run by an engine that nobody here wrote.
#include "net/writers.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

constexpr int kSize = 64;  // of the input: enough for every stride, and quick

/// A net of the catalogue with weights that leave its output between black and white, folded.
struct Folded {
  Graph graph;
  Weights weights;
};

Folded folded_net(const NetKind& kind) {
  Folded made;
  const Graph graph = kind.make(kSize);
  made.weights = test::random_weights(graph);
  made.graph = fold_batch_norms(graph, made.weights);
  return made;
}

WriteOptions options_for(Precision precision, const Folded& net) {
  WriteOptions options;
  options.precision = precision;
  Calibration calibration(net.graph, net.weights);
  for (unsigned seed = 5; seed < 9; ++seed) {
    calibration.add(test::random_picture(net.graph.input_shape(), seed));
  }
  options.quantisation = plan_quantisation(net.graph, calibration.ranges());
  return options;
}

void expect_agreement(Precision precision, const std::string& label, double bound) {
  for (const NetKind* kind : all_nets()) {
    const Folded net = folded_net(*kind);
    const WriteOptions options = options_for(precision, net);
    const std::vector<float> picture = test::random_picture(net.graph.input_shape());
    for (const FileKind& file : file_kinds()) {
      if (file.write == nullptr) continue;
      const std::string extension(file.extension);
      SCOPED_TRACE(std::string(kind->name) + extension);
      const std::vector<std::uint8_t> bytes = file.write(net.graph, net.weights, options);
      const std::vector<float> wanted = test::wanted(net.graph, net.weights, extension, picture);
      test::keep_file(std::string(kind->name) + "-" + label, bytes, extension, picture, wanted);
      const auto [low, high] = std::minmax_element(wanted.begin(), wanted.end());
      EXPECT_GT(*high - *low, 0.1);  // else any file would do
      EXPECT_LT(test::largest_difference(test::run_file(bytes, extension, net.graph, picture), wanted), bound);
    }
  }
}

TEST(net_writers, every_net_in_floats) { expect_agreement(Precision::fp32, "fp32", 1e-4); }
TEST(net_writers, every_net_with_halves_for_weights) { expect_agreement(Precision::fp16, "fp16", 5e-3); }
TEST(net_writers, every_net_with_8_bits_for_weights) {
  expect_agreement(Precision::int8_weights, "int8-weights", 0.05);
}
TEST(net_writers, every_net_in_8_bits) { expect_agreement(Precision::int8, "int8", 0.2); }

TEST(net_writers, fewer_bits_are_a_smaller_file) {
  const Folded net = folded_net(portrait);
  for (const FileKind& file : file_kinds()) {
    if (file.write == nullptr) continue;
    const auto size = [&](Precision precision) {
      return file.write(net.graph, net.weights, options_for(precision, net)).size();
    };
    const std::size_t whole = size(Precision::fp32);
    EXPECT_LT(size(Precision::fp16), whole * 6 / 10) << file.extension;
    EXPECT_LT(size(Precision::int8_weights), whole / 3) << file.extension;
    EXPECT_LT(size(Precision::int8), whole / 3) << file.extension;
  }
}

TEST(net_writers, a_flat_output_is_one_row) {
  Folded net = folded_net(portrait);
  const std::vector<float> picture = test::random_picture(net.graph.input_shape());
  const std::vector<float> plain = Interpreter(net.graph, net.weights).run(picture).back();
  net.graph = flattened(std::move(net.graph));
  EXPECT_EQ(net.graph.nodes.back().flat, std::vector<int>{kSize * kSize});
  for (const FileKind& file : file_kinds()) {
    if (file.write == nullptr) continue;
    const std::vector<std::uint8_t> bytes = file.write(net.graph, net.weights, {});
    EXPECT_LT(test::largest_difference(test::run_file(bytes, std::string(file.extension), net.graph, picture), plain),
              1e-4)
        << file.extension;
  }
}

TEST(net_writers, an_unknown_kind_or_precision_is_refused_with_a_list) {
  EXPECT_THROW(find_file_kind(".pt"), Error);
  try {
    parse_precision("int4");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("int8-weights"), std::string::npos);
  }
}

}  // namespace
}  // namespace segme::net
