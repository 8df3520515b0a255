// net/latency_fit: prices that samples were made from are found again.
#include "net/latency_fit.h"

#include <gtest/gtest.h>

#include <random>

#include "net/catalogue.h"
#include "net/fold.h"

namespace segme::net {
namespace {

std::vector<LatencySample> samples_of(const Prices& prices) {
  std::mt19937 random(1);
  std::vector<LatencySample> samples;
  for (int i = 0; i < 20; ++i) {
    LatencySample sample;
    sample.name = "net " + std::to_string(i / 2);
    for (double& amount : sample.work.amount) amount = 1 + static_cast<double>(random() % 100);
    sample.milliseconds = predict(sample.work, prices);
    samples.push_back(sample);
  }
  return samples;
}

TEST(latency_fit, finds_the_prices_again) {
  const Prices prices{0.02, 0.01, 0.005, 0.015, 0.08, 0.001};
  const Prices found = fit_prices(samples_of(prices));
  for (std::size_t i = 0; i < prices.size(); ++i) EXPECT_NEAR(found[i], prices[i], 0.01 * prices[i] + 1e-5) << i;
}

TEST(latency_fit, no_price_is_below_zero) {
  std::vector<LatencySample> samples = samples_of({0.02, 0.01, 0.005, 0.015, 0.08, 0.001});
  for (LatencySample& sample : samples) sample.milliseconds /= 1 + sample.work.amount[Work::depthwise];
  for (const double price : fit_prices(samples)) EXPECT_GE(price, 0);
}

TEST(latency_fit, a_net_is_foretold_without_its_own_samples) {
  std::vector<LatencySample> samples = samples_of({0.02, 0.01, 0.005, 0.015, 0.08, 0.001});
  foretell(samples);
  for (const LatencySample& sample : samples) EXPECT_NEAR(sample.foretold / sample.milliseconds, 1, 0.05);
  // A net that breaks all rules: what it took itself must not help.
  samples.front().milliseconds *= 10;
  samples[1].milliseconds *= 10;
  foretell(samples);
  EXPECT_NEAR(samples.front().foretold / samples.front().milliseconds, 0.1, 0.01);
}

TEST(latency_fit, the_work_of_a_graph_is_that_of_its_nodes) {
  Weights none;
  const Graph graph = fold_batch_norms(find_net("prisma").make(128), none);
  EXPECT_NEAR(predict(work_of(graph), usual_prices()), estimate_latency(find_net("prisma").make(128)).milliseconds,
              1e-6);
}

}  // namespace
}  // namespace segme::net
