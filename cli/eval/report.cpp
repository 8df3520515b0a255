// cli/eval/report: the tables of eval/report in order, and models side by side.
#include "cli/eval/report.h"

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/common/arithmetic_run.h"
#include "eval/fairness.h"

namespace segme::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string hash_of(const std::vector<eval::Row>& rows) {
  std::vector<std::string> names;
  for (const eval::Row& row : rows) names.push_back(row.name);
  char text[24];
  std::snprintf(text, sizeof text, "%016" PRIx64, eval::hash_names(std::move(names)));
  return text;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

Json json_of(const EvalOptions& o, const EvalResult& result) {
  Json json = {{"model", result.model},
               {"device", result.device},
               {"precision", arithmetic_run(result.device, o.precision)},
               {"refine", o.refine},
               {"seconds", result.seconds}};
  if (result.net_ms > 0) {
    json["net_ms"] = result.net_ms;
    json["megabytes"] = result.megabytes;
  }
  if (!result.rows.empty()) {
    json["set"] = o.data.empty() ? o.set : o.data;
    if (!o.data.empty()) json["split"] = o.split;
    json["hash"] = hash_of(result.rows);
    const std::vector<eval::Summary> summaries = eval::summarise(result.rows);
    json["scores"] = Json::parse(eval::to_json(summaries));
    if (const auto fairness = eval::fairness(summaries)) {
      json["fairness"] = {{"best", fairness->best},
                          {"worst", fairness->worst},
                          {"gap_points", fairness->gap},
                          {"allowed_points", eval::kFairGap},
                          {"fair", fairness->fair}};
    }
    if (!result.sequences.empty()) json["sequences"] = Json::parse(eval::sequences_to_json(result.sequences));
  }
  if (!result.shares.empty()) {
    json["background_only"] = {{"pictures", result.shares.size()},
                               {"person_share", mean_of(result.shares)},
                               {"person_share_p90", eval::percentile(result.shares, 0.9)}};
  }
  return json;
}

void print_one(const EvalOptions& o, const EvalResult& result) {
  std::printf("model %s, %s, refine %s\n", result.model.c_str(), result.device.c_str(), o.refine.c_str());
  if (!result.rows.empty()) {
    const std::vector<eval::Summary> summaries = eval::summarise(result.rows);
    std::printf("%zu pictures, set hash %s\n\n%s\n%s", result.rows.size(), hash_of(result.rows).c_str(),
                eval::to_table(summaries).c_str(), eval::to_matting_table(summaries).c_str());
    for (const std::string& table : {eval::to_fairness_table(summaries), eval::to_sequence_table(result.sequences)}) {
      if (!table.empty()) std::printf("\n%s", table.c_str());
    }
  }
  if (!result.shares.empty()) {
    std::printf("\n%zu pictures without people: %.3f %% of the pixels taken for person on average, p90 %.3f %%\n",
                result.shares.size(), mean_of(result.shares) * 100, eval::percentile(result.shares, 0.9) * 100);
  }
  std::printf("\n%.1f s\n", result.seconds);
}

/// A line of the comparison: what, and a figure a model.
using Line = std::pair<std::string, std::vector<double>>;

std::vector<Line> lines_of(const std::vector<std::vector<eval::Summary>>& models, std::size_t group) {
  using eval::Figures;
  using eval::Summary;
  const std::pair<const char*, std::pair<Figures Summary::*, double>> metrics[] = {
      {"IoU %", {&Summary::iou, 100}},
      {"boundary IoU %", {&Summary::boundary_iou, 100}},
      {"IoU background %", {&Summary::background_iou, 100}},
      {"IoU mean %", {&Summary::mean_iou, 100}},
      {"accuracy %", {&Summary::accuracy, 100}},
      {"MAE /1000", {&Summary::mae, 1000}},
      {"MSE /1000", {&Summary::mse, 1000}},
      {"SAD /1000", {&Summary::sad, 1}},
      {"Grad /1000", {&Summary::grad, 1}},
      {"Conn /1000", {&Summary::conn, 1}}};
  std::vector<Line> lines;
  for (const auto& [name, metric] : metrics) {
    Line line{name, {}};
    for (const std::vector<Summary>& model : models)
      line.second.push_back((model[group].*metric.first).mean * metric.second);
    if (!std::isnan(line.second.front())) lines.push_back(std::move(line));
  }
  Line global{"IoU mean %, pixels", {}};
  for (const std::vector<Summary>& model : models) global.second.push_back(model[group].global.mean_iou * 100);
  lines.push_back(std::move(global));
  return lines;
}

double temporal_mean(const EvalResult& result, double eval::TemporalScores::*figure) {
  double sum = 0;
  int pairs = 0;
  for (const eval::SequenceRow& row : result.sequences) {
    sum += row.scores.*figure * row.scores.pairs;
    pairs += row.scores.pairs;
  }
  return pairs == 0 ? std::nan("") : sum / pairs;
}

/// Figures that belong to the whole set alone.
std::vector<Line> whole_lines(const std::vector<EvalResult>& results,
                              const std::vector<std::vector<eval::Summary>>& models) {
  std::vector<Line> lines{{"dtSSD", {}},   {"flicker /1000", {}},    {"fairness gap", {}}, {"person in none %", {}},
                          {"seconds", {}}, {"net ms, one core", {}}, {"file, MB", {}}};
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto fairness = eval::fairness(models[i]);
    lines[0].second.push_back(temporal_mean(results[i], &eval::TemporalScores::dtssd));
    lines[1].second.push_back(temporal_mean(results[i], &eval::TemporalScores::flicker) * 1000);
    lines[2].second.push_back(fairness ? fairness->gap : std::nan(""));
    lines[3].second.push_back(results[i].shares.empty() ? std::nan("") : mean_of(results[i].shares) * 100);
    lines[4].second.push_back(results[i].seconds);
    lines[5].second.push_back(results[i].net_ms > 0 ? results[i].net_ms : std::nan(""));
    lines[6].second.push_back(results[i].net_ms > 0 ? results[i].megabytes : std::nan(""));
  }
  std::erase_if(lines, [](const Line& line) { return std::isnan(line.second.front()); });
  return lines;
}

void print_lines(const std::string& head, const std::vector<EvalResult>& results, const std::vector<Line>& lines) {
  std::printf("\n%-24.24s", head.c_str());
  for (const EvalResult& result : results) std::printf(" %16.16s", result.model.c_str());
  std::printf("\n");
  for (const auto& [name, values] : lines) {
    std::printf("%-24s", name.c_str());
    for (const double value : values) std::printf(" %16.3f", value);
    std::printf("\n");
  }
}

}  // namespace

std::string csv_of(const std::vector<EvalResult>& results) {
  if (results.size() == 1) return eval::to_csv(results.front().rows);
  std::string text;
  for (const EvalResult& result : results) {
    const std::string own = eval::to_csv(result.rows, result.model);
    text += text.empty() ? own : own.substr(own.find('\n') + 1);
  }
  return text;
}

void print_eval_json(const EvalOptions& options, const std::vector<EvalResult>& results) {
  Json json;
  if (results.size() == 1) {
    json = json_of(options, results.front());
  } else {
    for (const EvalResult& result : results) json["models"].push_back(json_of(options, result));
  }
  std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_eval_text(const EvalOptions& options, const std::vector<EvalResult>& results) {
  if (results.size() == 1) {
    print_one(options, results.front());
    return;
  }
  std::vector<std::vector<eval::Summary>> models;
  for (const EvalResult& result : results) models.push_back(eval::summarise(result.rows));
  std::printf("%zu models, refine %s\n", results.size(), options.refine.c_str());
  for (const EvalResult& result : results) std::printf("%s: %s\n", result.model.c_str(), result.device.c_str());
  if (!results.front().rows.empty()) {
    std::printf("%zu pictures, set hash %s\n", results.front().rows.size(), hash_of(results.front().rows).c_str());
    for (std::size_t group = 0; group < models.front().size(); ++group) {
      const eval::Summary& summary = models.front()[group];
      print_lines(summary.group + " (" + std::to_string(summary.count) + ")", results, lines_of(models, group));
    }
  }
  print_lines("whole", results, whole_lines(results, models));
}

}  // namespace segme::cli
