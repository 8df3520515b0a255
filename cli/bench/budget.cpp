// cli/bench/budget: see budget.h.
#include "cli/bench/budget.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/bench/machine.h"
#include "cli/bench/report.h"
#include "session/levels.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kMostRounds = 30;

struct Tried {
  session::Level level;
  int threads = 1;
  Figures figures;
  std::string size;
  [[nodiscard]] std::string flags() const {
    return "--quality " + level.quality + " --refine " + level.refine + " --threads " + std::to_string(threads);
  }
};

Tried measure(const BenchOptions& wanted, const session::Level& level, int threads, const OpenClip& open_clip) {
  BenchOptions options = wanted;
  options.models = {level.quality};
  options.refine = level.refine;
  options.threads = {threads};
  options.engines.resize(1);
  options.devices.resize(1);
  options.precisions.resize(1);
  if (options.sizes.empty() && options.input.empty()) options.sizes = {{1280, 720}};
  options.sizes.resize(std::min<std::size_t>(options.sizes.size(), 1));
  std::vector<Contender> contenders = make_contenders(options, open_clip);
  run_in_turn(contenders, std::min(options.rounds, kMostRounds));
  const BenchSetting& setting = contenders.front().setting;
  return {level, threads, figures_of(contenders.front().series.front().milliseconds),
          std::to_string(setting.width) + "x" + std::to_string(setting.height)};
}

std::string milliseconds(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f ms", value);
  return text;
}

void print(const std::vector<Tried>& all, const Tried& best, const BenchOptions& o) {
  if (o.json) {
    Json array = Json::array();
    for (const Tried& t : all) {
      array.push_back({{"quality", t.level.quality},
                       {"refine", t.level.refine},
                       {"threads", t.threads},
                       {"median_ms", t.figures.median},
                       {"p90_ms", t.figures.p90}});
    }
    std::puts(Json{{"machine", this_machine().text()},
                   {"budget_ms", o.budget},
                   {"size", best.size},
                   {"best", best.flags()},
                   {"tried", array}}
                  .dump(2)
                  .c_str());
    return;
  }
  std::printf("%-10s %-32s %7s %9s %9s\n", "level", "refiners", "threads", "median ms", "p90");
  for (const Tried& t : all)
    std::printf("%-10s %-32s %7d %9.2f %9.2f\n", t.level.quality.c_str(), t.level.refine.c_str(), t.threads,
                t.figures.median, t.figures.p90);
  std::printf("\n%s a frame of %s: %s\n", milliseconds(o.budget).c_str(), best.size.c_str(), best.flags().c_str());
}

}  // namespace

void find_budget(const BenchOptions& options, const OpenClip& open_clip) {
  std::vector<int> threads;
  for (int count = 1; count < this_machine().cores; count *= 2) threads.push_back(count);
  threads.push_back(this_machine().cores);
  std::vector<Tried> all;
  for (const session::Level& level : session::levels()) {
    for (const int count : threads) {
      all.push_back(measure(options, level, count, open_clip));
      if (all.back().figures.p90 <= options.budget) return print(all, all.back(), options);
    }
  }
  const Tried& nearest = *std::min_element(
      all.begin(), all.end(), [](const Tried& a, const Tried& b) { return a.figures.p90 < b.figures.p90; });
  throw Error(ExitCode::missing, "nothing on this machine keeps to " + milliseconds(options.budget) + " a frame of " +
                                     nearest.size + ": the nearest, " + nearest.flags() + ", takes " +
                                     milliseconds(nearest.figures.p90) +
                                     ". Take smaller frames (--size) or a larger budget.");
}

}  // namespace segme::cli
