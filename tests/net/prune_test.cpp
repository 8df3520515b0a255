// net/prune: channels that are zero go and the rest says exactly the same; what is left of any net is a whole net.
#include "net/prune.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "net/builder.h"
#include "net/catalogue.h"
#include "net/count.h"
#include "net/fold.h"
#include "net/interpret.h"
#include "net/widths.h"
#include "net/writers.h"
#include "tests/net/small_nets.h"

namespace segme::net {
namespace {

/// All that channels meet: a residual sum, an expansion, a gate, a skip, a transposed convolution, norms with and
/// without a convolution before them.
Graph meeting() {
  Builder b("meeting", {3, 16, 16});
  const int x =
      b.activation(Op::relu6, "relu0", b.batch_norm("bn0", b.conv("stem", 0, 16, {.kernel = 3, .stride = 2})));
  int y = b.activation(Op::relu, "relu1", b.batch_norm("bn1", b.conv("expand", x, 32)));
  y = b.activation(Op::relu, "relu2", b.batch_norm("bn2", b.depthwise("depthwise", y, 5)));
  const int squeezed = b.activation(Op::relu, "relu3", b.conv("squeeze", b.global_average("average", y), 12));
  y = b.multiply("gated", y, b.activation(Op::hard_sigmoid, "gate_on", b.conv("gate", squeezed, 32, {.bias = true})));
  y = b.add("sum", x, b.batch_norm("bn3", b.conv("project", y, 16)));
  y = b.concat("skip", b.transposed_conv("up", y, 24, {.kernel = 4, .stride = 2}), b.resize("large", x, 16, 16));
  y = b.activation(Op::prelu, "slopes", b.batch_norm("bn4", y));
  b.activation(Op::sigmoid, "matte", b.conv("head", y, 1, {.kernel = 3, .bias = true}));
  return std::move(b).finish();
}

/// Sets what a tensor has at every `gone`th place of an axis to zero.
void clear(Weights& weights, const std::string& name, std::size_t axis, std::size_t gone) {
  Tensor& tensor = weights.at(name);
  std::size_t inner = 1;
  for (std::size_t a = axis + 1; a < tensor.shape.size(); ++a) inner *= static_cast<std::size_t>(tensor.shape[a]);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (i / inner % static_cast<std::size_t>(tensor.shape[axis]) % gone == 0) tensor.values[i] = 0;
  }
}

std::vector<float> said_by(const Graph& graph, const Weights& weights) {
  return Interpreter(graph, weights).run(test::random_picture(graph.input_shape())).back();
}

TEST(prune, channels_that_are_zero_go_and_the_rest_says_exactly_the_same) {
  const Graph graph = meeting();
  Weights weights = test::random_weights(graph);
  // Half of the expanded channels are zero after their last norm; half of the stem's and of the deconvolution's after
  // theirs, and those of the block that is added to the stem's; nobody reads half of the squeezed ones.
  for (const char* const norm : {"bn0", "bn2", "bn3", "bn4"}) {
    for (const char* const part : {".weight", ".bias"}) clear(weights, norm + std::string(part), 0, 2);
  }
  clear(weights, "gate.weight", 1, 3);
  const Pruned half = prune(graph, weights, 0.5);
  EXPECT_EQ(half.weights.at("stem.weight").shape, (std::vector<std::int64_t>{8, 3, 3, 3}));
  EXPECT_EQ(half.weights.at("expand.weight").shape, (std::vector<std::int64_t>{16, 8, 1, 1}));
  EXPECT_EQ(half.weights.at("depthwise.weight").shape, (std::vector<std::int64_t>{16, 1, 5, 5}));
  EXPECT_EQ(half.weights.at("project.weight").shape, (std::vector<std::int64_t>{8, 16, 1, 1}));
  EXPECT_EQ(half.weights.at("squeeze.weight").shape, (std::vector<std::int64_t>{8, 16, 1, 1}));
  EXPECT_EQ(half.weights.at("gate.weight").shape, (std::vector<std::int64_t>{16, 8, 1, 1}));
  EXPECT_EQ(half.weights.at("up.weight").shape, (std::vector<std::int64_t>{8, 12, 4, 4}));
  EXPECT_EQ(half.weights.at("slopes.weight").shape, (std::vector<std::int64_t>{20}));
  EXPECT_EQ(said_by(half.graph, half.weights), said_by(graph, weights));
}

TEST(prune, those_that_weigh_most_stay_in_their_order) {
  Builder b("two", {3, 8, 8});
  b.conv("second", b.activation(Op::relu, "relu", b.conv("first", 0, 16)), 1);
  const Graph graph = std::move(b).finish();
  Weights weights = test::random_weights(graph);
  for (std::size_t c = 0; c < 16; ++c) {  // channel c is read with a weight of 1 to 16
    for (std::size_t i = 0; i < 3; ++i) weights.at("first.weight").values[c * 3 + i] = 1;
    weights.at("second.weight").values[c] = static_cast<float>((c * 5) % 16 + 1);
  }
  const Pruned pruned = prune(graph, weights, 0.5);
  EXPECT_EQ(pruned.weights.at("second.weight").values, (std::vector<float>{11, 16, 10, 15, 9, 14, 13, 12}));
}

TEST(prune, every_net_is_a_whole_net_with_less_to_do) {
  for (const NetKind* kind : all_nets()) {
    if (kind->constants != nullptr) continue;
    const Graph graph = kind->make(64);
    const Weights weights = test::random_weights(graph);
    std::int64_t macs = count(graph).macs;
    for (const double keep : {0.75, 0.5, 0.05}) {
      const Pruned pruned = prune(graph, weights, keep);
      EXPECT_LT(count(pruned.graph).macs, macs) << kind->name << " " << keep;
      macs = count(pruned.graph).macs;
      EXPECT_FALSE(first_misfit(pruned.graph, pruned.weights)) << kind->name;
      EXPECT_EQ(pruned.graph.input_shape(), graph.input_shape()) << kind->name;
      EXPECT_EQ(pruned.graph.output_shape(), graph.output_shape()) << kind->name;
      EXPECT_EQ(said_by(pruned.graph, pruned.weights).size(), static_cast<std::size_t>(graph.output_shape().size()));
      const Pruned again = prune(with_widths_of(graph, pruned.weights), pruned.weights, 1);
      EXPECT_EQ(count(again.graph).parameters, count(pruned.graph).parameters) << kind->name;
    }
    const Pruned whole = prune(graph, weights, 1);
    for (const auto& [name, tensor] : weights) EXPECT_EQ(whole.weights.at(name).values, tensor.values) << name;
  }
}

TEST(prune, engines_say_what_the_interpreter_says_of_every_pruned_net) {
  for (const NetKind* kind : all_nets()) {
    if (kind->constants != nullptr) continue;
    const Graph graph = kind->make(64);
    Pruned pruned = prune(graph, test::random_weights(graph), 0.5);
    const Graph folded = fold_batch_norms(pruned.graph, pruned.weights);
    const std::vector<float> picture = test::random_picture(graph.input_shape());
    for (const FileKind& file : file_kinds()) {
      if (file.write == nullptr) continue;
      SCOPED_TRACE(std::string(kind->name) + std::string(file.extension));
      const std::string extension(file.extension);
      const std::vector<float> got = test::run_file(file.write(folded, pruned.weights, {}), extension, folded, picture);
      EXPECT_LT(test::largest_difference(got, test::wanted(folded, pruned.weights, extension, picture)), 1e-3);
    }
  }
}

TEST(prune, a_file_of_every_pruned_net_is_read_back_with_its_channels) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("segme-pruned-" + std::to_string(::getpid()) + ".onnx");
  for (const NetKind* kind : all_nets()) {
    if (kind->constants != nullptr) continue;
    const Graph graph = kind->make(64);
    Pruned pruned = prune(graph, test::random_weights(graph), 0.5);
    const Graph folded = fold_batch_norms(pruned.graph, pruned.weights);
    const std::vector<std::uint8_t> bytes = find_file_kind(".onnx").write(folded, pruned.weights, {});
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    std::string name;
    const Weights read = find_file_kind(".onnx").read(path, &name, nullptr);
    EXPECT_EQ(name, kind->name);
    Weights none;
    const Graph again = fold_batch_norms(with_widths_of(graph, read), none);
    EXPECT_FALSE(first_misfit(again, read)) << name << " " << first_misfit(again, read).value_or(WeightSpec{}).name;
    EXPECT_EQ(count(again).macs, count(folded).macs) << name;
  }
  std::filesystem::remove(path);
}

TEST(prune, a_number_of_multiplications_is_not_passed_and_nearly_used) {
  const Graph graph = portrait_fast.make(64);
  const Weights weights = test::random_weights(graph);
  const std::int64_t half = count(graph).macs / 2;
  const std::int64_t left = count(prune_to(graph, weights, half).graph).macs;
  EXPECT_LE(left, half);
  EXPECT_GT(left, half * 8 / 10);
  EXPECT_EQ(count(prune_to(graph, weights, 2 * half + 1).graph).macs, count(graph).macs);
  EXPECT_THROW(prune_to(graph, weights, 1000), Error);
}

TEST(widths, weights_that_do_not_fit_together_change_nothing) {
  const Graph graph = meeting();
  Weights weights = prune(graph, test::random_weights(graph), 0.5).weights;
  EXPECT_LT(count(with_widths_of(graph, weights)).macs, count(graph).macs);
  const auto unchanged = [&](const std::string& name, std::vector<std::int64_t> shape) {
    Weights other = weights;
    other.at(name).shape = std::move(shape);
    return count(with_widths_of(graph, other)).macs == count(graph).macs;
  };
  EXPECT_TRUE(unchanged("expand.weight", {16, 9, 1, 1}));    // reads more than there is
  EXPECT_TRUE(unchanged("project.weight", {12, 16, 1, 1}));  // the sum has two numbers
  EXPECT_TRUE(unchanged("depthwise.weight", {12, 1, 5, 5}));
  EXPECT_TRUE(unchanged("gate.weight", {12, 8, 1, 1}));
  EXPECT_TRUE(unchanged("up.weight", {8, 0, 4, 4}));
  EXPECT_TRUE(unchanged("up.weight", {8, -4, 4, 4}));
  EXPECT_TRUE(unchanged("up.weight", {8, 400, 4, 4}));  // more than the net has
  EXPECT_TRUE(unchanged("head.weight", {20}));
  weights.erase("head.weight");
  EXPECT_EQ(count(with_widths_of(graph, weights)).macs, count(graph).macs);
}

}  // namespace
}  // namespace segme::net
