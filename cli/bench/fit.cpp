// cli/bench/fit: see fit.h.
#include "cli/bench/fit.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/activity.h"
#include "base/error.h"
#include "base/file_writer.h"
#include "base/stopwatch.h"
#include "cli/bench/catalogue_model.h"
#include "cli/bench/machine.h"
#include "cli/common/arguments.h"
#include "eval/report.h"
#include "infer/engine.h"
#include "infer/model_cache.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/latency_fit.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kSmallSize = 128;

struct FitOptions {
  double seconds = 0.5;
  std::string engine = "auto";
  bool json = false;
};

std::filesystem::path prices_file() { return cache_folder() / "latency.json"; }

/// A net of the catalogue in an engine, and what it took so far.
struct Measured {
  net::LatencySample sample;
  std::unique_ptr<Engine> engine;
  std::vector<double> milliseconds;
};

Measured prepare(const net::NetKind& kind, int size, const FitOptions& o) {
  net::Weights none;
  const net::Graph graph = net::fold_batch_norms(kind.make(size), none);
  Measured made;
  made.sample.name = std::string(kind.name);
  made.sample.size = size;
  made.sample.work = net::work_of(graph);
  const Model model = catalogue_model(kind, size);
  EngineOptions options;
  options.engine = o.engine;
  options.threads = 1;
  options.cache = false;
  made.engine = make_engine(model, options);
  fill_with_noise(model.card, made.engine->input());
  made.engine->run();
  return made;
}

/// All of them, in turn until each had its time: a machine that slows down slows all alike.
void measure(std::vector<Measured>& nets, double seconds) {
  const Activity activity("measuring the nets of the catalogue");
  const Stopwatch all;
  const double whole = seconds * 1000 * static_cast<double>(nets.size());
  do {
    for (Measured& one : nets) {
      const Stopwatch watch;
      one.engine->run();
      one.milliseconds.push_back(watch.milliseconds());
    }
  } while (all.milliseconds() < whole);
  for (Measured& one : nets) one.sample.milliseconds = eval::percentile(one.milliseconds, 0.25);
}

double error_of(const net::LatencySample& s) { return std::abs(s.foretold / s.milliseconds - 1); }

void keep(const FittedPrices& fitted, const std::string& device) {
  const std::string text = Json{
      {"machine", this_machine().text()},
      {"device", device},
      {"prices", fitted.prices},
      {"mean_error", fitted.mean_error},
      {"worst_error",
       fitted.worst_error}}.dump(2);
  std::error_code ignored;
  std::filesystem::create_directories(prices_file().parent_path(), ignored);
  write_file(prices_file(), {text.begin(), text.end()});
}

void print(const std::vector<net::LatencySample>& samples, const FittedPrices& fitted, bool json) {
  if (json) {
    Json nets = Json::array();
    for (const net::LatencySample& s : samples)
      nets.push_back(
          {{"name", s.name}, {"size", s.size}, {"measured_ms", s.milliseconds}, {"foretold_ms", s.foretold}});
    std::puts(Json{{"machine", this_machine().text()},
                   {"mean_error", fitted.mean_error},
                   {"worst_error", fitted.worst_error},
                   {"prices", fitted.prices},
                   {"nets", nets}}
                  .dump(2)
                  .c_str());
    return;
  }
  std::printf("%-22s %5s %12s %12s %7s\n", "net", "size", "measured ms", "foretold", "error");
  for (const net::LatencySample& s : samples)
    std::printf("%-22s %5d %12.3f %12.3f %+6.0f%%\n", s.name.c_str(), s.size, s.milliseconds, s.foretold,
                100 * (s.foretold / s.milliseconds - 1));
  std::printf("\n%s, one core; each net foretold from all others: off by %.0f %% on average, %.0f %% at worst\n",
              this_machine().text().c_str(), 100 * fitted.mean_error, 100 * fitted.worst_error);
  std::printf("kept in %s: 'segme net' estimates with it\n", prices_file().c_str());
}

}  // namespace

std::optional<FittedPrices> fitted_here() {
  std::ifstream file(prices_file());
  const Json json = Json::parse(file, nullptr, false);
  try {
    if (!json.is_object() || json.value("machine", "") != this_machine().text()) return std::nullopt;
    return FittedPrices{json.at("prices").get<net::Prices>(), json.at("mean_error").get<double>(),
                        json.at("worst_error").get<double>()};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

int run_bench_fit(int argc, char** argv) {
  CLI::App app("Fits the estimates of 'segme net' to this machine: measures the nets on one core.", "segme bench fit");
  FitOptions options;
  app.add_option("--seconds", options.seconds, "seconds for each net and size [0.5]")->check(CLI::Range(0.001, 600.0));
  app.add_option("--engine", options.engine, "openvino or onnxruntime [the first that is installed]");
  app.add_flag("--json", options.json, "print JSON");
  if (!read_arguments(app, argc, argv)) return 0;
  std::vector<Measured> nets;
  for (const net::NetKind* kind : net::all_nets()) {
    nets.push_back(prepare(*kind, kind->size, options));
    if (kind->size != kSmallSize && kind->constants == nullptr) nets.push_back(prepare(*kind, kSmallSize, options));
  }
  measure(nets, options.seconds);
  std::vector<net::LatencySample> samples;
  for (const Measured& one : nets) samples.push_back(one.sample);
  net::foretell(samples);
  FittedPrices fitted;
  fitted.prices = net::fit_prices(samples);
  for (const net::LatencySample& s : samples) {
    fitted.mean_error += error_of(s) / static_cast<double>(samples.size());
    fitted.worst_error = std::max(fitted.worst_error, error_of(s));
  }
  keep(fitted, nets.front().engine->device());
  print(samples, fitted, options.json);
  return 0;
}

}  // namespace segme::cli
