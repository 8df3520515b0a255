// train/torch/learner: what a step changes and what it leaves alone, and that several processes learn what one does.
#include "train/torch/learner.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include "base/error.h"
#include "net/fold.h"
#include "net/safetensors.h"
#include "net/writers.h"
#include "tests/train/torch/tiny_net.h"

namespace segme::train {
namespace {

TrainOptions plain() {
  TrainOptions options;
  options.bf16 = false;
  options.loss = "bce";
  options.clip = 0;
  options.ema = 0;
  options.own_prior = 0;
  return options;
}

Learner make(bool norm, const TrainOptions& options) {
  torch::manual_seed(4);
  return {tiny_net(norm), options};
}

bool same(const net::Tensor& a, const net::Tensor& b) { return a.values == b.values; }

TEST(train_learner, every_loss_and_optimiser_learns) {
  for (const char* loss : {"edge", "bce", "distill"}) {
    for (const char* optimizer : {"adam", "adamw"}) {
      TrainOptions options = plain();
      options.distill = std::string(loss) == "distill";
      if (!options.distill) options.loss = loss;
      options.optimizer = optimizer;
      Learner learner = make(true, options);
      Ranks alone;
      const double first = learner.step(bright_batch(0, 6), 0.02, alone);
      double last = first;
      for (int i = 0; i < 40; ++i) last = learner.step(bright_batch(0, 6), 0.02, alone);
      EXPECT_LT(last, first * 0.6) << loss << " " << optimizer;
      EXPECT_EQ(learner.steps(), 41);
    }
  }
}

/// oneDNN's 16-bit gradients of such convolutions are no numbers on some processors; a step that meets one throws.
TEST(train_learner, kernels_between_few_channels_learn_in_16_bits_where_rows_are_long) {
  constexpr int kSide = 384;
  net::Builder b("few", {3, kSide, kSide});
  int x = b.affine("normalise", 0, {127, 127, 127}, {1.0F / 128, 1.0F / 128, 1.0F / 128});
  x = b.activation(net::Op::relu, "relu", b.conv("stem", x, 8, {.kernel = 3, .bias = true}));
  x = b.conv("one", x, 1, {.kernel = 3, .bias = true});
  x = b.resize("half", b.average_pool("pool", x, 2, 2), kSide / 2, kSide / 2);
  x = b.transposed_conv("head", x, 1, {.kernel = 4, .stride = 2, .bias = true});
  x = b.resize("logit", x, kSide, kSide);
  b.activation(net::Op::sigmoid, "matte", x);
  torch::manual_seed(4);
  TrainOptions options = plain();
  options.bf16 = true;
  Learner learner(std::move(b).finish(), options);
  Batch batch;
  batch.count = 2;
  batch.size = kSide;
  batch.mattes.assign(2UL * kSide * kSide, 0.0F);
  batch.images.resize(6UL * kSide * kSide);
  for (std::size_t i = 0; i < batch.mattes.size(); ++i) batch.mattes[i] = i / 37 % 2 == 0 ? 1.0F : 0.0F;
  for (std::size_t i = 0; i < batch.images.size(); ++i) batch.images[i] = static_cast<float>(i * 7919 % 256);
  Ranks alone;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(std::isfinite(learner.step(batch, 0.001, alone)));
}

/// The matte is what the fourth channel says, and no picture tells it.
TEST(train_learner, a_net_of_four_channels_learns_from_the_matte_before) {
  net::Builder b("four", {4, 16, 16});
  const int x = b.conv("logit", b.conv("mix", 0, 4, {.bias = true}), 1, {.bias = true});
  b.activation(net::Op::sigmoid, "matte", x);
  torch::manual_seed(4);
  Learner learner(std::move(b).finish(), plain());
  Batch batch = bright_batch(0, 4);
  std::fill(batch.images.begin(), batch.images.end(), 0.0F);
  batch.priors = batch.mattes;
  Ranks alone;
  double last = 1;
  for (int i = 0; i < 120; ++i) last = learner.step(batch, 0.05, alone);
  EXPECT_LT(last, 0.1);
  std::fill(batch.priors.begin(), batch.priors.end(), 0.0F);
  EXPECT_GT(learner.step(batch, 0.0, alone), 0.5);
}

/// A net of the catalogue with random weights as a shipped file, and what it says of a picture.
struct Shipped {
  std::string path =
      (std::filesystem::temp_directory_path() / ("segme-shipped-" + std::to_string(::getpid()) + ".onnx"));
  torch::Tensor pictures = torch::rand({6, 3, 64, 64}) * 255, mattes;
  net::Weights whole;  // its norms not folded
  explicit Shipped(const net::NetKind& kind) {
    TorchNet net(kind.make(64));
    net.forward(pictures, true);  // statistics that are somebody's
    net::Weights weights = net.weights();
    for (auto& [name, tensor] : weights) {
      if (name == "head.weight") std::fill(tensor.values.begin(), tensor.values.end(), 0.05F);
    }
    net.load(weights, true);
    whole = weights;
    const torch::NoGradGuard guard;
    mattes = net.forward(pictures, false);
    const net::Graph folded = net::fold_batch_norms(net.graph(), weights);
    const std::vector<std::uint8_t> bytes = net::find_file_kind(".onnx").write(folded, weights, {});
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  Shipped(const Shipped&) = delete;
  Shipped& operator=(const Shipped&) = delete;
  ~Shipped() { std::filesystem::remove(path); }

  /// The pictures, with a truth that has nothing to do with them.
  [[nodiscard]] Batch batch() const {
    Batch batch;
    batch.count = 6;
    batch.size = 64;
    batch.images.assign(pictures.data_ptr<float>(), pictures.data_ptr<float>() + pictures.numel());
    batch.mattes.assign(static_cast<std::size_t>(mattes.numel()), 1.0F);
    return batch;
  }
};

/// What starts from a shipped file.
Learner started(const net::NetKind& kind, const Shipped& shipped) {
  TrainOptions options = plain();
  options.start = shipped.path;
  return {kind.make(64), options};
}

TEST(train_learner, a_shipped_file_begins_as_what_it_is) {
  torch::manual_seed(9);
  const Shipped shipped(net::portrait_fast);
  Learner learner = started(net::portrait_fast, shipped);
  Ranks alone;
  learner.step(shipped.batch(), 0, alone);  // norms come with the first batch; at rate 0 nothing is learnt
  const torch::NoGradGuard guard;
  for (TorchNet* net : {&learner.net(), &learner.average()}) {
    EXPECT_LT((net->forward(shipped.pictures, false) - shipped.mattes).abs().max().item<double>(), 0.02);
  }
}

TEST(train_learner, a_longer_file_is_a_start) {
  torch::manual_seed(9);
  const Shipped shipped(net::portrait);
  Learner learner = started(net::portrait_fast, shipped);
  Ranks alone;
  const double loss = learner.step(shipped.batch(), 0, alone);
  EXPECT_TRUE(std::isfinite(loss));
  TrainOptions options = plain();
  options.start = shipped.path + ".tflite";
  EXPECT_THROW(Learner(net::portrait_fast.make(64), options), Error);
}

TEST(train_learner, of_a_file_with_more_channels_those_that_weigh_most_stay) {
  torch::manual_seed(9);
  const Shipped shipped(net::mnv3_unet_wm10);
  Learner learner = started(net::mnv3_unet_wm05, shipped);
  Ranks alone;
  EXPECT_TRUE(std::isfinite(learner.step(shipped.batch(), 0, alone)));
}

TEST(train_learner, what_is_taught_is_the_truth_the_teacher_or_both) {
  torch::manual_seed(9);
  const Shipped shipped(net::portrait_fast);
  TrainOptions options = plain();
  options.start = options.teacher = shipped.path;
  const auto loss = [&](float share) {
    options.teacher_share = share;
    torch::manual_seed(9);
    Ranks alone;
    return Learner(net::portrait_fast.make(64), options).step(shipped.batch(), 0, alone);
  };
  // The net says what the teacher says: of the teacher's matte only its own entropy is left.
  const torch::Tensor p = shipped.mattes.clamp(1e-6, 1 - 1e-6);
  const double entropy = -(p * p.log() + (1 - p) * (1 - p).log()).mean().item<double>();
  const double truth = -p.log().mean().item<double>();
  EXPECT_NEAR(loss(1), entropy, 0.01);
  EXPECT_NEAR(loss(0), truth, 0.02);
  EXPECT_NEAR(loss(0.5F), (entropy + truth) / 2, 0.02);
}

/// A run's own file has its norms, a shipped one has them folded away: as teachers both say the same.
TEST(train_learner, a_runs_file_teaches_as_the_shipped_one_does) {
  torch::manual_seed(9);
  const Shipped shipped(net::portrait_fast);
  const std::string run = shipped.path + ".safetensors";
  net::write_safetensors(run, shipped.whole, {{"net", "portrait_fast"}});
  TrainOptions options = plain();
  options.start = shipped.path;
  options.teacher_share = 1;
  const auto loss = [&](const std::string& teacher) {
    options.teacher = teacher;
    torch::manual_seed(9);
    Ranks alone;
    return Learner(net::portrait_fast.make(64), options).step(shipped.batch(), 0, alone);
  };
  EXPECT_NEAR(loss(run), loss(shipped.path), 1e-4);
  net::write_safetensors(run, shipped.whole);  // of no net
  EXPECT_THROW(loss(run), Error);
  std::filesystem::remove(run);
}

TEST(train_learner, frozen_weights_and_their_statistics_stand_still) {
  TrainOptions options = plain();
  options.freeze = "stem";
  Learner learner = make(true, options);
  const net::Weights before = learner.net().weights();
  Ranks alone;
  for (int i = 0; i < 3; ++i) learner.step(bright_batch(0, 4), 0.02, alone);
  const net::Weights after = learner.net().weights();
  for (const auto& [name, tensor] : before) {
    EXPECT_EQ(same(tensor, after.at(name)), name.starts_with("stem")) << name;
  }
}

TEST(train_learner, freezing_what_is_not_there_or_everything_is_refused) {
  TrainOptions options = plain();
  options.freeze = "stem,nonsense";
  EXPECT_THROW(make(true, options), Error);
  options.freeze = "stem,head";
  EXPECT_THROW(make(true, options), Error);
}

TEST(train_learner, a_batch_with_no_number_in_it_stops_before_any_weight_changes) {
  Learner learner = make(false, plain());
  Ranks alone;
  learner.step(bright_batch(0, 4), 0.02, alone);
  const net::Weights before = learner.net().weights();
  const net::Weights average = learner.average().weights();
  Batch batch = bright_batch(0, 4);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    batch.images[100] = bad;
    try {
      learner.step(batch, 0.02, alone);
      FAIL() << "went on";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      EXPECT_NE(std::string(error.what()).find("not a finite number"), std::string::npos) << error.what();
    }
    for (const auto& [name, tensor] : before) EXPECT_TRUE(same(tensor, learner.net().weights().at(name))) << name;
    for (const auto& [name, tensor] : average) EXPECT_TRUE(same(tensor, learner.average().weights().at(name))) << name;
  }
  EXPECT_EQ(learner.steps(), 1);
}

TEST(train_learner, without_ema_the_average_is_the_net) {
  Learner learner = make(true, plain());
  Ranks alone;
  for (int i = 0; i < 3; ++i) learner.step(bright_batch(0, 4), 0.02, alone);
  const net::Weights averages = learner.average().weights();
  for (const auto& [name, tensor] : learner.net().weights()) {
    const std::vector<float>& average = averages.at(name).values;
    for (std::size_t i = 0; i < average.size(); ++i) ASSERT_NEAR(average[i], tensor.values[i], 1e-6) << name;
  }
}

TEST(train_learner, two_ranks_of_half_a_batch_learn_what_one_of_a_whole_does) {
  if (!Ranks::available()) GTEST_SKIP() << "built without Gloo";
  Learner whole = make(false, plain());
  Ranks alone;
  for (int i = 0; i < 5; ++i) whole.step(bright_batch(8 * i, 8), 0.02, alone);
  const std::string store =
      (std::filesystem::temp_directory_path() / ("segme-ranks-" + std::to_string(::getpid()))).string();
  std::filesystem::remove(store);
  std::vector<Learner> halves;
  for (int rank = 0; rank < 2; ++rank) halves.push_back(make(false, plain()));
  std::vector<std::thread> threads;
  std::vector<double> losses(2);
  for (int rank = 0; rank < 2; ++rank) {
    threads.emplace_back([&, rank] {
      Ranks ranks(store, rank, 2);
      for (int i = 0; i < 5; ++i) {
        losses[static_cast<std::size_t>(rank)] =
            halves[static_cast<std::size_t>(rank)].step(bright_batch(8 * i + 4 * rank, 4), 0.02, ranks);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::filesystem::remove(store);
  EXPECT_EQ(losses[0], losses[1]);
  const net::Weights one = whole.net().weights();
  const net::Weights left = halves[0].net().weights();
  const net::Weights right = halves[1].net().weights();
  for (const auto& [name, tensor] : one) {
    EXPECT_TRUE(same(left.at(name), right.at(name))) << name;
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      EXPECT_NEAR(tensor.values[i], left.at(name).values[i], 2e-4) << name;
  }
}

}  // namespace
}  // namespace segme::train
