// eval/report: the scores of many pictures -> mean, median and tail, for all and for each group, as text, JSON and CSV.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eval/metrics.h"
#include "eval/temporal.h"

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
  Figures background_iou, mean_iou, mse, sad;
  Figures grad, conn;   ///< NaN where they were not asked for
  PooledScores global;  ///< over all pixels of all pictures together
};

/// One sequence of frames.
struct SequenceRow {
  std::string name;
  TemporalScores scores;
};

/// Value below which `share` (0..1) of the values lie, linear between neighbours; NaN for no values.
double percentile(std::vector<double> values, double share);

/// "all" first, then each group by name; groups are left out where there is only one.
std::vector<Summary> summarise(std::span<const Row> rows);

/// The `count` pictures of least IoU (fewer when there are fewer), the worst first, ties by name.
std::vector<Row> worst(std::span<const Row> rows, std::size_t count);

/// A table for people: percentages, MAE in thousandths.
std::string to_table(std::span<const Summary> summaries);

/// The other figures, means only: IoU of person and background, per picture and over all pixels; MSE in thousandths,
/// SAD, Grad and Conn.
std::string to_matting_table(std::span<const Summary> summaries);

/// dtSSD and flicker (in thousandths) of each sequence with two frames or more, and their mean weighted by pairs; ""
/// for none.
std::string to_sequence_table(std::span<const SequenceRow> rows);

/// A JSON array, one object a summary; fractions 0..1; grad and conn only where they were asked for.
std::string to_json(std::span<const Summary> summaries);

/// A JSON array of {name, dtssd, flicker, pairs}.
std::string sequences_to_json(std::span<const SequenceRow> rows);

/// One line a picture: name, group, iou, boundary_iou, mae, accuracy, person, background_iou, mean_iou, mse, sad, grad,
/// conn (the last two empty where they were not asked for).
/// `model`, where not empty, is the first column of every line.
std::string to_csv(std::span<const Row> rows, const std::string& model = "");

/// FNV-1a, 64 bits, of the sorted names, each ended by a newline: two reports of one hash are about the same pictures.
std::uint64_t hash_names(std::vector<std::string> names);

}  // namespace segme::eval
