// net/narrow: the weights of a wide net cut down to a narrower one of the same build, so that the narrow one starts
// from what the wide one knows (structured pruning: Li et al. 2017, Pruning Filters for Efficient ConvNets).
#pragma once

#include "net/graph.h"

namespace segme::net {

/// Weights by the names and shapes of `graph`, of those of a net whose tensors have the same names and as many channels
/// or more. Where there are more, those stay that weigh most in the convolutions that read them. Tensors that `wide`
/// lacks or that cannot be cut to fit are left out. A kernel that reads the picture and has input channels that `wide`
/// lacks gets zeros for them. With equal shapes the result is `wide` itself.
Weights narrow(const Graph& graph, const Weights& wide);

}  // namespace segme::net
