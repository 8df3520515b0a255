// net/builder: writes a Graph node by node, computing shapes on the way. What the catalogue's nets are written with.
#pragma once

#include <optional>
#include <string>

#include "net/graph.h"

namespace segme::net {

/// How a convolution is made; the rest follows from its input.
struct ConvOptions {
  int kernel = 1;
  int stride = 1;
  int dilation = 1;
  int groups = 1;
  bool bias = false;
  bool same = true;                     ///< TensorFlow's SAME: output = ceil(input / stride), the smaller half of
                                        ///< the padding first (transposed: input * stride); else none (VALID)
  std::optional<Padding> padding = {};  ///< instead of SAME or VALID: these zeros (transposed: cropped off)
  int kernel_width = 0, stride_x = 0;   ///< where they are not as high: 0 is `kernel`, `stride`
};

/// Every call adds one node and returns its index. @throws std::logic_error when shapes do not fit.
class Builder {
 public:
  Builder(std::string name, Shape input);

  /// mean and scale have one value a channel.
  int affine(const std::string& name, int from, std::vector<float> mean, std::vector<float> scale);
  int conv(const std::string& name, int from, int channels, const ConvOptions& options = {});
  int transposed_conv(const std::string& name, int from, int channels, const ConvOptions& options = {});
  int depthwise(const std::string& name, int from, int kernel, int stride = 1, bool bias = false);
  int batch_norm(const std::string& name, int from);
  /// One input, same shape: relu, relu6, prelu, sigmoid, hard_sigmoid, softmax, complement.
  int activation(Op op, const std::string& name, int from);
  int dropout(const std::string& name, int from, float rate);
  int add(const std::string& name, int a, int b);
  int subtract(const std::string& name, int a, int b);
  int multiply(const std::string& name, int a, int b);
  int concat(const std::string& name, int a, int b);
  int resize(const std::string& name, int from, int height, int width, Sampling sampling = Sampling::half_pixel);
  /// To the size of node `like`, also where a net runs at another size than the graph's.
  int resize_like(const std::string& name, int from, int like, Sampling sampling = Sampling::half_pixel);
  int global_average(const std::string& name, int from);
  /// Windows that fit wholly (VALID); what is left over at the right and bottom is dropped.
  int average_pool(const std::string& name, int from, int kernel, int stride);
  int max_pool(const std::string& name, int from, int kernel, int stride);
  int channel_max(const std::string& name, int from);
  int shuffle(const std::string& name, int from, int groups);
  int slice(const std::string& name, int from, int begin, int end);
  int pad(const std::string& name, int from, int before, int behind);
  int transpose(const std::string& name, int from);
  /// One to three dimensions of the same size; {n} has shape {1, 1, n}, {h, w} has {1, h, w}.
  int reshape(const std::string& name, int from, const std::vector<int>& flat);

  [[nodiscard]] const Shape& shape(int node) const { return graph_.nodes.at(static_cast<std::size_t>(node)).shape; }
  /// The finished net; its output is the last node added.
  Graph finish() && { return std::move(graph_); }

 private:
  int push(Node node);
  int pool(Op op, const std::string& name, int from, int kernel, int stride);
  Graph graph_;
};

}  // namespace segme::net
