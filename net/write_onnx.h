// net/write_onnx: a graph and its weights as an ONNX file (opset 13, NCHW, float), which OpenVINO, ONNX Runtime and
// others run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "net/graph.h"

namespace segme::net {

/// The bytes of an ONNX model with input "input" [1, 3, h, w] and output "output". Fold batch norms first for speed.
/// metadata: texts kept in the file. @throws Error(missing) in a build without protobuf.
std::vector<std::uint8_t> write_onnx(const Graph& graph, const Weights& weights,
                                     const std::map<std::string, std::string>& metadata = {});

}  // namespace segme::net
