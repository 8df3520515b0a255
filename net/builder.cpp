// net/builder: shapes and padding of each node.
#include "net/builder.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/error.h"

namespace segme::net {
namespace {

/// TensorFlow's SAME for one axis: {before, after}.
std::pair<int, int> same_padding(int size, int kernel, int stride, int dilation) {
  const int reach = (kernel - 1) * dilation + 1;
  const int output = (size + stride - 1) / stride;
  const int total = std::max((output - 1) * stride + reach - size, 0);
  return {total / 2, total - total / 2};
}

int convolved(int size, int before, int after, int kernel, int stride, int dilation) {
  return (size + before + after - ((kernel - 1) * dilation + 1)) / stride + 1;
}

Node make_node(Op op, const std::string& name, std::vector<int> inputs, Shape shape) {
  Node node;
  node.op = op;
  node.name = name;
  node.inputs = std::move(inputs);
  node.shape = shape;
  return node;
}

}  // namespace

Builder::Builder(std::string name, Shape input) {
  graph_.name = std::move(name);
  push(make_node(Op::input, "input", {}, input));
}

int Builder::push(Node node) {
  for (const Node& other : graph_.nodes) SEGME_CHECK(other.name != node.name);
  graph_.nodes.push_back(std::move(node));
  return static_cast<int>(graph_.nodes.size()) - 1;
}

int Builder::affine(const std::string& name, int from, std::array<float, 3> mean, std::array<float, 3> scale) {
  SEGME_CHECK(shape(from).channels == 3);
  Node node = make_node(Op::affine, name, {from}, shape(from));
  node.mean = mean;
  node.scale = scale;
  return push(std::move(node));
}

int Builder::conv(const std::string& name, int from, int channels, const ConvOptions& options) {
  const Shape in = shape(from);
  SEGME_CHECK(in.channels % options.groups == 0 && channels % options.groups == 0);
  Node node = make_node(Op::conv, name, {from}, {});
  node.kernel_height = node.kernel_width = options.kernel;
  node.stride_y = node.stride_x = options.stride;
  node.dilation = options.dilation;
  node.groups = options.groups;
  node.bias = options.bias;
  if (options.same) {
    std::tie(node.padding.top, node.padding.bottom) =
        same_padding(in.height, options.kernel, options.stride, options.dilation);
    std::tie(node.padding.left, node.padding.right) =
        same_padding(in.width, options.kernel, options.stride, options.dilation);
  }
  node.shape = {
      channels,
      convolved(in.height, node.padding.top, node.padding.bottom, options.kernel, options.stride, options.dilation),
      convolved(in.width, node.padding.left, node.padding.right, options.kernel, options.stride, options.dilation)};
  return push(std::move(node));
}

int Builder::depthwise(const std::string& name, int from, int kernel, int stride, bool bias) {
  const int channels = shape(from).channels;
  return conv(name, from, channels, {.kernel = kernel, .stride = stride, .groups = channels, .bias = bias});
}

int Builder::batch_norm(const std::string& name, int from) {
  return push(make_node(Op::batch_norm, name, {from}, shape(from)));
}

int Builder::activation(Op op, const std::string& name, int from) {
  SEGME_CHECK(op == Op::relu || op == Op::relu6 || op == Op::sigmoid || op == Op::hard_sigmoid || op == Op::prelu ||
              op == Op::softmax);
  return push(make_node(op, name, {from}, shape(from)));
}

int Builder::add(const std::string& name, int a, int b) {
  SEGME_CHECK(shape(a) == shape(b));
  return push(make_node(Op::add, name, {a, b}, shape(a)));
}

int Builder::multiply(const std::string& name, int a, int b) {
  const Shape gate = shape(b);
  SEGME_CHECK(shape(a) == gate || gate == (Shape{shape(a).channels, 1, 1}));
  return push(make_node(Op::multiply, name, {a, b}, shape(a)));
}

int Builder::concat(const std::string& name, int a, int b) {
  Shape joined = shape(a);
  SEGME_CHECK(joined.height == shape(b).height && joined.width == shape(b).width);
  joined.channels += shape(b).channels;
  return push(make_node(Op::concat, name, {a, b}, joined));
}

int Builder::resize(const std::string& name, int from, int height, int width, Sampling sampling) {
  Node node = make_node(Op::resize, name, {from}, {shape(from).channels, height, width});
  node.sampling = sampling;
  return push(std::move(node));
}

int Builder::global_average(const std::string& name, int from) {
  return push(make_node(Op::global_average, name, {from}, {shape(from).channels, 1, 1}));
}

}  // namespace segme::net
