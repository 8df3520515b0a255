// eval/report: the scores of many pictures -> mean, median and tail, for all and for each group, as text, JSON and CSV.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eval/metrics.h"

namespace segme::eval {

/// One scored picture.
struct Row {
  std::string name;
  std::string group;
  Scores scores;
};

/// One metric over many pictures.
struct Figures {
  double mean = 0;
  double median = 0;
  double tail = 0;  ///< what nine of ten pictures reach: the 10th percentile, of MAE the 90th
};

struct Summary {
  std::string group;  ///< "all" for every picture
  std::size_t count = 0;
  Figures iou, boundary_iou, mae, accuracy;
};

/// Value below which `share` (0..1) of the values lie, linear between neighbours; NaN for no values.
double percentile(std::vector<double> values, double share);

/// "all" first, then each group by name; groups are left out where there is only one.
std::vector<Summary> summarise(std::span<const Row> rows);

/// The `count` pictures of least IoU (fewer when there are fewer), the worst first, ties by name.
std::vector<Row> worst(std::span<const Row> rows, std::size_t count);

/// A table for people: percentages, MAE in thousandths.
std::string to_table(std::span<const Summary> summaries);

/// A JSON array, one object a summary; fractions 0..1.
std::string to_json(std::span<const Summary> summaries);

/// One line a picture: name, group, iou, boundary_iou, mae, accuracy, person.
std::string to_csv(std::span<const Row> rows);

/// FNV-1a, 64 bits, of the sorted names, each ended by a newline: two reports of one hash are about the same pictures.
std::uint64_t hash_names(std::vector<std::string> names);

}  // namespace segme::eval
