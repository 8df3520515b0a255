// train/torch/checkpoint: last.ckpt, everything that a run needs to go on as if it had never stopped.
#pragma once

#include <filesystem>
#include <string>

#include "train/schedule.h"
#include "train/torch/learner.h"

namespace segme::train {

/// What a run knows beside its weights and its optimiser.
struct RunState {
  double elapsed = 0;  ///< seconds, over all sittings
  double best = -1;    ///< of the best report, mean IoU or (--best loss) exp(-loss); -1: none yet
  int without_better = 0;
  double mean_loss = 0;    ///< running
  double last_report = 0;  ///< seconds
  Schedule::State schedule;
  std::string record = {};  ///< run.json, see train/run_record.h
};

/// Writes the file beside its place and renames it. @throws Error(output), and then the old file is untouched.
void write_checkpoint(const std::filesystem::path& path, const Learner& learner, const RunState& state);

/// The record in a checkpoint; "" in one of a version that kept none. @throws Error(input) for no file or a broken one.
std::string record_in(const std::filesystem::path& path);

/// @throws Error(input) for no file or a broken one, Error(model) for one of another net or of other options.
void read_checkpoint(const std::filesystem::path& path, Learner& learner, RunState& state);

}  // namespace segme::train
