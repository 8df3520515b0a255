// cli/bench/profile: see profile.h.
#include "cli/bench/profile.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/error.h"
#include "base/stopwatch.h"
#include "cli/bench/bare_model.h"
#include "cli/common/progress.h"
#include "recipe/recipe.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kWarmUps = 3;

double mean(const std::vector<double>& values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += (value - mean(values)) * (value - mean(values));
  return values.empty() ? 0 : std::sqrt(sum / static_cast<double>(values.size()));
}

void sort_by_time(std::vector<ProfileLine>& lines) {
  std::stable_sort(lines.begin(), lines.end(),
                   [](const ProfileLine& a, const ProfileLine& b) { return a.milliseconds > b.milliseconds; });
}

double gflops(const ProfileLine& line) { return line.milliseconds > 0 ? 2 * line.macs / line.milliseconds / 1e6 : 0; }
double bandwidth(const ProfileLine& line) { return line.milliseconds > 0 ? line.bytes / line.milliseconds / 1e6 : 0; }

void print_lines(const char* first, const std::vector<ProfileLine>& lines, std::size_t most, const Profile& profile,
                 const Peak& peak) {
  std::printf("%-26s %6s %9s %8s %8s %10s %7s %9s %7s %8s\n", first, "count", "avg ms", "avg %", "cdf %", "times",
              "GFLOP/s", "of peak", "GB/s", "of peak");
  double so_far = 0;
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) {
    const ProfileLine& l = lines[i];
    so_far += l.milliseconds;
    const double total = profile.layer_total();
    std::printf("%-26s %6d %9.3f %7.3f%% %7.3f%% %10d %7.1f %8.1f%% %7.2f %7.1f%%\n", l.name.substr(0, 60).c_str(),
                l.count, l.milliseconds, 100 * l.milliseconds / total, 100 * so_far / total, l.times_called, gflops(l),
                100 * gflops(l) / peak.gflops / profile.threads, bandwidth(l),
                100 * bandwidth(l) / peak.gigabytes_second);
  }
}

void print_text(const Profile& p, const Peak& peak, int top) {
  std::printf("%s, %s\nNumber of nodes executed: %d\n\n", p.model.c_str(), p.device.c_str(), p.nodes);
  std::printf("Summary by node type\n");
  print_lines("[Node type]", p.kinds, p.kinds.size(), p, peak);
  std::printf("\nTop by computation time\n");
  print_lines("[Node]", p.layers, static_cast<std::size_t>(top), p, peak);
  const auto us = [](double milliseconds) { return std::lround(milliseconds * 1000); };
  std::printf("\nTimings (microseconds): count=%zu first=%ld curr=%ld min=%ld max=%ld avg=%ld std=%ld\n", p.runs.size(),
              us(p.runs.front()), us(p.runs.back()), us(*std::min_element(p.runs.begin(), p.runs.end())),
              us(*std::max_element(p.runs.begin(), p.runs.end())), us(mean(p.runs)), us(deviation(p.runs)));
  std::printf("Layers together: %.3f ms of %.3f ms a run\n", p.layer_total(), mean(p.runs));
}

Json lines_json(const std::vector<ProfileLine>& lines, const Profile& profile) {
  Json array = Json::array();
  for (const ProfileLine& l : lines) {
    array.push_back({{"name", l.name},
                     {"count", l.count},
                     {"avg_ms", l.milliseconds},
                     {"share", l.milliseconds / profile.layer_total()},
                     {"times_called", l.times_called},
                     {"macs", l.macs},
                     {"bytes", l.bytes},
                     {"gflops", gflops(l)},
                     {"gigabytes_second", bandwidth(l)}});
  }
  return array;
}

Json to_json(const Profile& p) {
  return {{"model", p.model},
          {"device", p.device},
          {"threads", p.threads},
          {"nodes", p.nodes},
          {"runs", p.runs.size()},
          {"avg_ms", mean(p.runs)},
          {"min_ms", *std::min_element(p.runs.begin(), p.runs.end())},
          {"by_type", lines_json(p.kinds, p)},
          {"by_time", lines_json(p.layers, p)}};
}

Profile profile_one(const std::string& what, const EngineOptions& settings, int rounds) {
  EngineOptions options = settings;
  options.profile = true;
  const Model model = find_model_to_time(what, settings);
  const std::unique_ptr<Engine> engine = make_engine(model, options);
  fill_with_noise(model.card, engine->input());
  for (int i = 0; i < kWarmUps; ++i) engine->run();
  std::vector<double> runs;
  Progress progress(static_cast<std::size_t>(rounds), true, " runs/s");
  for (int i = 0; i < rounds; ++i) {
    const Stopwatch watch;
    engine->run();
    runs.push_back(watch.milliseconds());
    progress.step();
  }
  progress.finish();
  Profile profile = sum_up(engine->layer_times(), rounds);
  if (profile.nodes == 0) {
    throw Error(ExitCode::usage, "the engine that runs '" + model.card.name + "' (" + engine->device() +
                                     ") cannot tell the times of its layers. Use --engine openvino or onnxruntime.");
  }
  profile.model = model.card.name;
  profile.device = engine->device();
  profile.threads = settings.threads;
  profile.runs = std::move(runs);
  return profile;
}

}  // namespace

double Profile::layer_total() const {
  double total = 0;
  for (const ProfileLine& line : kinds) total += line.milliseconds;
  return total > 0 ? total : 1e-9;
}

Profile sum_up(const std::vector<LayerTimes>& layers, int rounds) {
  Profile profile;
  std::map<std::string, std::size_t> places;
  for (const LayerTimes& layer : layers) {
    const std::size_t counted = std::min(layer.milliseconds.size(), static_cast<std::size_t>(rounds));
    if (counted == 0) continue;
    const auto first = layer.milliseconds.end() - static_cast<std::ptrdiff_t>(counted);
    const double average = std::accumulate(first, layer.milliseconds.end(), 0.0) / static_cast<double>(counted);
    const std::string type =
        layer.arithmetic.empty() || layer.arithmetic == "f32" ? layer.type : layer.type + " " + layer.arithmetic;
    const auto [place, fresh] = places.emplace(type, profile.kinds.size());
    if (fresh) profile.kinds.push_back({type, 0, 0, 0, 0, 0});
    ProfileLine& kind = profile.kinds[place->second];
    kind.count += 1;
    kind.milliseconds += average;
    kind.macs += layer.macs;
    kind.bytes += layer.bytes;
    kind.times_called += static_cast<int>(counted);
    profile.layers.push_back({layer.name, 1, average, layer.macs, layer.bytes, static_cast<int>(counted)});
    ++profile.nodes;
  }
  sort_by_time(profile.kinds);
  sort_by_time(profile.layers);
  return profile;
}

void run_profile(const BenchOptions& o) {
  std::vector<Profile> profiles;
  for (const std::string& what : o.models)
    for (const std::string& engine : o.engines)
      for (const std::string& device : o.devices)
        for (const std::string& precision : o.precisions)
          for (const int threads : o.threads) {
            EngineOptions settings;
            settings.engine = engine;
            settings.device = device;
            settings.precision = read_precision(precision);
            settings.threads = threads;
            profiles.push_back(profile_one(what, settings, o.rounds));
          }
  const Peak peak = measure_peak();
  const Machine machine = this_machine();
  if (o.json) {
    Json array = Json::array();
    for (const Profile& one : profiles) array.push_back(to_json(one));
    std::puts(Json{{"machine", machine.text()},
                   {"peak_gflops_a_thread", peak.gflops},
                   {"peak_gigabytes_second_a_thread", peak.gigabytes_second},
                   {"profiles", std::move(array)}}
                  .dump(2)
                  .c_str());
    return;
  }
  for (const Profile& one : profiles) {
    print_text(one, peak, o.top);
    std::printf("\n");
  }
  std::printf("%s; one thread of it reached %.1f GFLOP/s in 32-bit floats and %.1f GB/s\n", machine.text().c_str(),
              peak.gflops, peak.gigabytes_second);
}

}  // namespace segme::cli
