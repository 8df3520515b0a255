// net/fold: y = gamma (conv(x) + bias - mean) / sqrt(var + eps) + beta is a convolution with scaled kernels and a new
// bias.
#include "net/fold.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace segme::net {
namespace {

const Tensor& need(const Weights& weights, const std::string& name) {
  const auto found = weights.find(name);
  SEGME_CHECK(found != weights.end());
  return found->second;
}

void fold_weights(const Node& conv, const Node& norm, Weights& weights) {
  const Tensor& gamma = need(weights, norm.name + ".weight");
  const Tensor& beta = need(weights, norm.name + ".bias");
  const Tensor& mean = need(weights, norm.name + ".running_mean");
  const Tensor& variance = need(weights, norm.name + ".running_var");
  Tensor& kernel = weights.at(conv.name + ".weight");
  const std::size_t channels = gamma.values.size();
  Tensor bias{{static_cast<std::int64_t>(channels)}, std::vector<float>(channels, 0.0F)};
  if (conv.bias) bias = need(weights, conv.name + ".bias");

  const bool transposed = conv.op == Op::transposed_conv;  // [in, out, kh, kw]
  const std::size_t taps = static_cast<std::size_t>(conv.kernel_height) * static_cast<std::size_t>(conv.kernel_width);
  const std::size_t per_channel = kernel.values.size() / channels;
  for (std::size_t c = 0; c < channels; ++c) {
    const float scale = gamma.values[c] / std::sqrt(variance.values[c] + norm.epsilon);
    for (std::size_t i = 0; i < per_channel; ++i) {
      const std::size_t at = transposed ? (i / taps * channels + c) * taps + i % taps : c * per_channel + i;
      kernel.values[at] *= scale;
    }
    bias.values[c] = (bias.values[c] - mean.values[c]) * scale + beta.values[c];
  }
  weights[conv.name + ".bias"] = std::move(bias);
  for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) weights.erase(norm.name + part);
}

}  // namespace

Graph fold_batch_norms(const Graph& graph, Weights& weights) {
  std::vector<int> uses(graph.nodes.size(), 0);
  for (const Node& node : graph.nodes) {
    for (const int input : node.inputs) ++uses[static_cast<std::size_t>(input)];
  }
  Graph folded;
  folded.name = graph.name;
  std::vector<int> place(graph.nodes.size(), 0);  // old index -> new index
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.op == Op::dropout) {
      place[i] = place[static_cast<std::size_t>(node.inputs[0])];
      continue;
    }
    if (node.op == Op::batch_norm) {
      const std::size_t before = static_cast<std::size_t>(node.inputs[0]);
      const Node& conv = graph.nodes[before];
      if ((conv.op == Op::conv || conv.op == Op::transposed_conv) && uses[before] == 1) {
        if (!weights.empty()) fold_weights(conv, node, weights);
        folded.nodes[static_cast<std::size_t>(place[before])].bias = true;
        place[i] = place[before];
        continue;
      }
    }
    Node copy = node;
    for (int& input : copy.inputs) input = place[static_cast<std::size_t>(input)];
    place[i] = static_cast<int>(folded.nodes.size());
    folded.nodes.push_back(std::move(copy));
  }
  return folded;
}

}  // namespace segme::net
