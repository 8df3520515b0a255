// net/builder: writes a Graph node by node, computing shapes on the way. What the catalogue's nets are written with.
#pragma once

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
  bool same = true;  ///< TensorFlow's SAME: output = ceil(input / stride), the smaller half of the padding first
};

/// Every call adds one node and returns its index. @throws std::logic_error when shapes do not fit.
class Builder {
 public:
  Builder(std::string name, Shape input);

  int affine(const std::string& name, int from, std::array<float, 3> mean, std::array<float, 3> scale);
  int conv(const std::string& name, int from, int channels, const ConvOptions& options = {});
  int depthwise(const std::string& name, int from, int kernel, int stride = 1, bool bias = false);
  int batch_norm(const std::string& name, int from);
  int activation(Op op, const std::string& name, int from);
  int add(const std::string& name, int a, int b);
  int multiply(const std::string& name, int a, int b);
  int concat(const std::string& name, int a, int b);
  int resize(const std::string& name, int from, int height, int width, Sampling sampling = Sampling::half_pixel);
  int global_average(const std::string& name, int from);

  [[nodiscard]] const Shape& shape(int node) const { return graph_.nodes[static_cast<std::size_t>(node)].shape; }
  /// The finished net; its output is the last node added.
  Graph finish() && { return std::move(graph_); }

 private:
  int push(Node node);
  Graph graph_;
};

}  // namespace segme::net
