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
  const int room = size + before + after - ((kernel - 1) * dilation + 1);
  SEGME_CHECK(room >= 0);
  return room / stride + 1;
}

/// The adjoint of SAME: what is cropped off so that the result is size * stride.
std::pair<int, int> same_crop(int kernel, int stride) {
  SEGME_CHECK(kernel >= stride);
  return {(kernel - stride) / 2, (kernel - stride) - (kernel - stride) / 2};
}

Node make_node(Op op, const std::string& name, std::vector<int> inputs, Shape shape) {
  Node node;
  node.op = op;
  node.name = name;
  node.inputs = std::move(inputs);
  node.shape = shape;
  return node;
}

/// A convolution's node without its shape and padding.
Node make_conv(Op op, const std::string& name, int from, const ConvOptions& options) {
  SEGME_CHECK(options.kernel >= 1 && options.stride >= 1 && options.dilation >= 1 && options.groups >= 1);
  Node node = make_node(op, name, {from}, {});
  node.kernel_height = options.kernel;
  node.kernel_width = options.kernel_width != 0 ? options.kernel_width : options.kernel;
  node.stride_y = options.stride;
  node.stride_x = options.stride_x != 0 ? options.stride_x : options.stride;
  node.dilation = options.dilation;
  node.groups = options.groups;
  node.bias = options.bias;
  return node;
}

}  // namespace

Builder::Builder(std::string name, Shape input) {
  SEGME_CHECK(input.channels >= 1 && input.height >= 1 && input.width >= 1);
  graph_.name = std::move(name);
  push(make_node(Op::input, "input", {}, input));
}

int Builder::push(Node node) {
  for (const Node& other : graph_.nodes) SEGME_CHECK(other.name != node.name);
  SEGME_CHECK(node.shape.channels >= 1 && node.shape.height >= 1 && node.shape.width >= 1);
  graph_.nodes.push_back(std::move(node));
  return static_cast<int>(graph_.nodes.size()) - 1;
}

int Builder::affine(const std::string& name, int from, std::vector<float> mean, std::vector<float> scale) {
  const std::size_t channels = static_cast<std::size_t>(shape(from).channels);
  SEGME_CHECK(mean.size() == channels && scale.size() == channels);
  Node node = make_node(Op::affine, name, {from}, shape(from));
  node.mean = std::move(mean);
  node.scale = std::move(scale);
  return push(std::move(node));
}

int Builder::conv(const std::string& name, int from, int channels, const ConvOptions& options) {
  const Shape in = shape(from);
  Node node = make_conv(Op::conv, name, from, options);
  SEGME_CHECK(in.channels % options.groups == 0 && channels % options.groups == 0);
  Padding& pad = node.padding;
  if (options.padding) {
    pad = *options.padding;
  } else if (options.same) {
    std::tie(pad.top, pad.bottom) = same_padding(in.height, node.kernel_height, node.stride_y, node.dilation);
    std::tie(pad.left, pad.right) = same_padding(in.width, node.kernel_width, node.stride_x, node.dilation);
  }
  node.shape = {channels, convolved(in.height, pad.top, pad.bottom, node.kernel_height, node.stride_y, node.dilation),
                convolved(in.width, pad.left, pad.right, node.kernel_width, node.stride_x, node.dilation)};
  return push(std::move(node));
}

int Builder::transposed_conv(const std::string& name, int from, int channels, const ConvOptions& options) {
  SEGME_CHECK(options.groups == 1 && options.dilation == 1);
  const Shape in = shape(from);
  Node node = make_conv(Op::transposed_conv, name, from, options);
  Padding& crop = node.padding;
  if (options.padding) {
    crop = *options.padding;
  } else if (options.same) {
    std::tie(crop.top, crop.bottom) = same_crop(node.kernel_height, node.stride_y);
    std::tie(crop.left, crop.right) = same_crop(node.kernel_width, node.stride_x);
  }
  node.shape = {channels, (in.height - 1) * node.stride_y + node.kernel_height - crop.top - crop.bottom,
                (in.width - 1) * node.stride_x + node.kernel_width - crop.left - crop.right};
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
              op == Op::softmax || op == Op::complement);
  return push(make_node(op, name, {from}, shape(from)));
}

int Builder::dropout(const std::string& name, int from, float rate) {
  SEGME_CHECK(rate >= 0 && rate < 1);
  Node node = make_node(Op::dropout, name, {from}, shape(from));
  node.rate = rate;
  return push(std::move(node));
}

int Builder::add(const std::string& name, int a, int b) {
  SEGME_CHECK(shape(a) == shape(b));
  return push(make_node(Op::add, name, {a, b}, shape(a)));
}

int Builder::subtract(const std::string& name, int a, int b) {
  SEGME_CHECK(shape(a) == shape(b));
  return push(make_node(Op::subtract, name, {a, b}, shape(a)));
}

int Builder::multiply(const std::string& name, int a, int b) {
  const Shape whole = shape(a);
  const Shape gate = shape(b);
  SEGME_CHECK(whole == gate || gate == (Shape{whole.channels, 1, 1}) || gate == (Shape{1, whole.height, whole.width}));
  return push(make_node(Op::multiply, name, {a, b}, whole));
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

int Builder::resize_like(const std::string& name, int from, int like, Sampling sampling) {
  const int made = resize(name, from, shape(like).height, shape(like).width, sampling);
  graph_.nodes.back().inputs.push_back(like);
  return made;
}

int Builder::global_average(const std::string& name, int from) {
  return push(make_node(Op::global_average, name, {from}, {shape(from).channels, 1, 1}));
}

int Builder::pool(Op op, const std::string& name, int from, int kernel, int stride) {
  const Shape in = shape(from);
  SEGME_CHECK(kernel >= 1 && stride >= 1);
  Node node = make_node(
      op, name, {from},
      {in.channels, convolved(in.height, 0, 0, kernel, stride, 1), convolved(in.width, 0, 0, kernel, stride, 1)});
  node.kernel_height = node.kernel_width = kernel;
  node.stride_y = node.stride_x = stride;
  return push(std::move(node));
}

int Builder::average_pool(const std::string& name, int from, int kernel, int stride) {
  return pool(Op::average_pool, name, from, kernel, stride);
}

int Builder::max_pool(const std::string& name, int from, int kernel, int stride) {
  return pool(Op::max_pool, name, from, kernel, stride);
}

int Builder::channel_max(const std::string& name, int from) {
  return push(make_node(Op::channel_max, name, {from}, {1, shape(from).height, shape(from).width}));
}

int Builder::shuffle(const std::string& name, int from, int groups) {
  SEGME_CHECK(groups >= 1 && shape(from).channels % groups == 0);
  Node node = make_node(Op::shuffle, name, {from}, shape(from));
  node.groups = groups;
  return push(std::move(node));
}

int Builder::slice(const std::string& name, int from, int begin, int end) {
  SEGME_CHECK(begin >= 0 && begin < end && end <= shape(from).channels);
  Node node = make_node(Op::slice, name, {from}, {end - begin, shape(from).height, shape(from).width});
  node.begin = begin;
  node.end = end;
  return push(std::move(node));
}

int Builder::pad(const std::string& name, int from, int before, int behind) {
  SEGME_CHECK(before >= 0 && behind >= 0);
  Node node =
      make_node(Op::pad, name, {from}, {before + shape(from).channels + behind, shape(from).height, shape(from).width});
  node.begin = before;
  node.end = behind;
  return push(std::move(node));
}

int Builder::transpose(const std::string& name, int from) {
  return push(make_node(Op::transpose, name, {from}, {shape(from).width, shape(from).channels, shape(from).height}));
}

int Builder::reshape(const std::string& name, int from, const std::vector<int>& flat) {
  SEGME_CHECK(!flat.empty() && flat.size() <= 3);
  Shape made{1, 1, flat.back()};
  if (flat.size() >= 2) made.height = flat[flat.size() - 2];
  if (flat.size() == 3) made.channels = flat[0];
  SEGME_CHECK(made.size() == shape(from).size());
  Node node = make_node(Op::reshape, name, {from}, made);
  node.flat = flat;
  return push(std::move(node));
}

}  // namespace segme::net
