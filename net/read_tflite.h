// net/read_tflite: the weights in a TFLite file in floats, to export or teach them further.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "net/graph.h"
#include "net/keras.h"

namespace segme::net {

/// Of a file that `segme export` wrote. As read_onnx(): tensors stored as floats or halves by name, batch norms folded
/// as they are in the file. `net`: gets the net's name; `size`: the side of its input in pixels, 0 where it is no
/// square.
/// @throws Error(model): missing, no TFLite, weights in 8 bits
Weights read_tflite(const std::filesystem::path& path, std::string* net = nullptr, int* size = nullptr);

struct TfliteLayers {
  std::string net;  ///< the name that the file gives it
  std::vector<KerasLayer> layers;
};

/// The convolutions of a file of anybody, in the order of LayerOrder::walked; converters have folded norms into them.
/// @throws Error(model): missing, no TFLite, weights in 8 bits, no convolution
TfliteLayers read_tflite_layers(const std::filesystem::path& path);

}  // namespace segme::net
