// train/calibration: how far each tensor of a net reaches on pictures of its set: `segme export --precision int8` asks
// the same, and a run that is taught in 8 bits fixes its steps by it.
#pragma once

#include <vector>

#include "net/calibrate.h"
#include "train/loader.h"

namespace segme::train {

/// On at most 64 pictures of the split "train" with people, taken evenly, each stretched to the net's input. The graph
/// is folded. @throws Error(input) where a picture cannot be read.
std::vector<net::Range> ranges_on(const std::vector<Sample>& samples, const net::Graph& folded,
                                  const net::Weights& weights);

}  // namespace segme::train
