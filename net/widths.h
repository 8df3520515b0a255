// net/widths: a pruned net is a net of the catalogue whose weights have fewer channels. Nothing else says so: the
// shapes of its tensors do.
#pragma once

#include <optional>

#include "net/graph.h"

namespace segme::net {

/// The graph with as many channels as `weights` have, which may be folded; the graph itself where they have its own
/// number, or where they do not fit together or are those of another net.
Graph with_widths_of(const Graph& graph, const Weights& weights);

/// The first weight of the graph that `weights` lacks or has in another shape.
std::optional<WeightSpec> first_misfit(const Graph& graph, const Weights& weights);

/// Whether each channel of a convolution is made of the same channel of its input.
bool is_depthwise(const Graph& graph, const Node& node);

}  // namespace segme::net
