// net/ranges: how far the tensors of a net reach, as text: a run that was taught in 8 bits keeps them beside its
// weights, so that its files in 8 bits have the very steps that it was taught with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/quantise.h"

namespace segme::net {

/// JSON: {"name of the node": [low, high], ...}. `ranges`: one a node, in node order.
std::string ranges_text(const Graph& graph, const std::vector<Range>& ranges);

/// Back again, of a graph with these nodes and at most a reshape more. @throws Error(model) where one is missing or no
/// range; `file` is where the text stands.
std::vector<Range> read_ranges(const Graph& graph, std::string_view text, const std::string& file);

}  // namespace segme::net
