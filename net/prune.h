// net/prune: a net with fewer channels: those stay that weigh most (structured pruning: Li et al. 2017, Pruning Filters
// for Efficient ConvNets). What is left has to be taught on.
#pragma once

#include <cstdint>

#include "net/graph.h"

namespace segme::net {

struct Pruned {
  Graph graph;
  Weights weights;
};

/// Keeps about the share `keep` of the channels, more than 0 and at most 1, wherever channels may go: counts are
/// multiples of 4 or, from 32 channels on, of 8, and groups of at most 8 stay whole. Channels that are one (both sides
/// of a sum, a depthwise convolution's input and output, a gate and what it gates) stay or go together. The picture,
/// the output and what shuffles, slices or grouped convolutions touch stay whole. Norms keep their statistics.
/// `weights` are those of `graph`, whole.
Pruned prune(const Graph& graph, const Weights& weights, double keep);

/// With the largest such share, to a thousandth, that leaves at most `macs` multiply-accumulates.
/// @throws Error(usage) where no share does.
Pruned prune_to(const Graph& graph, const Weights& weights, std::int64_t macs);

}  // namespace segme::net
