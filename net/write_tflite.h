// net/write_tflite: a graph and its weights as a TFLite file (NHWC), which LiteRT, OpenVINO and phones run.
#pragma once

#include <cstdint>
#include <vector>

#include "net/precision.h"

namespace segme::net {

/// The bytes of a TFLite model with input "input" [1, h, w, 3] and output "output" ([1, h, w, c], or the dimensions of
/// the reshape that ends the net, its values in the order of planes). Both are float in every precision. Fold batch
/// norms first. @throws Error(model) when a weight is missing
std::vector<std::uint8_t> write_tflite(const Graph& graph, const Weights& weights, const WriteOptions& options = {});

}  // namespace segme::net
