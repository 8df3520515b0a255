// net/latency: an estimate of how long a net takes, from its nodes alone: no engine, no weights.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "net/graph.h"

namespace segme::net {

/// What an engine has to do, by kind: multiply-accumulates of convolutions (millions), megabytes moved by nodes that
/// are not fused into a convolution, and the number of nodes that remain.
struct Work {
  enum Kind : std::size_t { dense, pointwise, depthwise, transposed, megabytes, nodes, kinds };
  std::array<double, kinds> amount{};
};

/// The work of one node of a folded graph.
Work work_of(const Graph& graph, const Node& node);

/// Milliseconds for one of each kind: a million MACs, a megabyte, a node.
using Prices = std::array<double, Work::kinds>;

/// Those of the machine that latency.cpp names.
const Prices& usual_prices();

struct Latency {
  double milliseconds = 0;
  std::vector<std::pair<std::string, double>> nodes;  ///< milliseconds of each node of the folded graph, by name
};

/// An estimate for one core at 32-bit floats. What the usual prices are worth says the comment in latency.cpp; those of
/// a machine of one's own come from net/latency_fit.
Latency estimate_latency(const Graph& graph, const Prices& prices = usual_prices());

}  // namespace segme::net
