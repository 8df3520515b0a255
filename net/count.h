// net/count: what a graph costs: parameters, multiply-accumulates, the largest activations.
#pragma once

#include <cstdint>

#include "net/graph.h"

namespace segme::net {

struct Cost {
  std::int64_t parameters = 0;          ///< every weight, running statistics included (as Keras counts)
  std::int64_t parameters_trained = 0;  ///< without running statistics
  std::int64_t parameters_folded = 0;   ///< after every batch norm that follows a convolution is folded into it
  std::int64_t macs = 0;                ///< multiply-accumulates of convolutions, for one picture
  std::int64_t peak_activations = 0;    ///< floats alive at once, at the worst node
};

Cost count(const Graph& graph);

/// Multiply-accumulates of one node.
std::int64_t count_macs(const Graph& graph, const Node& node);

}  // namespace segme::net
