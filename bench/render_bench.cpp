// bench/render: how long each renderer and background takes for one frame of 1280 x 720 on one thread, in short pieces
// in turn, so that whatever else the machine does is spread over all. The matte is a person with a soft edge of some
// pixels. Chains as arguments; all of the tables otherwise:
//   taskset -c 1 bench_render alpha:estimate=off blur,alpha
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/resize.h"
#include "capture/synthetic.h"
#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

constexpr int kWidth = 1280, kHeight = 720;
constexpr int kRepetitions = 9;

struct Material {
  Frame frame;
  Matte matte;
  Image background;

  Material() {
    Synthetic::Options options;
    options.width = kWidth;
    options.height = kHeight;
    options.background = Synthetic::Ground::texture;
    Synthetic synthetic(options);
    synthetic.next(frame);
    Matte small;  // as soft as a matte of 256 x 256 enlarged
    resize_matte(synthetic.truth(), 256, 256, small);
    resize_matte(small, kWidth, kHeight, matte);
    background.resize(kWidth, kHeight, 3);
    for (std::size_t i = 0; i < background.size(); ++i) {
      background.data()[i] = static_cast<std::uint8_t>((i / 3 % kWidth) / 8 + (i * 2654435761U >> 27U));
    }
  }
};

const Material& material() {
  static const Material made;
  return made;
}

double least(const std::vector<double>& values) { return *std::min_element(values.begin(), values.end()); }

void render(benchmark::State& state, Renderer* renderer) {
  Image picture;
  for (auto _ : state) {
    renderer->render(material().frame, material().matte, picture);
    benchmark::DoNotOptimize(picture.data());
  }
}

/// A renderer before a picture, or where it shows none, before nothing.
std::unique_ptr<Renderer> make(const std::string& chain) {
  try {
    return make_renderer(chain, std::make_shared<Picture>(material().background, Fit::fill));
  } catch (const Error&) {
    return make_renderer(chain);
  }
}

std::vector<std::string> every_chain() {
  std::vector<std::string> chains;
  for (const RendererKind* kind : all_renderers()) {
    if (kind->name == "harmonise_caffe") continue;  // needs a net that somebody gives
    const bool changes = kind->make("")->role().changes;
    chains.push_back((changes ? "alpha:estimate=off," : "") + std::string(kind->name));
  }
  for (const char* name : {"alpha", "smooth_step", "colour_transfer"}) {
    chains.push_back(std::string(name) + ":estimate=off");
  }
  for (const BackgroundKind* kind : all_backgrounds()) {
    if (kind->name != "picture") chains.push_back(std::string(kind->name) + ",alpha:estimate=off");
  }
  return chains;
}

}  // namespace
}  // namespace segme

int main(int argc, char** argv) {
  try {
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    std::vector<char*> arguments{argv[0], interleaved.data()};
    std::vector<std::string> chains;
    for (int i = 1; i < argc; ++i) {
      if (argv[i][0] == '-')
        arguments.push_back(argv[i]);
      else
        chains.emplace_back(argv[i]);
    }
    if (chains.empty()) chains = segme::every_chain();
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    std::vector<std::unique_ptr<segme::Renderer>> renderers;
    for (const std::string& chain : chains) {
      renderers.push_back(segme::make(chain));
      benchmark::RegisterBenchmark(chain.c_str(), segme::render, renderers.back().get())
          ->Unit(benchmark::kMillisecond)
          ->MinTime(0.05)
          ->Repetitions(segme::kRepetitions)
          ->ReportAggregatesOnly()
          ->ComputeStatistics("min", segme::least);
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
  } catch (const segme::Error& error) {
    std::fprintf(stderr, "bench_render: %s\n", error.what());
    return static_cast<int>(error.code());
  }
}
