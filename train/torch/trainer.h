// train/torch/trainer: one training run from manifest to weights; a checkpoint every few minutes, so that it can be
// stopped at any moment and resumed.
#pragma once

#include <functional>
#include <string>

#include "train/options.h"
#include "train/torch/ranks.h"

namespace segme::train {

/// Trains the net of that name as options say. Writes into options.output:
///   last.ckpt (everything needed to go on), best.safetensors and last.safetensors (averaged weights), log.jsonl,
///   report.html and events.out.tfevents.* for TensorBoard; of several ranks, rank 0 does.
/// `stop`: asked every step; true on any rank ends the run after a checkpoint. @throws Error
void train(const std::string& net_name, const TrainOptions& options, Ranks& ranks, const std::function<bool()>& stop);

}  // namespace segme::train
