// train: a graph means the same in LibTorch as its numbers say, learns, and loads what it saved.
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "net/builder.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "train/torch/loss.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

using net::Builder;
using net::Op;

net::Graph tiny_net() {
  Builder b("tiny", {3, 16, 16});
  int x = b.affine("normalise", 0, {127, 127, 127}, {1.0F / 128, 1.0F / 128, 1.0F / 128});
  x = b.batch_norm("n", b.conv("c", x, 8, {.kernel = 3, .stride = 2}));
  x = b.activation(Op::relu6, "r", x);
  x = b.resize("logit", b.conv("head", x, 1, {.kernel = 3, .bias = true}), 16, 16);
  b.activation(Op::sigmoid, "matte", x);
  return std::move(b).finish();
}

TEST(train_torch, asymmetric_same_padding_reads_the_right_pixels) {
  Builder b("tiny", {3, 4, 4});
  b.conv("c", 0, 1, {.kernel = 3, .stride = 2});
  TorchNet torch_net(std::move(b).finish());
  net::Weights weights{{"c.weight", {{1, 3, 3, 3}, std::vector<float>(27, 0.0F)}}};
  weights["c.weight"].values[0] = 1;  // top left tap of the first channel
  torch_net.load(weights, true);
  const torch::Tensor in = torch::arange(48, torch::kFloat32).reshape({1, 3, 4, 4});
  const torch::NoGradGuard guard;
  const torch::Tensor out = torch_net.forward(in, false);
  // TensorFlow pads nothing at the top and left of an even size with stride 2: the tap reads pixels (0,0), (2,0) ...
  EXPECT_TRUE(torch::equal(out, torch::tensor({0.0F, 2.0F, 8.0F, 10.0F}).reshape({1, 1, 2, 2})));
}

TEST(train_torch, folding_batch_norms_changes_no_number) {
  const net::Graph graph = net::portrait.make(64);
  torch::manual_seed(3);
  TorchNet plain(graph);
  const torch::NoGradGuard guard;
  for (const auto& [name, value] : plain.statistics()) {
    torch::Tensor statistic = value;
    statistic.uniform_(0.5, 1.5);
  }
  net::Weights weights = plain.weights();
  TorchNet folded(net::fold_batch_norms(graph, weights));
  folded.load(weights, true);
  const torch::Tensor in = torch::rand({2, 3, 64, 64}) * 255;
  EXPECT_LT((plain.forward(in, false) - folded.forward(in, false)).abs().max().item<float>(), 1e-4F);
}

/// Both kinds of nets: convolutions before norms have no bias in one, and one of their own in the other.
TEST(train_torch, norms_that_were_folded_away_are_made_again_of_what_they_see) {
  for (const net::NetKind* kind : {&net::mobile_unet_deconv, &net::mnv3_unet_wm05}) {
    const net::Graph graph = kind->make(64);
    torch::manual_seed(3);
    TorchNet plain(graph);
    const torch::NoGradGuard guard;
    const torch::Tensor in = torch::rand({2, 3, 64, 64}) * 255;
    plain.settle_statistics(in);
    for (const auto& [name, value] : plain.statistics()) torch::Tensor(value).mul_(torch::rand_like(value) + 0.5);
    net::Weights folded = plain.weights();
    net::fold_batch_norms(graph, folded);
    torch::manual_seed(4);
    TorchNet again(graph);
    again.load(folded, false);
    again.unfold_norms(in, folded);
    const torch::Tensor wanted = plain.forward(in, false, "logit");
    EXPECT_GT(wanted.std().item<double>(), 1e-4) << kind->name;
    EXPECT_LT((again.forward(in, false, "logit") - wanted).abs().max().item<double>(),
              1e-3 * wanted.abs().max().item<double>())
        << kind->name;
  }
}

TEST(train_torch, weights_that_do_not_fit_are_refused_by_name) {
  TorchNet torch_net(tiny_net());
  net::Weights weights = torch_net.weights();
  weights["head.weight"].shape = {1, 8, 1, 9};
  try {
    torch_net.load(weights, true);
    FAIL() << "loaded";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("head.weight"), std::string::npos);
  }
}

TEST(train_torch, loss_is_least_for_the_truth_and_counts_edges_more) {
  torch::Tensor truth = torch::zeros({1, 1, 32, 32});
  truth.slice(3, 0, 16).fill_(1);
  const torch::Tensor right = (truth * 2 - 1) * 12;
  torch::Tensor wrong_at_edge = right.clone();
  wrong_at_edge.slice(3, 16, 17).fill_(12);
  torch::Tensor wrong_far = right.clone();
  wrong_far.slice(3, 31, 32).fill_(12);
  const auto loss = [&](const torch::Tensor& logits) { return matte_loss(logits, truth, 3).item<double>(); };
  EXPECT_LT(loss(right), 0.01);
  EXPECT_GT(loss(wrong_far), loss(right) + 0.1);
  EXPECT_GT(loss(wrong_at_edge), loss(wrong_far) * 1.5);
}

TEST(train_torch, the_plain_loss_is_the_mean_of_minus_the_logarithm) {
  const torch::Tensor truth = torch::tensor({1.0F, 0.0F, 0.25F, 1.0F}).reshape({1, 1, 2, 2});
  const torch::Tensor person = torch::tensor({0.5F, 0.5F, 0.5F, 0.25F}).reshape({1, 1, 2, 2});
  EXPECT_NEAR(plain_loss(torch::logit(person), truth).item<double>(), (3 * std::log(2.0) + std::log(4.0)) / 4, 1e-6);
}

TEST(train_torch, the_soft_matte_loss_is_none_for_the_teachers_matte_and_sees_more_than_its_mean) {
  torch::manual_seed(2);
  const torch::Tensor truth = torch::rand({2, 1, 48, 40}) * 0.9 + 0.05;
  EXPECT_LT(soft_matte_loss(torch::logit(truth), truth).item<double>(), 1e-5);
  // Errors of one mean: spread as a grain they lie in the finest band, as a patch in the coarse ones, which weigh more.
  const torch::Tensor flat = torch::full({1, 1, 64, 64}, 0.5F);
  torch::Tensor grain = flat.clone();
  grain.slice(2, 0, 64, 2).slice(3, 0, 64, 2).fill_(0.9F);
  torch::Tensor patch = flat.clone();
  patch.slice(2, 0, 32).slice(3, 0, 32).fill_(0.9F);
  const auto loss = [&](const torch::Tensor& matte) {
    return soft_matte_loss(torch::logit(matte), flat).item<double>();
  };
  EXPECT_GT(loss(grain), 0.1);  // a quarter of the pixels, 0.4 each
  EXPECT_GT(loss(patch), loss(grain) * 1.2);
  // An error that is the same everywhere is in no band but the last: L1 and 2^n / (n + 1) times it with n = 4 bands.
  EXPECT_NEAR(loss(flat + 0.2), 0.2 + 0.2 * 16 / 5, 1e-4);
}

TEST(train_torch, a_tiny_net_learns_to_find_the_bright_half) {
  torch::manual_seed(1);
  TorchNet torch_net(tiny_net());
  std::vector<torch::Tensor> parameters;
  for (const auto& [name, value] : torch_net.parameters()) parameters.push_back(value);
  torch::optim::AdamW optimizer(parameters, torch::optim::AdamWOptions(0.02));
  torch::Tensor truth = torch::zeros({4, 1, 16, 16});
  for (int i = 0; i < 4; ++i) truth[i].slice(i % 2 == 0 ? 2 : 1, 0, i < 2 ? 8 : 5).fill_(1);
  const torch::Tensor pictures = (truth * 150 + 50).expand({4, 3, 16, 16}).contiguous();
  double first = 0;
  double last = 0;
  for (int step = 0; step < 60; ++step) {
    const torch::Tensor loss = matte_loss(torch_net.forward(pictures, true, "logit"), truth, 1);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    last = loss.item<double>();
    if (step == 0) first = last;
  }
  EXPECT_LT(last, first * 0.4);
}

}  // namespace
}  // namespace segme::train
