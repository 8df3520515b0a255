// net/count: sums over the nodes.
#include "net/count.h"

#include <algorithm>

#include "net/fold.h"

namespace segme::net {
namespace {

std::int64_t sum_weights(const std::vector<WeightSpec>& specs, bool only_trained) {
  std::int64_t sum = 0;
  for (const WeightSpec& spec : specs) {
    if (only_trained && !spec.trained) continue;
    std::int64_t product = 1;
    for (const std::int64_t side : spec.shape) product *= side;
    sum += product;
  }
  return sum;
}

/// Whether value i of the result needs only value i of the first input.
bool is_value_by_value(Op op) {
  switch (op) {
    case Op::affine:
    case Op::batch_norm:
    case Op::relu:
    case Op::relu6:
    case Op::prelu:
    case Op::hard_sigmoid:
    case Op::sigmoid:
    case Op::complement:
    case Op::dropout:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::reshape: return true;
    default: return false;
  }
}

/// How many inputs are read for their values; a resize looks at the size of its second only.
std::size_t inputs_read(const Node& node) { return node.op == Op::resize ? 1 : node.inputs.size(); }

/// Floats alive at the worst moment.
std::int64_t peak(const Graph& graph) {
  const std::size_t count = graph.nodes.size();
  std::vector<std::size_t> last(count);
  for (std::size_t i = 0; i < count; ++i) {
    last[i] = i;
    for (std::size_t k = 0; k < inputs_read(graph.nodes[i]); ++k) {
      last[static_cast<std::size_t>(graph.nodes[i].inputs[k])] = i;
    }
  }
  std::int64_t alive = 0;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Node& node = graph.nodes[i];
    alive += node.shape.size();
    if (is_value_by_value(node.op)) {
      const std::size_t first = static_cast<std::size_t>(node.inputs[0]);
      // Node 0 is the caller's memory, which stays as it is.
      if (first != 0 && last[first] == i) {
        alive -= node.shape.size();
        last[first] = count;
      }
    }
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

std::int64_t count_parameters(const Graph& graph, const Node& node) {
  return sum_weights(weight_specs(graph, node), false);
}

Cost count(const Graph& graph) {
  Cost cost;
  cost.parameters = sum_weights(weight_specs(graph), false);
  cost.parameters_trained = sum_weights(weight_specs(graph), true);
  Weights none;
  const Graph folded = fold_batch_norms(graph, none);
  cost.parameters_folded = sum_weights(weight_specs(folded), false);
  for (const Node& node : graph.nodes) cost.macs += count_macs(graph, node);
  cost.peak_activations = peak(folded);
  return cost;
}

}  // namespace segme::net
