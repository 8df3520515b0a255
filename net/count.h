// net/count: what a graph costs: parameters, multiply-accumulates, memory.
//
// The rules. Parameters: every weight; a batch norm has four a channel before folding (scale, shift and the two running
// statistics), none after; constants (the normalisation, sampling) are none. MACs: only convolutions have them: outputs
// x taps x input channels a group, where taps that fall on the padding count too and dilation adds none; a transposed
// convolution instead inputs x taps x output channels. Biases, activations, sums and resizes are no MACs.
#pragma once

#include <cstdint>

#include "net/graph.h"

namespace segme::net {

struct Cost {
  std::int64_t parameters = 0;          ///< every weight, running statistics included (as Keras counts)
  std::int64_t parameters_trained = 0;  ///< without running statistics
  std::int64_t parameters_folded = 0;   ///< after every batch norm that follows a convolution is folded into it
  std::int64_t macs = 0;                ///< multiply-accumulates of convolutions, for one picture
  std::int64_t peak_activations = 0;    ///< floats alive at once, at the worst node, when run folded and in node order:
                                        ///< a result lives until its last reader has run, and one that is made value by
                                        ///< value takes the place of an input that nobody reads any more
  /// Bytes of 32-bit floats: folded weights and the activations at their peak.
  [[nodiscard]] std::int64_t weight_bytes() const { return parameters_folded * 4; }
  [[nodiscard]] std::int64_t activation_bytes() const { return peak_activations * 4; }
};

Cost count(const Graph& graph);

/// Multiply-accumulates of one node.
std::int64_t count_macs(const Graph& graph, const Node& node);
/// Parameters of one node, running statistics included.
std::int64_t count_parameters(const Graph& graph, const Node& node);

}  // namespace segme::net
