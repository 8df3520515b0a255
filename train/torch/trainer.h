// train/torch/trainer: one training run from manifest to weights. Schedule by the clock, so that a run fits the time
// there is; a checkpoint every few minutes, so that it can be stopped at any moment and resumed.
#pragma once

#include <csignal>
#include <functional>

#include "net/graph.h"
#include "train/options.h"

namespace segme::train {

/// Trains `make(size)` as options say. Writes into options.output:
///   last.ckpt (everything needed to go on), best.safetensors and last.safetensors (averaged weights), log.jsonl.
/// `stop`: asked every step; true ends the run after a checkpoint. @throws Error
void train(const std::string& net_name, const TrainOptions& options, const std::function<bool()>& stop);

}  // namespace segme::train
