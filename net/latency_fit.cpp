// net/latency_fit: coordinate descent: each price in turn takes the value that is best while the others stay.
#include "net/latency_fit.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace segme::net {

namespace {
constexpr int kMostRounds = 20'000;
constexpr double kStill = 1e-9;  // of a price, in milliseconds: nothing moves any more
}  // namespace

Work work_of(const Graph& graph) {
  Work sum;
  for (const Node& node : graph.nodes) {
    const Work work = work_of(graph, node);
    for (std::size_t i = 0; i < Work::kinds; ++i) sum.amount[i] += work.amount[i];
  }
  return sum;
}

double predict(const Work& work, const Prices& prices) {
  double sum = 0;
  for (std::size_t i = 0; i < Work::kinds; ++i) sum += work.amount[i] * prices[i];
  return sum;
}

Prices fit_prices(const std::vector<LatencySample>& samples) {
  Prices prices{};
  double moved = 1;
  for (int round = 0; round < kMostRounds && moved > kStill; ++round) {
    moved = 0;
    for (std::size_t i = 0; i < Work::kinds; ++i) {
      double over = 0;
      double under = 0;
      for (const LatencySample& sample : samples) {
        const double share = sample.work.amount[i] / sample.milliseconds;
        over += share * (1 - predict(sample.work, prices) / sample.milliseconds + share * prices[i]);
        under += share * share;
      }
      const double best = under > 0 ? std::max(0.0, over / under) : 0;
      moved = std::max(moved, std::abs(best - prices[i]));
      prices[i] = best;
    }
  }
  return prices;
}

void foretell(std::vector<LatencySample>& samples) {
  for (LatencySample& one : samples) {
    std::vector<LatencySample> others;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(others),
                 [&](const LatencySample& s) { return s.name != one.name; });
    one.foretold = predict(one.work, fit_prices(others));
  }
}

}  // namespace segme::net
