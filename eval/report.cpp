// eval/report: sums, percentiles and three ways to write them down.
#include "eval/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "eval/sets.h"

namespace segme::eval {
namespace {

using Json = nlohmann::ordered_json;
constexpr double kTail = 0.1;

template <class... Values>
std::string print(const char* format, Values... values) {
  char text[256];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

Figures figures(const std::vector<const Row*>& rows, double Scores::*metric, double tail) {
  std::vector<double> values;
  double sum = 0;
  for (const Row* row : rows) {
    values.push_back(row->scores.*metric);
    sum += values.back();
  }
  return {sum / static_cast<double>(values.size()), percentile(values, 0.5), percentile(values, tail)};
}

Summary summary_of(const std::string& group, const std::vector<const Row*>& rows) {
  Summary summary;
  summary.group = group;
  summary.count = rows.size();
  summary.iou = figures(rows, &Scores::iou, kTail);
  summary.boundary_iou = figures(rows, &Scores::boundary_iou, kTail);
  summary.mae = figures(rows, &Scores::mae, 1 - kTail);
  summary.accuracy = figures(rows, &Scores::accuracy, kTail);
  summary.background_iou = figures(rows, &Scores::background_iou, kTail);
  summary.mean_iou = figures(rows, &Scores::mean_iou, kTail);
  summary.mse = figures(rows, &Scores::mse, 1 - kTail);
  summary.sad = figures(rows, &Scores::sad, 1 - kTail);
  summary.grad = figures(rows, &Scores::grad, 1 - kTail);
  summary.conn = figures(rows, &Scores::conn, 1 - kTail);
  Scores sum;
  for (const Row* row : rows) {
    sum.both += row->scores.both;
    sum.found += row->scores.found;
    sum.wanted += row->scores.wanted;
    sum.pixels += row->scores.pixels;
  }
  summary.global = pool(sum.both, sum.found, sum.wanted, sum.pixels);
  return summary;
}

int name_width(std::span<const Summary> summaries) {
  int width = 5;
  for (const Summary& summary : summaries)
    width = std::max(width, static_cast<int>(std::min<std::size_t>(summary.group.size(), 40)));
  return width;
}

Json json_of(const Figures& figures, const char* tail_name) {
  return {{"mean", figures.mean}, {"median", figures.median}, {tail_name, figures.tail}};
}

}  // namespace

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const std::size_t low = static_cast<std::size_t>(std::floor(place));
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return std::lerp(values[low], values[high], place - std::floor(place));
}

std::vector<Summary> summarise(std::span<const Row> rows) {
  std::vector<const Row*> all;
  std::map<std::string, std::vector<const Row*>> groups;
  for (const Row& row : rows) {
    all.push_back(&row);
    groups[row.group].push_back(&row);
  }
  std::vector<Summary> summaries;
  if (all.empty()) return summaries;
  summaries.push_back(summary_of("all", all));
  if (groups.size() == 1) return summaries;
  for (const auto& [group, members] : groups) summaries.push_back(summary_of(group, members));
  return summaries;
}

std::vector<Row> worst(std::span<const Row> rows, std::size_t count) {
  std::vector<Row> sorted(rows.begin(), rows.end());
  std::sort(sorted.begin(), sorted.end(), [](const Row& a, const Row& b) {
    return a.scores.iou != b.scores.iou ? a.scores.iou < b.scores.iou : a.name < b.name;
  });
  sorted.resize(std::min(count, sorted.size()));
  return sorted;
}

std::string to_table(std::span<const Summary> summaries) {
  const int width = name_width(summaries);
  std::string text =
      print("%-*s %8s  %20s  %20s  %20s  %20s\n", width, "", "", "IoU %", "boundary IoU %", "MAE /1000", "accuracy %");
  text += print("%-*s %8s", width, "group", "pictures");
  for (const char* tail : {"p10", "p10", "p90", "p10"}) text += print("  %6s %6s %6s", "mean", "median", tail);
  text += "\n";
  for (const Summary& summary : summaries) {
    text += print("%-*.40s %8zu", width, summary.group.c_str(), summary.count);
    const auto add = [&](const Figures& f, double factor) {
      text += print("  %6.2f %6.2f %6.2f", f.mean * factor, f.median * factor, f.tail * factor);
    };
    add(summary.iou, 100);
    add(summary.boundary_iou, 100);
    add(summary.mae, 1000);
    add(summary.accuracy, 100);
    text += "\n";
  }
  return text;
}

std::string to_matting_table(std::span<const Summary> summaries) {
  const int width = name_width(summaries);
  std::string text =
      print("%-*s  %20s  %29s  %31s\n", width, "", "IoU % per picture", "IoU % and accuracy, all pixels", "/1000");
  text += print("%-*s", width, "group");
  for (const char* head :
       {"person", "backgr", "mean", "person", "backgr", "mean", "accur.", "MSE", "SAD", "Grad", "Conn"})
    text += print(" %7s", head);
  text += "\n";
  for (const Summary& s : summaries) {
    text += print("%-*.40s", width, s.group.c_str());
    for (const double value : {s.iou.mean, s.background_iou.mean, s.mean_iou.mean, s.global.iou,
                               s.global.background_iou, s.global.mean_iou, s.global.accuracy})
      text += print(" %7.2f", value * 100);
    text += print(" %7.2f", s.mse.mean * 1000);
    for (const double value : {s.sad.mean, s.grad.mean, s.conn.mean})
      text += std::isnan(value) ? print(" %7s", "-") : print(" %7.3f", value);
    text += "\n";
  }
  return text;
}

std::string to_sequence_table(std::span<const SequenceRow> rows) {
  std::string text;
  double dtssd = 0;
  double flicker = 0;
  int pairs = 0;
  for (const SequenceRow& row : rows) {
    if (row.scores.pairs == 0) continue;
    text += print("%-40.40s %8d %7.3f %7.3f\n", row.name.c_str(), row.scores.pairs + 1, row.scores.dtssd,
                  row.scores.flicker * 1000);
    dtssd += row.scores.dtssd * row.scores.pairs;
    flicker += row.scores.flicker * row.scores.pairs;
    pairs += row.scores.pairs;
  }
  if (pairs == 0) return "";
  return print("%-40s %8s %7s %7s\n", "sequence", "frames", "dtSSD", "flicker") + text +
         print("%-40s %8s %7.3f %7.3f\n", "all", "", dtssd / pairs, flicker / pairs * 1000);
}

std::string sequences_to_json(std::span<const SequenceRow> rows) {
  Json array = Json::array();
  for (const SequenceRow& row : rows) {
    const TemporalScores& s = row.scores;
    array.push_back({{"name", row.name}, {"dtssd", s.dtssd}, {"flicker", s.flicker}, {"pairs", s.pairs}});
  }
  return array.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(std::span<const Summary> summaries) {
  Json array = Json::array();
  for (const Summary& summary : summaries) {
    array.push_back({{"group", summary.group},
                     {"pictures", summary.count},
                     {"iou", json_of(summary.iou, "p10")},
                     {"boundary_iou", json_of(summary.boundary_iou, "p10")},
                     {"mae", json_of(summary.mae, "p90")},
                     {"accuracy", json_of(summary.accuracy, "p10")},
                     {"background_iou", json_of(summary.background_iou, "p10")},
                     {"mean_iou", json_of(summary.mean_iou, "p10")},
                     {"mse", json_of(summary.mse, "p90")},
                     {"sad", json_of(summary.sad, "p90")},
                     {"global",
                      {{"iou", summary.global.iou},
                       {"background_iou", summary.global.background_iou},
                       {"mean_iou", summary.global.mean_iou},
                       {"accuracy", summary.global.accuracy}}}});
    if (std::isnan(summary.grad.mean)) continue;
    array.back()["grad"] = json_of(summary.grad, "p90");
    array.back()["conn"] = json_of(summary.conn, "p90");
  }
  return array.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string to_csv(std::span<const Row> rows, const std::string& model) {
  const std::string first = model.empty() ? "" : csv_field(model) + ",";
  std::string text = model.empty() ? "" : "model,";
  text += "name,group,iou,boundary_iou,mae,accuracy,person,background_iou,mean_iou,mse,sad,grad,conn\n";
  for (const Row& row : rows) {
    const Scores& s = row.scores;
    text += first + csv_field(row.name) + "," + csv_field(row.group) +
            print(",%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f", s.iou, s.boundary_iou, s.mae, s.accuracy, s.person,
                  s.background_iou, s.mean_iou, s.mse, s.sad);
    text += std::isnan(s.grad) ? ",,\n" : print(",%.6f,%.6f\n", s.grad, s.conn);
  }
  return text;
}

std::uint64_t hash_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&](char c) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  };
  for (const std::string& name : names) {
    for (const char c : name) add(c);
    add('\n');
  }
  return hash;
}

}  // namespace segme::eval
