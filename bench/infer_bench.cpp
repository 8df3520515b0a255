// bench/infer: how long a frame takes to become a tensor, and a net to run, on one thread. Models as arguments (names,
// levels or paths), the default one otherwise; all are measured in turn within one run, so that they can be compared:
//   bench_infer models/portrait other/card.json --benchmark_filter=net
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/resize.h"
#include "infer/segmenter.h"
#include "recipe/models.h"

namespace segme {
namespace {

constexpr int kRepetitions = 9;

Frame noise(int width, int height) {
  Frame frame;
  frame.image.resize(width, height, 3);
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < frame.image.size(); ++i) {
    state = state * 1664525U + 1013904223U;
    frame.image.data()[i] = static_cast<std::uint8_t>(state >> 24U);
  }
  return frame;
}

void tensorise(benchmark::State& state) {
  ModelCard card;
  card.width = card.height = 256;
  const Frame frame = noise(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  Tensoriser tensoriser(card);
  std::vector<float> tensor(3 * 256 * 256);
  for (auto _ : state) {
    tensoriser.run(frame.image, tensor);
    benchmark::DoNotOptimize(tensor.data());
  }
}

void enlarge_matte(benchmark::State& state) {
  Matte matte(256, 256), enlarged;
  matte.fill(0.5F);
  for (auto _ : state) {
    resize_matte(matte, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), enlarged);
    benchmark::DoNotOptimize(enlarged.data());
  }
}

void run_net(benchmark::State& state, Engine* engine) {
  for (auto _ : state) engine->run();
}

double least(const std::vector<double>& values) { return *std::min_element(values.begin(), values.end()); }

/// Short pieces of every benchmark in random order, so that whatever else the machine does is spread over all.
template <class Benchmark>
void in_turn(Benchmark* one) {
  one->Unit(benchmark::kMillisecond)->MinTime(0.1)->Repetitions(kRepetitions)->ReportAggregatesOnly();
  one->ComputeStatistics("min", least);
}

void register_all(const std::vector<std::string>& models, std::vector<std::unique_ptr<Engine>>& engines) {
  in_turn(
      benchmark::RegisterBenchmark("tensorise", tensorise)->Args({640, 480})->Args({1920, 1080})->Args({4000, 3000}));
  in_turn(benchmark::RegisterBenchmark("enlarge_matte", enlarge_matte)->Args({1920, 1080})->Args({4000, 3000}));
  for (const std::string& what : models) {
    const Model model = find_model(what);
    for (const EnginePrecision precision : {EnginePrecision::fp32, EnginePrecision::bf16}) {
      EngineOptions options;
      options.threads = 1;
      options.precision = precision;
      options.cache = false;
      engines.push_back(make_engine(model, options));
      const std::string name = "net/" + model.card.name + "/" + std::string(name_of(precision));
      in_turn(benchmark::RegisterBenchmark(name.c_str(), run_net, engines.back().get()));
    }
  }
}

}  // namespace
}  // namespace segme

int main(int argc, char** argv) {
  try {
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    std::vector<char*> arguments{argv[0], interleaved.data()};
    std::vector<std::string> models;
    for (int i = 1; i < argc; ++i) {
      if (argv[i][0] == '-')
        arguments.push_back(argv[i]);
      else
        models.emplace_back(argv[i]);
    }
    if (models.empty()) models.emplace_back("balanced");
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    std::vector<std::unique_ptr<segme::Engine>> engines;
    segme::register_all(models, engines);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
  } catch (const segme::Error& error) {
    std::fprintf(stderr, "bench_infer: %s\n", error.what());
    return static_cast<int>(error.code());
  }
}
