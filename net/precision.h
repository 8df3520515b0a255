// net/precision: how a written file stores the weights of a net and what an engine computes with.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "net/quantise.h"

namespace segme::net {

enum class Precision {
  fp32,          ///< as trained
  fp16,          ///< weights as halves, widened when the file is loaded; computed in float
  int8_weights,  ///< weights of convolutions as 8 bits, a scale a channel, widened when loaded; computed in float
  int8           ///< weights and activations 8 bits; input and output stay float
};

/// What a writer needs to know beside graph and weights.
struct WriteOptions {
  Precision precision = Precision::fp32;
  Quantisation quantisation;                    ///< for int8: see plan_quantisation
  std::map<std::string, std::string> metadata;  ///< texts kept in the file
  bool any_batch = false;                       ///< ONNX: the number of pictures is not fixed at 1
};

/// Of each node, whether its weights stay floats in an fp16 file: those of depthwise convolutions and of any that has
/// no more than a hundredth of the net's. Together they are an eighth, and halves would cost most of the accuracy
/// there.
std::vector<bool> kept_in_floats(const Graph& graph, const Weights& weights);

/// fp32 | fp16 | int8-weights | int8. @throws Error(usage): the sentence lists them.
Precision parse_precision(std::string_view name);

}  // namespace segme::net
