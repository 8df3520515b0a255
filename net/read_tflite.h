// net/read_tflite: the weights in a TFLite file that `segme export` wrote in floats, to export or teach them further.
#pragma once

#include <filesystem>
#include <string>

#include "net/graph.h"

namespace segme::net {

/// As read_onnx(): tensors stored as floats or halves by name, batch norms folded as they are in the file. `net`: gets
/// the net's name; `size`: the side of its input in pixels, 0 where it is no square.
/// @throws Error(model): missing, no TFLite, weights in 8 bits
Weights read_tflite(const std::filesystem::path& path, std::string* net = nullptr, int* size = nullptr);

}  // namespace segme::net
