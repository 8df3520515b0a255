// Measures every learnt net of the catalogue at three sizes on one core and fits the prices of net/latency.cpp to what
// it saw: least squares of the relative error, no price below zero. Prints the table and the prices.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>

#include "base/stopwatch.h"
#include "infer/engine.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/latency.h"
#include "net/write_onnx.h"

namespace {

using segme::net::Graph;
using segme::net::Weights;
using segme::net::Work;

constexpr int kSizes[] = {128, 256, 384};
constexpr double kSeconds = 1.5;  // of runs a net; the fastest counts

struct Sample {
  std::string name;
  Work work;
  double milliseconds = 0;
};

Weights random_weights(const Graph& graph) {
  Weights weights;
  std::mt19937 random(1);
  for (const segme::net::WeightSpec& spec : segme::net::weight_specs(graph)) {
    std::size_t size = 1;
    for (const std::int64_t side : spec.shape) size *= static_cast<std::size_t>(side);
    const double fan = static_cast<double>(size) / static_cast<double>(spec.shape[0]);
    std::normal_distribution<float> normal(0.0F, static_cast<float>(std::sqrt(1.0 / fan)));
    segme::net::Tensor& tensor = weights[spec.name];
    tensor.shape = spec.shape;
    for (std::size_t i = 0; i < size; ++i) tensor.values.push_back(normal(random));
  }
  return weights;
}

Sample measure(const segme::net::NetKind& kind, int size) {
  Weights none;
  const Graph graph = segme::net::fold_batch_norms(kind.make(size), none);
  Sample sample;
  sample.name = std::string(kind.name) + " " + std::to_string(size);
  for (const segme::net::Node& node : graph.nodes) {
    const Work work = segme::net::work_of(graph, node);
    for (std::size_t i = 0; i < Work::kinds; ++i) sample.work.amount[i] += work.amount[i];
  }
  segme::Model model;
  model.card.name = sample.name;
  model.card.file = "model.onnx";
  model.card.width = model.card.height = size;
  model.bytes = segme::net::write_onnx(graph, random_weights(graph));
  segme::EngineOptions options;
  options.threads = 1;
  options.cache = "off";
  const auto engine = segme::make_engine(model, options);
  std::fill(engine->input().begin(), engine->input().end(), 100.0F);
  engine->run();
  sample.milliseconds = 1e9;
  const segme::Stopwatch all;
  while (all.milliseconds() < kSeconds * 1000) {
    const std::clock_t before = std::clock();
    engine->run();
    const double milliseconds = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    sample.milliseconds = std::min(sample.milliseconds, milliseconds);
  }
  return sample;
}

double predict(const Work& work, const std::array<double, Work::kinds>& prices) {
  double sum = 0;
  for (std::size_t i = 0; i < Work::kinds; ++i) sum += work.amount[i] * prices[i];
  return sum;
}

/// Coordinate descent: each price in turn takes the value that is best while the others stay.
std::array<double, Work::kinds> fit(const std::vector<Sample>& samples) {
  std::array<double, Work::kinds> prices{};
  for (int round = 0; round < 20'000; ++round) {
    for (std::size_t i = 0; i < Work::kinds; ++i) {
      double over = 0;
      double under = 0;
      for (const Sample& sample : samples) {
        const double share = sample.work.amount[i] / sample.milliseconds;
        over += share * (1 - predict(sample.work, prices) / sample.milliseconds + share * prices[i]);
        under += share * share;
      }
      prices[i] = under > 0 ? std::max(0.0, over / under) : 0;
    }
  }
  return prices;
}

}  // namespace

int main() {
  std::vector<Sample> samples;
  for (const segme::net::NetKind* kind : segme::net::all_nets()) {
    // Engines take pictures, so the net that reads four channels is left out.
    if (kind->constants != nullptr || kind->make(kind->size).input_shape().channels != 3) continue;
    for (const int size : kSizes) {
      samples.push_back(measure(*kind, size));
      std::printf("%-28s %8.2f ms\n", samples.back().name.c_str(), samples.back().milliseconds);
      std::fflush(stdout);
    }
  }
  const auto prices = fit(samples);
  std::printf("\n%-28s %9s %9s %7s\n", "", "measured", "fitted", "error");
  double sum = 0;
  double worst = 0;
  for (const Sample& sample : samples) {
    const double fitted = predict(sample.work, prices);
    const double error = fitted / sample.milliseconds - 1;
    std::printf("%-28s %9.2f %9.2f %6.0f%%\n", sample.name.c_str(), sample.milliseconds, fitted, 100 * error);
    sum += std::abs(error);
    worst = std::max(worst, std::abs(error));
  }
  std::printf("\nmean error %.0f %%, worst %.0f %%\nprices", 100 * sum / static_cast<double>(samples.size()),
              100 * worst);
  for (const double price : prices) std::printf(" %.5f", price);
  std::printf("  (ms a million MACs: dense, 1x1, depthwise, transposed; ms a MB moved; ms a node)\n");
}
