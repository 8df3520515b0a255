// train/torch/norm: LibTorch, in 64 bits, is the judge of what is computed, of every gradient and of the statistics.
#include "train/torch/norm.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "net/builder.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMomentum = 0.1;
constexpr double kEpsilon = 1e-3;

struct Case {
  int count, channels, height, width;
  double low, high;
};

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const Case& c = info.param;
  const std::string cut = c.high < kInfinity ? "relu6" : c.low > -kInfinity ? "relu" : "plain";
  return std::to_string(c.count) + "x" + std::to_string(c.channels) + "x" + std::to_string(c.height) + "x" +
         std::to_string(c.width) + "_" + cut;
}

/// What a norm has learnt, one set for each of two ways to compute with it.
struct Learnt {
  torch::Tensor x, weight, bias, mean, variance;
};

Learnt copy_of(const Learnt& from, torch::ScalarType type, torch::ScalarType pictures) {
  const auto taught = [](const torch::Tensor& t, torch::ScalarType as) {
    return t.to(as, false, true).set_requires_grad(true);
  };
  return {taught(from.x, pictures), taught(from.weight, type), taught(from.bias, type), from.mean.to(type, false, true),
          from.variance.to(type, false, true)};
}

class TaughtNorm : public testing::TestWithParam<Case> {
 protected:
  static void expect_near(torch::ScalarType type, double tolerance) {
    const Case& c = GetParam();
    torch::manual_seed(8);
    // Far from zero in some channels: what is lost when a mean's square is taken off would show.
    const torch::Tensor far = torch::linspace(-6, 6, c.channels).reshape({1, c.channels, 1, 1});
    const Learnt given = {(torch::randn({c.count, c.channels, c.height, c.width}) * 2 + far).to(type),
                          torch::rand(c.channels) * 3 + 0.5, torch::randn(c.channels), torch::randn(c.channels),
                          torch::rand(c.channels) + 0.5};
    const torch::Tensor pull = torch::randn(given.x.sizes()).to(type);

    Learnt exact = copy_of(given, torch::kFloat64, torch::kFloat64);
    const torch::Tensor judge = torch::clamp(torch::batch_norm(exact.x, exact.weight, exact.bias, exact.mean,
                                                               exact.variance, true, kMomentum, kEpsilon, false),
                                             c.low, c.high);
    (judge * pull.to(torch::kFloat64)).sum().backward();

    Learnt own = copy_of(given, torch::kFloat32, type);
    const torch::Tensor out =
        taught_norm(own.x, {own.weight, own.bias, own.mean, own.variance}, kMomentum, kEpsilon, c.low, c.high);
    EXPECT_EQ(out.scalar_type(), type);
    (out * pull).sum().backward();

    const auto apart = [](const torch::Tensor& a, const torch::Tensor& b) {
      return ((a.to(torch::kFloat64) - b).abs().max() / b.abs().max().clamp_min(1e-9)).item<double>();
    };
    EXPECT_LT(apart(out.detach(), judge.detach()), tolerance);
    EXPECT_LT(apart(own.x.grad(), exact.x.grad()), tolerance);
    EXPECT_LT(apart(own.weight.grad(), exact.weight.grad()), 2e-5);
    EXPECT_LT(apart(own.bias.grad(), exact.bias.grad()), 2e-5);
    EXPECT_LT(apart(own.mean, exact.mean), 1e-5);
    EXPECT_LT(apart(own.variance, exact.variance), 1e-5);
  }
};

TEST_P(TaughtNorm, is_libtorchs_in_32_bits) { expect_near(torch::kFloat32, 1e-5); }
TEST_P(TaughtNorm, is_libtorchs_in_16_bits) { expect_near(torch::kBFloat16, 5e-3); }

INSTANTIATE_TEST_SUITE_P(sizes, TaughtNorm,
                         testing::Values(Case{2, 24, 33, 31, 0, 6}, Case{1, 1, 5, 3, 0, kInfinity},
                                         Case{3, 7, 4, 9, -kInfinity, kInfinity}, Case{2, 16, 1, 2, 0, 6},
                                         Case{2, 100, 6, 5, 0, kInfinity}, Case{1, 37, 64, 64, -kInfinity, kInfinity},
                                         Case{2, 2049, 3, 3, 0, 6}),
                         name_of);

/// A norm, another, and a ReLU; `between` uses the norm a second time, so that no ReLU belongs to it alone.
net::Graph tiny(bool between) {
  net::Builder b("tiny", {3, 8, 8});
  const int norm = b.batch_norm("n", b.conv("c", 0, 8, {.kernel = 3}));
  int x = b.activation(net::Op::relu6, "r", norm);
  if (between) x = b.add("again", x, norm);
  x = b.batch_norm("m", b.depthwise("d", x, 5));
  b.activation(net::Op::sigmoid, "matte", b.conv("logit", x, 1, {.bias = true}));
  return std::move(b).finish();
}

TEST(train_norm, a_net_gives_what_libtorchs_norms_give) {
  for (const bool between : {false, true}) {
    torch::manual_seed(2);
    TorchNet own(tiny(between));
    TorchNet judge(tiny(between));
    judge.load(own.weights(), true);
    torch::manual_seed(3);
    const torch::Tensor pictures = torch::rand({2, 3, 8, 8});
    const torch::Tensor out = own.forward(pictures, true);
    const torch::NoGradGuard guard;  // without gradients nothing is ours
    const torch::Tensor expected = judge.forward(pictures, true);
    EXPECT_LT((out.detach() - expected).abs().max().item<float>(), 1e-5F) << between;
    for (std::size_t i = 0; i < own.statistics().size(); ++i) {
      const torch::Tensor difference = own.statistics()[i].second - judge.statistics()[i].second;
      EXPECT_LT(difference.abs().max().item<float>(), 1e-6F) << own.statistics()[i].first;
    }
  }
}

TEST(train_norm, a_prelu_is_libtorchs_with_its_gradients) {
  for (const torch::ScalarType type : {torch::kFloat32, torch::kBFloat16}) {
    torch::manual_seed(12);
    const torch::Tensor x = torch::randn({3, 19, 7, 5}).to(type);
    const torch::Tensor slopes = torch::rand(19) * 2 - 0.5;
    const torch::Tensor pull = torch::randn(x.sizes()).to(type);
    const torch::Tensor exact_x = x.to(torch::kFloat64).set_requires_grad(true);
    const torch::Tensor exact_slopes = slopes.to(torch::kFloat64).set_requires_grad(true);
    (torch::prelu(exact_x, exact_slopes) * pull.to(torch::kFloat64)).sum().backward();
    const torch::Tensor own_x = x.clone().set_requires_grad(true);
    const torch::Tensor own_slopes = slopes.clone().set_requires_grad(true);
    const torch::Tensor out = taught_prelu(own_x, own_slopes);
    EXPECT_EQ(out.scalar_type(), type);
    (out * pull).sum().backward();
    const double tolerance = type == torch::kFloat32 ? 1e-5 : 2e-2;
    EXPECT_TRUE(torch::allclose(own_x.grad().to(torch::kFloat64), exact_x.grad(), tolerance, tolerance)) << type;
    EXPECT_TRUE(torch::allclose(own_slopes.grad().to(torch::kFloat64), exact_slopes.grad(), 1e-4, 1e-4)) << type;
  }
}

TEST(train_norm, what_is_no_number_stays_none) {
  for (const torch::ScalarType type : {torch::kFloat32, torch::kBFloat16}) {
    torch::Tensor x = torch::randn({1, 17, 3, 3}).to(type);
    x[0][16][1][2] = std::numeric_limits<float>::quiet_NaN();
    const NormTensors tensors = {torch::ones(17), torch::zeros(17), torch::zeros(17), torch::ones(17)};
    const torch::Tensor out = taught_norm(x, tensors, kMomentum, kEpsilon, 0, 6);
    EXPECT_TRUE(out.select(1, 16).isnan().all().item<bool>());
    EXPECT_FALSE(out.slice(1, 0, 16).isnan().any().item<bool>());
  }
}

TEST(train_norm, the_order_of_sums_does_not_follow_the_threads) {
  torch::manual_seed(6);
  const torch::Tensor x = torch::randn({4, 24, 40, 40});
  const auto gradients = [&](int threads) {
    torch::set_num_threads(threads);
    const torch::Tensor own = x.clone().set_requires_grad(true);
    const torch::Tensor weight = torch::ones(24).set_requires_grad(true);
    const torch::Tensor bias = torch::zeros(24).set_requires_grad(true);
    const NormTensors tensors = {weight, bias, torch::zeros(24), torch::ones(24)};
    taught_norm(own, tensors, kMomentum, kEpsilon, 0, 6).square().sum().backward();
    return std::pair(own.grad(), weight.grad());
  };
  const int before = torch::get_num_threads();
  const auto one = gradients(1);
  const auto two = gradients(2);
  torch::set_num_threads(before);
  EXPECT_TRUE(torch::equal(one.first, two.first));
  EXPECT_TRUE(torch::equal(one.second, two.second));
}

}  // namespace
}  // namespace segme::train
