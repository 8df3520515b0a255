// net/write_coreml: a graph and its weights as a Core ML file (.mlmodel), which iPhones and Macs run.
#pragma once

#include <cstdint>
#include <vector>

#include "net/precision.h"

namespace segme::net {

/// The bytes of a Core ML model for iOS 14, macOS 11 and later: a neural network whose input "input" is an RGB picture
/// (or an array [1, c, h, w] where the net takes something else) and whose output "output" is an array of floats, [1,
/// c, h, w] or the dimensions of the reshape that ends the net. Fold batch norms first. The format has 8 bits for
/// weights only. @throws Error(model) when a weight is missing, Error(usage) for int8 and for a net with a node that
/// Core ML has no layer for
std::vector<std::uint8_t> write_coreml(const Graph& graph, const Weights& weights, const WriteOptions& options = {});

}  // namespace segme::net
