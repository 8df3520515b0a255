// net/precision: how a written file stores the weights of a net and what an engine computes with.
#pragma once

#include <map>
#include <string>
#include <string_view>

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
};

/// Whether a convolution's weights stay floats in an fp16 file: depthwise and small ones are a tenth of a net's bytes,
/// and most of what halves would cost in accuracy.
bool keeps_floats(const Node& node, const Tensor& weights);

/// fp32 | fp16 | int8-weights | int8. @throws Error(usage): the sentence lists them.
Precision parse_precision(std::string_view name);

}  // namespace segme::net
