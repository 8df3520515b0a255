// net/read_onnx: the weights in an ONNX file that `segme export` wrote, to teach a shipped net further, or by it.
#pragma once

#include <filesystem>
#include <string>

#include "net/graph.h"

namespace segme::net {

/// Tensors stored as floats or halves by name, batch norms folded as they are in the file: kernels NAME.weight and
/// biases NAME.bias. `net`: gets the net's name; `size`: the side of its input in pixels, 0 where it is no square.
/// @throws Error(model): missing, no ONNX, weights in 8 bits, sizes that do not fit the file
Weights read_onnx(const std::filesystem::path& path, std::string* net = nullptr, int* size = nullptr);

}  // namespace segme::net
