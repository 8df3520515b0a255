// net: whole nets of the catalogue, in every kind of file and every precision, run by an engine that nobody here wrote.
#include "net/writers.h"

#include <gtest/gtest.h>

#include <map>
#include <string_view>

#include "base/error.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

constexpr int kSize = 64;  // of the input: enough for every stride, and quick

struct Folded {
  Graph graph;
  Weights weights;
};

/// Gives every batch norm the statistics of what it reads, as training does: else signals fade on the way, the output
/// is the same everywhere, and any file would agree.
void normalise(const Graph& graph, Weights& weights, const std::vector<float>& picture) {
  for (const Node& node : graph.nodes) {
    if (node.op != Op::batch_norm) continue;
    const auto from = static_cast<std::size_t>(node.inputs[0]);
    Graph before;  // only what is needed so far: this runs once a norm
    before.name = graph.name;
    before.nodes.assign(graph.nodes.begin(), graph.nodes.begin() + node.inputs[0] + 1);
    Interpreter interpreter(before, weights);
    const std::vector<float>& read = interpreter.run(picture)[from];
    const std::size_t plane = read.size() / static_cast<std::size_t>(node.shape.channels);
    for (std::size_t c = 0; c < static_cast<std::size_t>(node.shape.channels); ++c) {
      double sum = 0;
      double squares = 0;
      for (std::size_t i = c * plane; i < (c + 1) * plane; ++i) {
        sum += static_cast<double>(read[i]);
        squares += static_cast<double>(read[i]) * static_cast<double>(read[i]);
      }
      const double mean = sum / static_cast<double>(plane);
      weights[node.name + ".running_mean"].values[c] = static_cast<float>(mean);
      weights[node.name + ".running_var"].values[c] =
          static_cast<float>(squares / static_cast<double>(plane) - mean * mean + 0.01);
    }
  }
}

/// Scales the last convolution so that what it gives spreads by about 1: a matte of all shades.
void spread(const Graph& folded, Weights& weights, const std::vector<float>& picture) {
  std::size_t last = folded.nodes.size() - 1;
  while (folded.nodes[last].op != Op::conv && folded.nodes[last].op != Op::transposed_conv) --last;
  Interpreter interpreter(folded, weights);
  double squares = 0;
  const std::vector<float>& logit = interpreter.run(picture)[last];
  for (const float value : logit) squares += static_cast<double>(value) * static_cast<double>(value);
  const auto size = static_cast<float>(std::sqrt(squares / static_cast<double>(logit.size())));
  for (const char* part : {".weight", ".bias"}) {
    const auto found = weights.find(folded.nodes[last].name + part);
    if (found == weights.end()) continue;
    for (float& value : found->second.values) value /= size;
  }
}

/// A net of the catalogue with random weights, folded.
const Folded& folded_net(const NetKind& kind) {
  static std::map<std::string_view, Folded> known;
  if (const auto found = known.find(kind.name); found != known.end()) return found->second;
  Folded& made = known[kind.name];
  const Graph graph = kind.make(kSize);
  made.weights = test::random_weights(graph);
  const std::vector<float> picture = test::random_picture(graph.input_shape(), 4);
  normalise(graph, made.weights, picture);
  made.graph = fold_batch_norms(graph, made.weights);
  spread(made.graph, made.weights, picture);
  return made;
}

WriteOptions options_for(Precision precision, const Folded& net) {
  WriteOptions options;
  options.precision = precision;
  if (precision != Precision::int8) return options;
  Calibration calibration(net.graph, net.weights);
  for (unsigned seed = 5; seed < 9; ++seed) {
    calibration.add(test::random_picture(net.graph.input_shape(), seed));
  }
  options.quantisation = plan_quantisation(net.graph, calibration.ranges());
  return options;
}

double mean_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<double>(a[i] - b[i]));
  return sum / static_cast<double>(a.size());
}

/// Nets that between them have every kind of node. Under a sanitizer the plain interpreter and four formats take
/// minutes for all of them.
std::vector<const NetKind*> judged_nets() {
#ifdef SEGME_SANITIZED
  return {&prisma, &slim};
#else
  return {&portrait, &mobile_unet_deconv, &mobile_unet_bilinear, &mnv3_unet_wm05, &prisma, &slim, &mnv3_seg,
          &sinet,    &portrait_video};
#endif
}

/// Core ML files have 8 bits for weights only.
bool holds(const FileKind& file, Precision precision) {
  return precision != Precision::int8 || file.extension != ".mlmodel";
}

void expect_agreement(Precision precision, const std::string& label, double largest, double mean) {
  for (const NetKind* kind : judged_nets()) {
    const Folded& net = folded_net(*kind);
    const WriteOptions options = options_for(precision, net);
    const std::vector<float> picture = test::random_picture(net.graph.input_shape());
    for (const FileKind& file : file_kinds()) {
      if (file.write == nullptr || !holds(file, precision)) continue;
      const std::string extension(file.extension);
      SCOPED_TRACE(std::string(kind->name) + extension);
      const std::vector<std::uint8_t> bytes = file.write(net.graph, net.weights, options);
      const std::vector<float> wanted = test::wanted(net.graph, net.weights, extension, picture);
      test::keep_file(std::string(kind->name) + "-" + label, bytes, extension, picture, wanted);
      const auto [low, high] = std::minmax_element(wanted.begin(), wanted.end());
      EXPECT_GT(*high - *low, 0.1);  // else any file would do
      const std::vector<float> got = test::run_file(bytes, extension, net.graph, picture);
      // In ONNX files of 8 bits most weights have seven.
      const double coarser = precision == Precision::int8 && extension == ".onnx" ? 1.2 : 1;
      EXPECT_LT(test::largest_difference(got, wanted), coarser * largest);
      EXPECT_LT(mean_difference(got, wanted), coarser * mean);
    }
  }
}

TEST(net_writers, every_net_in_floats) { expect_agreement(Precision::fp32, "fp32", 1e-4, 1e-5); }
TEST(net_writers, every_net_with_halves_for_weights) { expect_agreement(Precision::fp16, "fp16", 1e-2, 2e-3); }
// Random weights are far more sensitive than trained ones: see docs/export.md for those.
TEST(net_writers, every_net_with_8_bits_for_weights) {
  expect_agreement(Precision::int8_weights, "int8-weights", 0.25, 0.04);
}
TEST(net_writers, every_net_in_8_bits) { expect_agreement(Precision::int8, "int8", 0.45, 0.1); }

TEST(net_writers, fewer_bits_are_a_smaller_file) {
  const Folded& net = folded_net(portrait);
  for (const FileKind& file : file_kinds()) {
    if (file.write == nullptr) continue;
    const auto size = [&](Precision precision) {
      return file.write(net.graph, net.weights, options_for(precision, net)).size();
    };
    const std::size_t whole = size(Precision::fp32);
    EXPECT_LT(size(Precision::fp16), whole * 6 / 10) << file.extension;
    EXPECT_LT(size(Precision::int8_weights), whole / 3) << file.extension;
    if (holds(file, Precision::int8)) {
      EXPECT_LT(size(Precision::int8), whole / 3) << file.extension;
    }
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
