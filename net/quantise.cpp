// net/quantise: nodes that only move values (resize, pools, slice, pad, reshape) keep the rule of their input, because
// kernels for 8 bits want it so; where only such a node or a concatenation reads a tensor, the tensor takes its rule.
#include "net/quantise.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "net/channels.h"

namespace segme::net {
namespace {

constexpr float kSteps = 255;
constexpr int kLowest = -128;
constexpr float kLeastWidth = 1e-3F;  // of a range: a tensor that was always 0 needs some scale
constexpr float kMostBias = 0x1p30F;
constexpr Quantiser kPicture{1, kLowest};  // 0..255 as they are
// Beyond this a sigmoid is within 1/20000 of 0 or 1: finer steps for the rest serve the edge of the person better.
constexpr float kLogitReach = 10;

bool moves_values(Op op) {
  return op == Op::resize || op == Op::max_pool || op == Op::average_pool || op == Op::slice || op == Op::pad ||
         op == Op::reshape;
}

/// Rules that kernels for 8 bits prescribe.
std::optional<Quantiser> prescribed(Op op) {
  if (op == Op::sigmoid || op == Op::softmax) return Quantiser{1.0F / 256, kLowest};
  return std::nullopt;
}

std::vector<std::vector<int>> readers_of(const Graph& graph) {
  std::vector<std::vector<int>> readers(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const int from : graph.nodes[i].inputs) readers[static_cast<std::size_t>(from)].push_back(static_cast<int>(i));
  }
  return readers;
}

class Planner {
 public:
  Planner(const Graph& graph, const std::vector<Range>& ranges, bool whole)
      : graph_(graph), ranges_(ranges), whole_(whole), readers_(readers_of(graph)), wishes_(graph.nodes.size()) {
    SEGME_CHECK(ranges.size() == graph.nodes.size());
  }

  Quantisation plan() {
    mark_floats();
    for (std::size_t i = graph_.nodes.size(); i-- > 0;) spread_wish(i);
    Quantisation made;
    made.whole = whole_;
    made.nodes.resize(graph_.nodes.size());
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (!floats_[i]) made.nodes[i] = rule_of(i, made);
    }
    return made;
  }

 private:
  const Node& node(std::size_t i) const { return graph_.nodes[i]; }

  void mark_floats() {
    const std::vector<int> joined = joined_activations(graph_);
    std::size_t last = 0;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (node(i).op != Op::conv && node(i).op != Op::transposed_conv) continue;
      last = joined[i] >= 0 ? static_cast<std::size_t>(joined[i]) : i;
    }
    floats_.assign(graph_.nodes.size(), false);
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) floats_[i] = (i > last && !whole_) || joined[i] >= 0;
    if (whole_) return;
    // The picture stays float when it is normalised first: in float that costs nothing and is exact for each channel.
    floats_[0] = std::all_of(readers_[0].begin(), readers_[0].end(),
                             [&](int i) { return node(static_cast<std::size_t>(i)).op == Op::affine; });
  }

  /// A tensor that only one node reads may have the rule of that node's output.
  void spread_wish(std::size_t i) {
    const bool joins = node(i).op == Op::concat;
    if (floats_[i] || (!joins && !(moves_values(node(i).op) && wishes_[i]))) return;
    if (joins && !wishes_[i]) wishes_[i] = quantiser_for(range_of(i));
    for (const int input : node(i).inputs) {
      const auto from = static_cast<std::size_t>(input);
      if (readers_[from].size() == 1 && !floats_[from] && !prescribed(node(from).op)) wishes_[from] = wishes_[i];
    }
  }

  Quantiser rule_of(std::size_t i, const Quantisation& made) const {
    if (const auto fixed = prescribed(node(i).op)) return *fixed;
    if (i == 0 && whole_) return kPicture;
    if (wishes_[i]) return *wishes_[i];
    if (moves_values(node(i).op)) {
      if (const auto& rule = made.nodes[static_cast<std::size_t>(node(i).inputs[0])]) return *rule;
    }
    return quantiser_for(range_of(i));
  }

  Range range_of(std::size_t i) const {
    Range range = ranges_[i];
    if (ends_in_probability(i)) {
      range.low = std::max(range.low, -kLogitReach);
      range.high = std::min(range.high, kLogitReach);
    }
    return range;
  }

  /// Whether all that reads the tensor, past nodes that only move values, is a sigmoid.
  bool ends_in_probability(std::size_t i) const {
    if (readers_[i].empty()) return false;
    return std::all_of(readers_[i].begin(), readers_[i].end(), [&](int reader) {
      const auto at = static_cast<std::size_t>(reader);
      if (node(at).op == Op::sigmoid) return true;
      return moves_values(node(at).op) && ends_in_probability(at);
    });
  }

  const Graph& graph_;
  const std::vector<Range>& ranges_;
  const bool whole_;
  std::vector<std::vector<int>> readers_;
  std::vector<std::optional<Quantiser>> wishes_;
  std::vector<bool> floats_;
};

}  // namespace

std::vector<int> joined_activations(const Graph& graph) {
  const std::vector<std::vector<int>> readers = readers_of(graph);
  std::vector<int> joined(graph.nodes.size(), -1);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Op op = graph.nodes[i].op;
    if ((op != Op::conv && op != Op::add && op != Op::multiply) || readers[i].size() != 1) continue;
    const Op next = graph.nodes[static_cast<std::size_t>(readers[i][0])].op;
    if (next == Op::relu || next == Op::relu6) joined[i] = readers[i][0];
  }
  return joined;
}

Quantiser quantiser_for(Range range) {
  const float low = std::min(range.low, 0.0F);
  const float high = std::max(range.high, 0.0F);
  Quantiser made;
  made.scale = std::max(high - low, kLeastWidth) / kSteps;
  made.zero_point = std::clamp(static_cast<int>(std::lround(-low / made.scale)) + kLowest, kLowest, kLowest + 255);
  return made;
}

Quantisation plan_quantisation(const Graph& graph, const std::vector<Range>& ranges, bool whole) {
  return Planner(graph, ranges, whole).plan();
}

QuantisedWeights quantise_weights(const Tensor& weights, std::size_t axis, const WeightLimits& limits) {
  const auto most = static_cast<float>(limits.most);
  const ChannelsOf channels(weights, axis);
  QuantisedWeights made;
  made.scales.assign(channels.count(), 0.0F);
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    float& scale = made.scales[channels.of(i)];
    scale = std::max(scale, std::abs(weights.values[i]) / most);
  }
  for (std::size_t c = 0; c < made.scales.size(); ++c) {
    if (made.scales[c] == 0) made.scales[c] = 1 / most;  // a channel of zeros
    if (!limits.smallest.empty()) made.scales[c] = std::max(made.scales[c], limits.smallest[c]);
  }
  std::vector<float> carried(channels.count(), 0.0F);  // in steps
  made.values.reserve(weights.values.size());
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    float& carry = carried[channels.of(i)];
    const float wanted = weights.values[i] / made.scales[channels.of(i)] + carry;
    const float q = std::clamp(std::round(wanted), -most, most);
    carry = std::clamp(wanted - q, -0.5F, 0.5F);
    made.values.push_back(static_cast<std::int8_t>(q));
  }
  return made;
}

std::vector<float> scales_for_biases(std::span<const float> biases, float input_scale) {
  std::vector<float> scales;
  for (const float bias : biases) scales.push_back(std::abs(bias) / kMostBias / input_scale);
  return scales;
}

std::vector<std::int32_t> quantise_biases(std::span<const float> biases, float input_scale,
                                          std::span<const float> weight_scales) {
  SEGME_CHECK(biases.size() == weight_scales.size());
  std::vector<std::int32_t> made;
  for (std::size_t c = 0; c < biases.size(); ++c) {
    const double scale = static_cast<double>(input_scale) * static_cast<double>(weight_scales[c]);
    made.push_back(static_cast<std::int32_t>(std::lround(static_cast<double>(biases[c]) / scale)));
  }
  return made;
}

KernelLimits kernel_limits(const Graph& graph, const Node& convolution, const std::optional<Quantiser>& input,
                           std::span<const float> biases) {
  KernelLimits made;
  if (!input) return made;
  made.smallest = scales_for_biases(biases, input->scale);
  const Node& read = graph.nodes[static_cast<std::size_t>(convolution.inputs[0])];
  if (read.shape.channels > convolution.groups) made.most = kMostPairedWeight;
  return made;
}

void round_convolution(const Graph& graph, const Node& convolution, const Quantiser& input, Tensor& kernel,
                       std::span<float> biases) {
  const std::size_t axis = convolution.op == Op::transposed_conv ? 1 : 0;
  const KernelLimits limits = kernel_limits(graph, convolution, input, biases);
  const QuantisedWeights made = quantise_weights(kernel, axis, limits.limits());
  const ChannelsOf channels(kernel, axis);
  for (std::size_t i = 0; i < kernel.values.size(); ++i) {
    kernel.values[i] = static_cast<float>(made.values[i]) * made.scales[channels.of(i)];
  }
  if (biases.empty()) return;
  const std::vector<std::int32_t> whole = quantise_biases(biases, input.scale, made.scales);
  for (std::size_t c = 0; c < whole.size(); ++c) {
    biases[c] = static_cast<float>(whole[c]) * (input.scale * made.scales[c]);
  }
}

}  // namespace segme::net
