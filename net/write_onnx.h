// net/write_onnx: a graph and its weights as an ONNX file (opset 13, NCHW), which OpenVINO, ONNX Runtime and others
// run.
#pragma once

#include <cstdint>
#include <vector>

#include "net/precision.h"

namespace segme::net {

/// The bytes of an ONNX model with input "input" [1, 3, h, w] and output "output". Fold batch norms first for speed.
/// Both are float in every precision; in int8 a pair of QuantizeLinear and DequantizeLinear stands behind each tensor
/// that has a rule, activations as unsigned bytes. @throws Error(model) when a weight is missing
std::vector<std::uint8_t> write_onnx(const Graph& graph, const Weights& weights, const WriteOptions& options = {});

}  // namespace segme::net
