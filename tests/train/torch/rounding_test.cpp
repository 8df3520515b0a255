// train/torch/rounding: a net that is taught for 8 bits computes what an engine computes of its 8-bit file.
#include "train/torch/rounding.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "infer/engine.h"
#include "net/builder.h"
#include "net/calibrate.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/ranges.h"
#include "net/write_onnx.h"
#include "tests/train/torch/tiny_net.h"
#include "train/torch/checkpoint.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

/// What the engine of this build makes of a folded net's ONNX file.
torch::Tensor run_file(const net::Graph& folded, const net::Weights& weights, const net::WriteOptions& write,
                       const torch::Tensor& input) {
  Model model;
  model.card.name = folded.name;
  model.card.file = "model.onnx";
  model.card.width = model.card.height = folded.input_shape().width;
  model.bytes = net::write_onnx(folded, weights, write);
  EngineOptions options;
  options.threads = 1;
  options.cache = false;
  const std::unique_ptr<Engine> engine = make_engine(model, options);
  std::copy_n(input.data_ptr<float>(), engine->input().size(), engine->input().data());
  engine->run();
  return torch::tensor(std::vector<float>(engine->output().begin(), engine->output().end()));
}

std::vector<net::Range> ranges_of(const net::Graph& folded, const net::Weights& weights, const torch::Tensor& input) {
  net::Calibration calibration(folded, weights);
  calibration.add({input.data_ptr<float>(), static_cast<std::size_t>(input.numel())});
  return calibration.ranges();
}

/// Every way in which nodes meet, few enough that the ties of one rounding do not become another picture: norms with
/// and without biases before them, a tensor that two nodes read, and a convolution of each kind.
net::Graph mixed_net(int size) {
  net::Builder b("mixed", {3, size, size});
  int x = b.affine("normalise", 0, {127, 127, 127}, {1.0F / 128, 1.0F / 128, 1.0F / 128});
  x = b.activation(net::Op::relu6, "stem_relu",
                   b.batch_norm("stem_norm", b.conv("stem", x, 16, {.kernel = 3, .stride = 2})));
  const int skip = x;
  x = b.batch_norm("depth_norm", b.conv("depth", x, 16, {.kernel = 3, .groups = 16, .bias = true}));
  x = b.add("add", b.conv("point", b.activation(net::Op::relu, "depth_relu", x), 16, {.bias = true}), skip);
  x = b.concat("concat", b.transposed_conv("up", x, 8, {.kernel = 3, .stride = 2, .bias = true}),
               b.resize("wide", skip, size, size));
  b.activation(net::Op::sigmoid, "matte", b.conv("logit", x, 1, {.kernel = 3, .bias = true}));
  return std::move(b).finish();
}

TEST(train_rounding, a_net_gives_what_an_engine_makes_of_its_8_bit_file) {
  constexpr int kSize = 64;
  net::Graph graph = mixed_net(kSize);
  for (net::Node& node : graph.nodes) node.momentum = 1;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    torch::manual_seed(seed);
    TorchNet module(graph);
    const torch::NoGradGuard guard;
    const torch::Tensor pictures = torch::upsample_bilinear2d(torch::rand({4, 3, 8, 8}) * 255, {kSize, kSize}, false);
    for (const auto& [name, value] : module.parameters()) {
      torch::Tensor weight = value;
      if (weight.dim() == 4) weight.normal_(0.0, std::sqrt(4.0 / static_cast<double>(weight.numel())));
    }
    module.forward(pictures, true);
    const torch::Tensor input = pictures.slice(0, 0, 1).contiguous();
    const torch::Tensor floats = module.forward(input, false).reshape({-1}).clone();

    net::Weights weights = module.weights();
    const net::Graph folded = net::fold_batch_norms(graph, weights);
    const std::vector<net::Range> ranges = ranges_of(folded, weights, input);
    module.round_to_8_bits(ranges);
    const torch::Tensor rounds = module.forward(input, false).reshape({-1});
    net::WriteOptions write;
    write.precision = net::Precision::int8;
    write.quantisation = net::plan_quantisation(folded, ranges);
    const torch::Tensor of_file = run_file(folded, weights, write, input);
    EXPECT_GT((floats - of_file).abs().mean().item<double>(), 1e-3) << "a test that cannot fail";
    EXPECT_LT((rounds - of_file).abs().mean().item<double>(), 1e-5) << seed;
  }
}

/// Also nets with norms that no convolution takes up, with two logits, or with a fourth channel.
TEST(train_rounding, every_net_of_the_catalogue_can_be_taught_so) {
  for (const net::NetKind* kind : net::all_nets()) {
    if (kind->constants != nullptr) continue;
    SCOPED_TRACE(std::string(kind->name));
    const int size = kind->size % 32 == 0 ? 64 : 65;
    torch::manual_seed(5);
    TorchNet module(kind->make(size));
    const torch::Tensor input = torch::rand({1, module.graph().input_shape().channels, size, size}) * 255;
    {
      const torch::NoGradGuard guard;
      module.settle_statistics(input);
      for (const auto& [name, value] : module.parameters()) {
        torch::Tensor weight = value;
        if (weight.dim() == 4)
          weight.normal_(0.0, std::sqrt(static_cast<double>(weight.size(0)) / static_cast<double>(weight.numel())));
      }
      module.settle_statistics(input);
    }
    net::Weights weights = module.weights();
    const net::Graph folded = net::fold_batch_norms(module.graph(), weights);
    module.round_to_8_bits(ranges_of(folded, weights, input));
    const torch::Tensor logits = module.forward(input, true, "logit");
    EXPECT_EQ(logits.sizes(), torch::IntArrayRef({1, 1, size, size}));
    EXPECT_TRUE(torch::isfinite(logits).all().item<bool>());
    logits.sum().backward();
    for (const auto& [name, value] : module.parameters()) EXPECT_TRUE(value.grad().defined()) << name;
  }
}

TEST(train_rounding, values_are_steps_and_what_lies_beyond_learns_only_to_come_back) {
  const net::Quantiser rule = net::quantiser_for({0, 2.55F});  // steps of 0.01
  const torch::Tensor x = torch::tensor({-1.0F, -1.0F, 0.304F, 0.306F, 9.0F, 9.0F}).set_requires_grad(true);
  const torch::Tensor y = rounded(x, rule);
  EXPECT_TRUE(torch::allclose(y, torch::tensor({0.0F, 0.0F, 0.30F, 0.31F, 2.55F, 2.55F})));
  y.backward(torch::tensor({1.0F, -1.0F, 3.0F, -4.0F, 1.0F, -1.0F}));
  EXPECT_TRUE(torch::equal(x.grad(), torch::tensor({0.0F, -1.0F, 3.0F, -4.0F, 1.0F, 0.0F})));
}

/// Of any size and layout, with ties, large values, and what is no number.
TEST(train_rounding, values_and_their_gradients_are_those_of_libtorch_s_own_rounding) {
  torch::manual_seed(6);
  for (const std::int64_t width : {1, 3, 8, 13, 40}) {
    for (const net::Range range : {net::Range{0, 6}, net::Range{-1, 2.5F}, net::Range{-3, 0}}) {
      const net::Quantiser rule = net::quantiser_for(range);
      torch::Tensor x = torch::randn({2, 5, 3, width}) * 3;
      x.flatten()[0] = 2.5F * rule.scale;
      x.flatten()[1] = -1e5F;
      x.flatten()[2] = 1e5F;
      for (const torch::MemoryFormat format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
        const torch::Tensor in = x.clone(format).set_requires_grad(true);
        const torch::Tensor gradient = torch::randn_like(x);
        const torch::Tensor out = rounded(in, rule);
        out.backward(gradient);
        const std::int64_t zero = rule.zero_point + 128;
        EXPECT_TRUE(torch::equal(
            out, torch::fake_quantize_per_tensor_affine(x, static_cast<double>(rule.scale), zero, 0, 255)));
        const torch::Tensor byte = (x * (1 / rule.scale)).round() + zero;
        const torch::Tensor outwards = ((byte < 0) & (gradient > 0)) | ((byte > 255) & (gradient < 0));
        EXPECT_GT(outwards.sum().item<std::int64_t>(), 0);
        EXPECT_TRUE(torch::equal(in.grad(), gradient * ~outwards)) << width;
      }
    }
  }
  const torch::Tensor lost = torch::full({9}, std::nanf(""));
  EXPECT_TRUE(torch::isnan(rounded(lost, net::quantiser_for({0, 1}))).all().item<bool>());
}

TrainOptions in_8_bits() {
  TrainOptions options;
  options.bf16 = false;
  options.quantise = "8";
  return options;
}

/// Ready to go on for 8 bits from what 40 steps in floats gave.
Learner learner_in_8_bits() {
  TrainOptions floats = in_8_bits();
  floats.quantise = "none";
  torch::manual_seed(4);
  Learner before(tiny_net(true), floats);
  Ranks alone;
  for (int i = 0; i < 40; ++i) before.step(bright_batch(0, 6), 0.02, alone);
  Learner learner(tiny_net(true), in_8_bits(), [](const net::Graph& folded, const net::Weights& weights) {
    const Batch batch = bright_batch(0, 1);
    net::Calibration calibration(folded, weights);
    calibration.add(batch.images);
    return calibration.ranges();
  });
  for (TorchNet* const to : {&learner.net(), &learner.average()}) to->load(before.net().weights(), true);
  return learner;
}

TEST(train_rounding, a_net_learns_through_it_and_its_statistics_stand_still) {
  Learner learner = learner_in_8_bits();
  Ranks alone;
  const net::Weights before = learner.net().weights();
  const double first = learner.step(bright_batch(0, 6), 0.005, alone);
  double last = first;
  for (int i = 0; i < 60; ++i) last = learner.step(bright_batch(0, 6), 0.005, alone);
  EXPECT_LT(last, first * 0.9);
  const net::Weights after = learner.net().weights();
  for (const char* name : {"stem_norm.running_mean", "stem_norm.running_var"})
    EXPECT_EQ(before.at(name).values, after.at(name).values) << name;
  for (const char* name : {"stem.weight", "stem_norm.weight", "stem_norm.bias", "head.weight"})
    EXPECT_NE(before.at(name).values, after.at(name).values) << name;
}

TEST(train_rounding, a_checkpoint_brings_the_ranges_back_and_the_next_step_is_the_same) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("segme-rounding-" + std::to_string(::getpid()) + ".ckpt");
  Learner learner = learner_in_8_bits();
  Ranks alone;
  for (int i = 0; i < 3; ++i) learner.step(bright_batch(i, 3), 0.01, alone);
  write_checkpoint(path, learner, {});
  torch::manual_seed(9);
  Learner other(tiny_net(true), in_8_bits());  // that could find none itself
  RunState state;
  read_checkpoint(path, other, state);
  std::filesystem::remove(path);
  EXPECT_EQ(learner.net().rounding()->ranges, other.net().rounding()->ranges);
  EXPECT_EQ(learner.step(bright_batch(9, 3), 0.01, alone), other.step(bright_batch(9, 3), 0.01, alone));
  for (const auto& [name, tensor] : learner.average().weights())
    EXPECT_EQ(tensor.values, other.average().weights().at(name).values) << name;
}

}  // namespace
}  // namespace segme::train
