// net/count: sums over the nodes.
#include "net/count.h"

#include <algorithm>

#include "net/fold.h"

namespace segme::net {
namespace {

std::int64_t sum_weights(const Graph& graph, bool only_trained) {
  std::int64_t sum = 0;
  for (const WeightSpec& spec : weight_specs(graph)) {
    if (only_trained && !spec.trained) continue;
    std::int64_t product = 1;
    for (const std::int64_t side : spec.shape) product *= side;
    sum += product;
  }
  return sum;
}

/// Floats alive at the worst moment: a node's result lives until its last reader has run.
std::int64_t peak(const Graph& graph) {
  std::vector<std::size_t> last(graph.nodes.size(), 0);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    last[i] = i;
    for (const int input : graph.nodes[i].inputs) last[static_cast<std::size_t>(input)] = i;
  }
  std::int64_t alive = 0;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    alive += graph.nodes[i].shape.size();
    most = std::max(most, alive);
    for (std::size_t j = 0; j <= i; ++j) {
      if (last[j] == i) alive -= graph.nodes[j].shape.size();
    }
  }
  return most;
}

}  // namespace

std::int64_t count_macs(const Graph& graph, const Node& node) {
  if (node.op != Op::conv && node.op != Op::transposed_conv) return 0;
  const Shape& in = graph.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
  const std::int64_t taps = static_cast<std::int64_t>(node.kernel_height) * node.kernel_width;
  // A convolution reads its taps once an output value, a transposed one writes them once an input value.
  if (node.op == Op::conv) return node.shape.size() * (in.channels / node.groups) * taps;
  return in.size() * (node.shape.channels / node.groups) * taps;
}

Cost count(const Graph& graph) {
  Cost cost;
  cost.parameters = sum_weights(graph, false);
  cost.parameters_trained = sum_weights(graph, true);
  Weights none;
  cost.parameters_folded = sum_weights(fold_batch_norms(graph, none), false);
  for (const Node& node : graph.nodes) cost.macs += count_macs(graph, node);
  cost.peak_activations = peak(graph);
  return cost;
}

}  // namespace segme::net
