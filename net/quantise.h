// net/quantise: which tensors of a graph become 8-bit integers and by which rule: real = scale * (q - zero_point), q in
// -128..127. Weights have a scale an output channel and no zero point, activations one scale and zero point a tensor
// (Jacob et al. 2018, Krishnamoorthi 2018). Both file writers write from this one table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "net/graph.h"

namespace segme::net {

/// How far the values of one tensor reach.
struct Range {
  float low = 0;
  float high = 0;
  bool operator==(const Range&) const = default;
};

struct Quantiser {
  float scale = 1;
  int zero_point = 0;
  bool operator==(const Quantiser&) const = default;
};

/// One entry a node: how its output is stored, nothing where it stays float (the normalisation, everything behind the
/// last convolution, and a convolution whose activation is taken together with it).
struct Quantisation {
  std::vector<std::optional<Quantiser>> nodes;
  bool whole = false;  ///< no float anywhere: input and output are 8 bits, too
};

/// From the range of every node's output, in node order. The graph is folded: no batch norm is left in it. `whole`: as
/// Quantisation has it; the input is then a picture, 0..255.
Quantisation plan_quantisation(const Graph& graph, const std::vector<Range>& ranges, bool whole = false);

/// The rule that covers the range and holds 0 exactly, which zero padding needs.
Quantiser quantiser_for(Range range);

/// Of each node, the relu or relu6 that alone reads it and can be computed with it; -1 where there is none.
std::vector<int> joined_activations(const Graph& graph);

struct QuantisedWeights {
  std::vector<std::int8_t> values;  ///< of the tensor's own layout
  std::vector<float> scales;        ///< one an output channel
};

/// x86 without VNNI adds two products of bytes in 16 bits, in which 2 * 255 * 64 just fits: with larger weights the sum
/// is cut, and the matte is another than elsewhere. Sums over channels are made so, those of one channel are not.
inline constexpr int kMostPairedWeight = 64;

struct WeightLimits {
  std::span<const float> smallest = {};  ///< empty, or one a channel: no scale is less
  int most = 127;                        ///< no weight is further from 0
};

/// Limits of the weights of one convolution in an ONNX file, with what `limits` views.
struct KernelLimits {
  std::vector<float> smallest;
  int most = 127;
  [[nodiscard]] WeightLimits limits() const { return {smallest, most}; }
};

/// `input`: the rule of what the convolution reads, nothing where that is floats; `biases`: empty where it has none.
KernelLimits kernel_limits(const Graph& graph, const Node& convolution, const std::optional<Quantiser>& input,
                           std::span<const float> biases);

/// Symmetric, a scale for each index along `axis`; rounding errors are carried on as in to_halves.
QuantisedWeights quantise_weights(const Tensor& weights, std::size_t axis, const WeightLimits& limits = {});

/// The scale that weights need at least so that the biases fit 32 bits at input_scale * weight scale.
std::vector<float> scales_for_biases(std::span<const float> biases, float input_scale);

/// bias / (input_scale * weight scale), rounded.
std::vector<std::int32_t> quantise_biases(std::span<const float> biases, float input_scale,
                                          std::span<const float> weight_scales);

/// Sets the weights and biases (which may be empty) of a convolution that reads bytes to the floats that an engine
/// makes of their 8 and 32 bits in an ONNX file.
void round_convolution(const Graph& graph, const Node& convolution, const Quantiser& input, Tensor& kernel,
                       std::span<float> biases);

}  // namespace segme::net
