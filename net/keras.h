// net/keras: weights as Keras keeps them, put where a net of ours has them. Keras' kernels are [h, w, in, out], those
// of depthwise convolutions [h, w, channels, 1] and of transposed ones [h, w, out, in].
#pragma once

#include <map>
#include <string>
#include <vector>

#include "net/graph.h"

namespace segme::net {

/// A layer that has weights, by their names in Keras: "kernel", "gamma", "moving_mean" and so on.
struct KerasLayer {
  std::string name;
  std::map<std::string, Tensor> parts;
};

struct KerasStart {
  Weights weights;           ///< by the names and in the layouts of the graph
  std::size_t taken = 0;     ///< layers of the file that they are of
  std::size_t unfolded = 0;  ///< convolutions of the file that hold the batch norm that the net has behind them
  std::string remark;        ///< what did not fit, in a sentence; "" where the whole net was in the file
};

/// The order of a file's layers: as the net was built, or as walk_order() goes.
enum class LayerOrder { built, walked };

/// Goes through the net and through the layers side by side, as far as they agree in kind and shape: names that Keras
/// makes up differ from run to run. So an encoder starts a whole net. A separable convolution is two of ours; a
/// transposed one of one tap is a plain one.
KerasStart fit_keras(const Graph& graph, const std::vector<KerasLayer>& layers, LayerOrder order = LayerOrder::built);

/// "kernel" of "conv2d_1/kernel:0", and "conv2d_1" of it.
std::string keras_part(const std::string& name);
std::string keras_layer(const std::string& name);

}  // namespace segme::net
