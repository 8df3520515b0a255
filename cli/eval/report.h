// cli/eval/report: what `segme eval` found, for people and as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/eval/options.h"
#include "eval/report.h"

namespace segme::cli {

/// What one model did.
struct EvalResult {
  std::string what;  ///< as it was asked for
  std::string model, device;
  std::vector<eval::Row> rows;
  std::vector<eval::SequenceRow> sequences;  ///< of --video
  std::vector<double> shares;                ///< of --background-only
  double seconds = 0;
  double net_ms = 0, megabytes = 0;  ///< of --peers: the net alone on one core; its file
};

/// The scores of every picture, all models in one file; with several, "model" is the first column.
std::string csv_of(const std::vector<EvalResult>& results);

/// One model: its object as before; several: {"models": [...]}.
void print_eval_json(const EvalOptions& options, const std::vector<EvalResult>& results);

/// One model: all tables; several: a table with a column each.
void print_eval_text(const EvalOptions& options, const std::vector<EvalResult>& results);

}  // namespace segme::cli
