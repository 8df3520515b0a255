// net/graph: names of node kinds, and which weight tensors a graph needs, by node.
#include "net/graph.h"

#include <array>
#include <utility>

#include "base/error.h"

namespace segme::net {

std::string_view op_name(Op op) {
  constexpr std::array<std::string_view, 27> kNames{"input",        "affine",      "conv",           "transposed_conv",
                                                    "batch_norm",   "relu",        "relu6",          "prelu",
                                                    "hard_sigmoid", "sigmoid",     "softmax",        "complement",
                                                    "dropout",      "add",         "subtract",       "multiply",
                                                    "concat",       "resize",      "global_average", "average_pool",
                                                    "max_pool",     "channel_max", "shuffle",        "slice",
                                                    "pad",          "transpose",   "reshape"};
  static_assert(kNames.size() == static_cast<std::size_t>(Op::reshape) + 1);
  return kNames[static_cast<std::size_t>(op)];
}

std::vector<WeightSpec> weight_specs(const Graph& graph, const Node& node) {
  std::vector<WeightSpec> specs;
  const std::int64_t channels = node.shape.channels;
  switch (node.op) {
    case Op::conv:
    case Op::transposed_conv: {
      const std::int64_t in = graph.nodes[static_cast<std::size_t>(node.inputs[0])].shape.channels;
      const bool transposed = node.op == Op::transposed_conv;
      specs.push_back({node.name + ".weight",
                       {transposed ? in : channels, transposed ? channels : in / node.groups, node.kernel_height,
                        node.kernel_width}});
      if (node.bias) specs.push_back({node.name + ".bias", {channels}});
      break;
    }
    case Op::batch_norm:
      specs.push_back({node.name + ".weight", {channels}});
      specs.push_back({node.name + ".bias", {channels}});
      specs.push_back({node.name + ".running_mean", {channels}, false});
      specs.push_back({node.name + ".running_var", {channels}, false});
      break;
    case Op::prelu: specs.push_back({node.name + ".weight", {channels}}); break;
    default: break;
  }
  return specs;
}

const Tensor& needed_weight(const Graph& graph, const Weights& weights, const std::string& name, const char* doing) {
  const auto found = weights.find(name);
  if (found == weights.end()) {
    throw Error(ExitCode::model, "cannot " + std::string(doing) + " the net '" + graph.name + "': weight '" + name +
                                     "' is missing. Give the weights of this very net.");
  }
  return found->second;
}

std::vector<std::int64_t> plane_dims(const Node& node) {
  if (node.op == Op::reshape) return {node.flat.begin(), node.flat.end()};
  return {node.shape.channels, node.shape.height, node.shape.width};
}

std::vector<WeightSpec> weight_specs(const Graph& graph) {
  std::vector<WeightSpec> specs;
  for (const Node& node : graph.nodes) {
    for (WeightSpec& spec : weight_specs(graph, node)) specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace segme::net
