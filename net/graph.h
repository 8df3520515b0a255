// net/graph: a net as data. A Graph is a list of nodes in the order they run; from it come the LibTorch module that
// trains it, its parameter and MAC counts, batch-norm folding and the files that engines read. Shapes are {channels,
// height, width} of one picture; no layout is implied.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace segme::net {

enum class Op {
  input,            ///< the picture, 0..255 RGB floats (a catalogue entry says where it is something else)
  affine,           ///< per channel (x - mean[c]) * scale[c], constants (the normalisation, which lives in the model)
  conv,             ///< weights [out, in/groups, kh, kw]; depthwise when groups == channels
  transposed_conv,  ///< weights [in, out, kh, kw]; `padding` is cropped off the full result
  batch_norm,
  relu,
  relu6,
  prelu,         ///< per-channel slope
  hard_sigmoid,  ///< clamp(x/6 + 0.5, 0, 1)
  sigmoid,
  softmax,         ///< over channels
  complement,      ///< 1 - x
  dropout,         ///< zeroes a share `rate` of the values while learning and scales the rest; otherwise nothing
  add,             ///< of equal shapes
  subtract,        ///< first - second, of equal shapes
  multiply,        ///< of equal shapes, or second {channels,1,1} or {1,height,width}
  concat,          ///< over channels
  resize,          ///< bilinear to height x width
  global_average,  ///< -> {channels, 1, 1}
  average_pool,
  max_pool,
  channel_max,  ///< largest over channels -> {1, height, width}
  shuffle,      ///< channel g * (channels / groups) + i goes to i * groups + g
  slice,        ///< channels [begin, end)
  pad,          ///< zero channels in front/behind: begin, end
  transpose,    ///< {a, b, c} -> {c, a, b}: pixels with interleaved channels become planes
  reshape       ///< to `flat`
};

/// "transposed_conv" and so on, for listings.
std::string_view op_name(Op op);

/// Where the value of target pixel t is read: half_pixel (t + 0.5) * in / out - 0.5, align_corners
/// t * (in - 1) / (out - 1), legacy t * in / out (TensorFlow 1). Always clamped to the picture.
enum class Sampling { half_pixel, align_corners, legacy };

/// Zero padding of a convolution or a pool; asymmetric because TensorFlow's SAME is.
struct Padding {
  int top = 0, left = 0, bottom = 0, right = 0;
  bool operator==(const Padding&) const = default;
};

struct Shape {
  int channels = 0, height = 0, width = 0;
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(channels) * height * width; }
  bool operator==(const Shape&) const = default;
};

struct Node {
  Op op = Op::input;
  std::string name;         ///< unique; weights are name.weight, name.bias, name.running_mean, name.running_var
  std::vector<int> inputs;  ///< indices of earlier nodes
  Shape shape;              ///< of the output
  int kernel_height = 1, kernel_width = 1;
  int stride_y = 1, stride_x = 1;
  int dilation = 1, groups = 1;
  bool bias = false;
  Padding padding;
  float epsilon = 1e-3F;   ///< batch_norm
  float momentum = 0.01F;  ///< batch_norm: share of the new batch in the running statistics
  Sampling sampling = Sampling::half_pixel;
  std::vector<float> mean, scale;  ///< affine, one a channel
  float rate = 0.5F;               ///< dropout: share of values that are zeroed
  int begin = 0, end = 0;          ///< slice, pad
  std::vector<int> flat;           ///< reshape: output dimensions without the batch
};

/// A whole net. nodes[0] is the input, the last node the output.
struct Graph {
  std::string name;
  std::vector<Node> nodes;
  [[nodiscard]] const Shape& input_shape() const { return nodes.front().shape; }
  [[nodiscard]] const Shape& output_shape() const { return nodes.back().shape; }
};

/// Row-major float tensor with its shape, as the safetensors files hold them.
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};
using Weights = std::map<std::string, Tensor>;

/// The weight of that name. @param doing what cannot be done without it: "write". @throws Error(model) where there is
/// none
const Tensor& needed_weight(const Graph& graph, const Weights& weights, const std::string& name, const char* doing);

/// The dimensions of a node's output without the batch, as planes.
std::vector<std::int64_t> plane_dims(const Node& node);

/// Name and shape of one weight tensor; `trained` is false for running statistics.
struct WeightSpec {
  std::string name;
  std::vector<std::int64_t> shape;
  bool trained = true;
};

/// Every weight tensor of a graph, in node order.
std::vector<WeightSpec> weight_specs(const Graph& graph);
/// Those of one of its nodes.
std::vector<WeightSpec> weight_specs(const Graph& graph, const Node& node);

}  // namespace segme::net
