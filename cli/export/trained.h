// cli/export/trained: a net that has learnt, from the file of a run or of a model, or a net of constants.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "net/graph.h"

namespace segme::cli {

struct TrainedFrom {
  std::string_view doing = "export";  ///< what the sentences say that cannot be done
  std::string from;                   ///< folder of a run or a model, file of weights, or a net of constants
  std::string net;                    ///< its name, where the file does not say it
  int size = 0;                       ///< side of the input; 0: that of the file
};

struct Trained {
  net::Graph graph;  ///< with as many channels as the weights have, and folded where they are
  net::Weights weights;
  int size = 0;        ///< the side of the input that is written
  std::string remark;  ///< where that is not the size it was taught at, or nobody knows
  std::string ranges;  ///< of a run that was taught in 8 bits: see net/ranges.h
};

/// @throws Error(usage), Error(model)
Trained read_trained(const TrainedFrom& options);

}  // namespace segme::cli
