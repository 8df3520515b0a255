// cli/bench/report: see report.h.
#include "cli/bench/report.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/bench/baseline.h"
#include "cli/bench/contender.h"
#include "cli/bench/machine.h"
#include "cli/bench/options.h"
#include "cli/common/arithmetic_run.h"
#include "eval/report.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string size_text(const BenchSetting& setting) {
  return setting.width == 0 ? "-" : std::to_string(setting.width) + "x" + std::to_string(setting.height);
}

/// The cells of one line, in the order of the heads.
std::vector<std::string> cells(const Contender& c) {
  const Figures f = figures_of(c.series.front().milliseconds);
  const auto number = [](const char* form, double value) {
    char text[40];
    std::snprintf(text, sizeof text, form, value);
    return std::string(text);
  };
  std::vector<std::string> made{
      c.setting.model,       std::to_string(c.setting.threads), arithmetic_run(c.runs_on, c.setting.precision),
      size_text(c.setting),  number("%.3f", f.least),           number("%.3f", f.median),
      number("%.3f", f.p90), number("%.1f", f.spread * 100)};
  for (std::size_t i = 1; i < c.series.size(); ++i)
    made.push_back(number("%.3f", figures_of(c.series[i].milliseconds).median));
  if (c.cold_ms > 0) {
    made.push_back(number("%.0f", c.cold_ms));
    made.push_back(number("%.0f", c.warm_ms));
    made.push_back(number("%.0f", c.memory_mb));
  }
  made.push_back(c.runs_on);
  return made;
}

std::vector<std::string> heads(const Contender& c) {
  std::vector<std::string> made{"model", "threads", "precision", "size", "min ms", "median", "p90", "spread %"};
  for (std::size_t i = 1; i < c.series.size(); ++i) made.push_back(c.series[i].name);
  if (c.cold_ms > 0) made.insert(made.end(), {"cold start", "warm start", "MB"});
  made.push_back("device");
  return made;
}

using Rows = std::vector<std::vector<std::string>>;

void print_text(const Rows& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool left = i == 0 || i + 1 == row.size();
      const int width = i + 1 == row.size() ? 0 : static_cast<int>(widths[i]);
      std::printf("%s%*s", i == 0 ? "" : "  ", left ? -width : width, row[i].c_str());
    }
    std::printf("\n");
  }
}

void print_markdown(const Rows& rows) {
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (const std::string& cell : rows[r]) std::printf("| %s ", cell.c_str());
    std::printf("|\n");
    if (r > 0) continue;
    for (std::size_t i = 0; i < rows[r].size(); ++i) std::printf(i == 0 || i + 1 == rows[r].size() ? "|---" : "|---:");
    std::printf("|\n");
  }
}

void print_csv(const Rows& rows) {
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool quoted = row[i].find_first_of(",\"") != std::string::npos;
      std::string text;
      for (const char c : row[i]) text += c == '"' ? "\"\"" : std::string(1, c);
      std::printf("%s%s", i == 0 ? "" : ",", quoted ? ("\"" + text + "\"").c_str() : text.c_str());
    }
    std::printf("\n");
  }
}

Json figures_json(const Figures& f) {
  return {{"min_ms", f.least}, {"median_ms", f.median}, {"p90_ms", f.p90}, {"spread", f.spread}};
}

}  // namespace

Figures figures_of(const std::vector<double>& values) {
  const auto at = [&](double share) { return eval::percentile(values, share); };
  const double median = at(0.5);
  return {at(0), median, at(0.9), median > 0 ? (at(0.75) - at(0.25)) / median : 0};
}

void print_report(const std::vector<Contender>& contenders, const BenchOptions& options) {
  Rows rows{heads(contenders.front())};
  for (const Contender& c : contenders) rows.push_back(cells(c));
  if (options.csv) return print_csv(rows);
  if (options.markdown) return print_markdown(rows);
  print_text(rows);
  std::printf("\n%s, %d rounds in turn on %s\n", options.end_to_end() ? "whole frames" : "the nets alone",
              options.rounds, this_machine().text().c_str());
}

std::string report_json(const std::vector<Contender>& contenders, const BenchOptions& options) {
  Json results = Json::array();
  for (const Contender& c : contenders) {
    const BenchSetting& s = c.setting;
    Json one = {{"model", s.model},
                {"engine", s.engine},
                {"wanted_device", s.device},
                {"wanted_precision", s.precision},
                {"threads", s.threads},
                {"width", s.width},
                {"height", s.height},
                {"device", c.runs_on},
                {"precision", arithmetic_run(c.runs_on, s.precision)},
                {"rounds", options.rounds}};
    one.update(figures_json(figures_of(c.series.front().milliseconds)));
    for (std::size_t i = 1; i < c.series.size(); ++i)
      one["stages"][c.series[i].name] = figures_json(figures_of(c.series[i].milliseconds));
    if (c.cold_ms > 0) one["start"] = {{"cold_ms", c.cold_ms}, {"warm_ms", c.warm_ms}, {"memory_mb", c.memory_mb}};
    results.push_back(std::move(one));
  }
  return Json{{"format", kBenchFormat},
              {"version", SEGME_VERSION},
              {"machine", this_machine().text()},
              {"whole_frames", options.end_to_end()},
              {"results", std::move(results)}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace segme::cli
