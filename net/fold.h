// net/fold: folds every batch norm that alone follows a convolution, transposed or not, into that convolution and
// leaves dropouts out: fewer nodes, same numbers. What nets are run as.
#pragma once

#include "net/graph.h"

namespace segme::net {

/// The folded graph, and its weights in `weights` (changed in place: kernels scaled, biases made, statistics removed).
Graph fold_batch_norms(const Graph& graph, Weights& weights);

}  // namespace segme::net
