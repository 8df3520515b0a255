// cli/bench/baseline: see baseline.h.
#include "cli/bench/baseline.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/bench/contender.h"
#include "cli/bench/machine.h"
#include "cli/bench/report.h"

namespace segme::cli {
namespace {

using Json = nlohmann::json;

/// Medians of two quiet runs of one program still differ by so much.
constexpr double kLeastNoise = 0.02;

Json read(const std::string& file) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ExitCode::input, "cannot compare with '" + file + "': " + why);
  };
  std::ifstream stream(file);
  if (!stream) refuse("it cannot be read. Write one with 'segme bench ... --json > FILE'.");
  const Json json = Json::parse(stream, nullptr, false);
  const auto is = [](const Json& object, const char* key, bool (Json::*kind)() const) {
    return object.contains(key) && (object[key].*kind)();
  };
  const auto is_result = [&](const Json& one) {
    return one.is_object() && is(one, "model", &Json::is_string) && is(one, "engine", &Json::is_string) &&
           is(one, "threads", &Json::is_number) && is(one, "median_ms", &Json::is_number);
  };
  if (!json.is_object() || !is(json, "results", &Json::is_array) || !is(json, "machine", &Json::is_string) ||
      !is(json, "format", &Json::is_number) || !is(json, "version", &Json::is_string) ||
      !std::all_of(json["results"].begin(), json["results"].end(), is_result))
    refuse("it is not a report of 'segme bench --json'.");
  if (json.value("format", 0) != kBenchFormat)
    refuse("it was written by SegMe " + json.value("version", "?") +
           ", whose report has another format. Measure anew with both.");
  if (json["machine"] != this_machine().text())
    refuse("it was measured on another machine (" + json["machine"].dump() + "); this one is " + this_machine().text() +
           ". Measure both here.");
  return json;
}

bool same(const Json& one, const BenchSetting& s) {
  return one.value("model", "") == s.model && one.value("engine", "") == s.engine &&
         one.value("wanted_device", "") == s.device && one.value("wanted_precision", "") == s.precision &&
         one.value("threads", 0) == s.threads && one.value("width", -1) == s.width &&
         one.value("height", -1) == s.height;
}

}  // namespace

void check_baseline(const std::string& file) { read(file); }

void print_changes(const std::vector<Contender>& contenders, const std::string& file) {
  const Json old = read(file);
  std::printf("\nagainst %s, of SegMe %s:\n", file.c_str(), old.value("version", "?").c_str());
  for (const Contender& c : contenders) {
    const auto& results = old["results"];
    const auto found = std::find_if(results.begin(), results.end(),
                                    [&](const Json& one) { return one.is_object() && same(one, c.setting); });
    if (found == results.end() || !(found->value("median_ms", 0.0) > 0)) {
      std::printf("  %s: not in it\n", c.text().c_str());
      continue;
    }
    const Figures f = figures_of(c.series.front().milliseconds);
    const double ratio = f.median / found->value("median_ms", 0.0);
    const double noise = std::max(kLeastNoise, std::hypot(f.spread, found->value("spread", 0.0)) / 2);
    const char* verdict = std::abs(ratio - 1) <= noise ? "no change beyond the noise" : ratio < 1 ? "faster" : "slower";
    std::printf("  %s: %.3f -> %.3f ms, x%.3f, %s (noise %.1f %%)\n", c.text().c_str(), found->value("median_ms", 0.0),
                f.median, ratio, verdict, noise * 100);
  }
}

}  // namespace segme::cli
