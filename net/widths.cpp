// net/widths: kernels say how many channels there are, all other nodes follow from their inputs.
#include "net/widths.h"

#include <cstddef>

namespace segme::net {
namespace {

/// Goes through the nodes in order and gives each its channels; step() is false where something does not fit.
class Widths {
 public:
  Widths(const Graph& graph, const Weights& weights) : whole_(graph), weights_(weights), made_(graph) {}

  std::optional<Graph> run() {
    for (std::size_t i = 1; i < whole_.nodes.size(); ++i) {
      if (!step(whole_.nodes[i], made_.nodes[i])) return std::nullopt;
    }
    if (made_.output_shape() != whole_.output_shape()) return std::nullopt;
    return std::move(made_);
  }

 private:
  [[nodiscard]] int channels(const Node& node, std::size_t input) const {
    return made_.nodes[static_cast<std::size_t>(node.inputs[input])].shape.channels;
  }
  [[nodiscard]] bool unchanged(const Node& node, std::size_t input) const {
    return channels(node, input) == whole_.nodes[static_cast<std::size_t>(node.inputs[input])].shape.channels;
  }

  bool step_kernel(const Node& whole, Node& made) const {
    const auto found = weights_.find(whole.name + ".weight");
    if (found == weights_.end() || found->second.shape.size() != 4) return false;
    const std::vector<std::int64_t>& shape = found->second.shape;
    const bool transposed = whole.op == Op::transposed_conv;
    const int in = channels(whole, 0);
    std::int64_t out = shape[transposed ? 1 : 0];
    if (is_depthwise(whole_, whole)) {
      made.groups = in;
      if (shape[1] != 1 || out != in) return false;
    } else if (whole.groups > 1) {
      out = whole.shape.channels;
      if (!unchanged(whole, 0)) return false;
    } else if (shape[transposed ? 0 : 1] != in) {
      return false;
    }
    if (out < 1 || out > whole.shape.channels) return false;
    made.shape.channels = static_cast<int>(out);
    return true;
  }

  bool step(const Node& whole, Node& made) const {
    made.shape.channels = channels(whole, 0);
    switch (whole.op) {
      case Op::conv:
      case Op::transposed_conv: return step_kernel(whole, made);
      case Op::add:
      case Op::subtract: return channels(whole, 1) == made.shape.channels;
      case Op::multiply:
        return channels(whole, 1) == made.shape.channels || (channels(whole, 1) == 1 && unchanged(whole, 1));
      case Op::concat:
        for (std::size_t i = 1; i < whole.inputs.size(); ++i) made.shape.channels += channels(whole, i);
        return true;
      case Op::shuffle: return made.shape.channels % whole.groups == 0;
      case Op::channel_max: made.shape.channels = 1; return true;
      case Op::affine:
      case Op::slice:
      case Op::pad:
      case Op::transpose:
      case Op::reshape: made.shape = whole.shape; return unchanged(whole, 0);
      default: return true;
    }
  }

  const Graph& whole_;
  const Weights& weights_;
  Graph made_;
};

}  // namespace

bool is_depthwise(const Graph& graph, const Node& node) {
  return node.op == Op::conv && node.groups > 1 && node.groups == node.shape.channels &&
         graph.nodes[static_cast<std::size_t>(node.inputs[0])].shape.channels == node.groups;
}

Graph with_widths_of(const Graph& graph, const Weights& weights) {
  return Widths(graph, weights).run().value_or(graph);
}

std::optional<WeightSpec> first_misfit(const Graph& graph, const Weights& weights) {
  for (const WeightSpec& spec : weight_specs(graph)) {
    const auto found = weights.find(spec.name);
    if (found == weights.end() || found->second.shape != spec.shape) return spec;
  }
  return std::nullopt;
}

}  // namespace segme::net
