// train/torch/weights_file: weights that a run starts from or is taught by, in any of the forms that they come in.
#pragma once

#include <filesystem>
#include <string>

#include "net/graph.h"
#include "train/torch/net.h"

namespace segme::train {

/// Weights of a .safetensors of a run, of a shipped .onnx, of a PyTorch state_dict (whose private members' leading
/// underscores go), or of a Keras .h5 or a TensorFlow.js model.json (as far as they fit `graph`, which is said).
/// `folded_net`: the net's name where norms are folded into the convolutions. @throws Error(model), Error(usage)
net::Weights read_weights(const std::filesystem::path& path, const net::Graph& graph, std::string& folded_net);

/// The graph with the channels of `start` where that holds weights of the same net, which may be pruned and is taught
/// as it is; else itself. `start` may be empty. `say`: says where it is pruned. @throws as read_weights()
net::Graph graph_to_teach(const net::Graph& whole, const std::filesystem::path& start, bool say);

/// The net of a shipped .onnx or of a run's .safetensors, at its own size, to be asked and not to be taught.
/// @throws Error(usage) where it makes no matte of a picture alone; Error(model).
TorchNet read_teacher(const std::filesystem::path& path);

}  // namespace segme::train
