// net/tflite/windows: nodes that look at a window of pixels. TFLite knows two paddings, none and TensorFlow's SAME; any
// other becomes an operator of its own.
#include <algorithm>
#include <limits>

#include "base/error.h"
#include "net/half.h"
#include "net/tflite/phases.h"
#include "net/tflite/writer.h"

namespace segme::net {
namespace {

using tflite::BuiltinOperator;

constexpr int kFewChannels = 16;  // that a convolution computes at once

/// One axis of a window: sizes in pixels, `before` and `after` the padding.
struct Axis {
  int in, out, kernel, stride, dilation, before, after;

  [[nodiscard]] bool is_same() const {
    const int reach = (kernel - 1) * dilation + 1;
    const int total = std::max((out - 1) * stride + reach - in, 0);
    return out == (in + stride - 1) / stride && before == total / 2 && after == total - total / 2;
  }
};

Axis rows(const Node& node, const Shape& in) {
  return {in.height,     node.shape.height, node.kernel_height, node.stride_y,
          node.dilation, node.padding.top,  node.padding.bottom};
}

Axis columns(const Node& node, const Shape& in) {
  return {in.width,      node.shape.width,  node.kernel_width, node.stride_x,
          node.dilation, node.padding.left, node.padding.right};
}

/// The same axis from the other side: a transposed convolution is read backwards.
Axis reversed(Axis axis) {
  std::swap(axis.in, axis.out);
  return axis;
}

TfliteFile::Dims amounts_of(const Padding& padding) {
  return {0, 0, padding.top, padding.bottom, padding.left, padding.right, 0, 0};
}

/// How many of the window's pixels lie in the picture, at each output position, as the factor that corrects a mean.
std::vector<float> mean_corrections(const Node& node, const Shape& in) {
  std::vector<float> made;
  const auto count = [](int at, int before, int kernel, int size) {
    return std::min(at - before + kernel, size) - std::max(at - before, 0);
  };
  for (int y = 0; y < node.shape.height; ++y) {
    for (int x = 0; x < node.shape.width; ++x) {
      const int inside = count(y * node.stride_y, node.padding.top, node.kernel_height, in.height) *
                         count(x * node.stride_x, node.padding.left, node.kernel_width, in.width);
      made.push_back(static_cast<float>(node.kernel_height * node.kernel_width) / static_cast<float>(inside));
    }
  }
  return made;
}

}  // namespace

int TfliteWriter::requantised(int from, const std::string& suffix) {
  if (!int8_ || file_.rule(from) == rule(gives_)) return from;
  const int made = step(suffix, file_.dims(from));
  file_.op(BuiltinOperator::QUANTIZE, {from}, made, tflite::QuantizeOptionsT{});
  return made;
}

int TfliteWriter::padded(int from, const Dims& amounts, const std::string& suffix, float filling) {
  Dims shape = file_.dims(from);
  for (std::size_t i = 0; i < shape.size(); ++i) shape[i] += amounts[2 * i] + amounts[2 * i + 1];
  const int made = step(suffix, shape, file_.rule(from));
  const std::string label = node(at_).name + suffix;
  const int constant = file_.constant(label + ".amounts", {4, 2}, std::span(amounts));
  if (filling == 0) {
    file_.op(BuiltinOperator::PAD, {from, constant}, made, tflite::PadOptionsT{});
  } else {
    const int value = file_.constant(label + ".filling", {}, std::span<const float>(&filling, 1));
    file_.op(BuiltinOperator::PADV2, {from, constant, value}, made, tflite::PadV2OptionsT{});
  }
  return made;
}

bool TfliteWriter::pads_as_same() const {
  const Node& one = node(at_);
  const Shape& shape = node(one.inputs[0]).shape;
  return rows(one, shape).is_same() && columns(one, shape).is_same();
}

int TfliteWriter::padded_input(tflite::Padding& padding, float filling) {
  const Node& one = node(at_);
  const bool same = pads_as_same();
  padding = same ? tflite::Padding::SAME : tflite::Padding::VALID;
  if (same || one.padding == Padding{}) return in(0);
  return padded(in(0), amounts_of(one.padding), ".padded", filling);
}

int TfliteWriter::cut(int from, int to, const Dims& begin, const Dims& end, const std::string& suffix) {
  const std::string label = node(at_).name + suffix;
  const std::int32_t steps[] = {1, 1, 1, 1};
  const int first = file_.constant(label + ".begin", {4}, std::span(begin));
  const int behind = file_.constant(label + ".end", {4}, std::span(end));
  const int step_size = file_.constant(label + ".steps", {4}, steps);
  file_.op(BuiltinOperator::STRIDED_SLICE, {from, first, behind, step_size}, to, tflite::StridedSliceOptionsT{});
  return to;
}

/// Weights as the file's precision stores them, as a float tensor. `channel_axis`: where `order` puts the channels.
int TfliteWriter::stored_weights(const Tensor& tensor, const std::vector<std::size_t>& order,
                                 std::size_t channel_axis) {
  const std::string label = node(at_).name + ".weight";
  Dims shape;
  for (const std::size_t axis : order) shape.push_back(static_cast<std::int32_t>(tensor.shape[axis]));
  const bool halved = options_.precision == Precision::fp16 && !kept_[static_cast<std::size_t>(at_)];
  if (!halved && options_.precision != Precision::int8_weights) {
    return file_.constant(label, shape, std::span<const float>(permuted(tensor.values, tensor.shape, order)));
  }
  int stored = -1;
  if (halved) {
    stored = file_.constant(
        label + ".half", shape,
        std::span<const std::uint16_t>(permuted(to_halves(tensor, order[channel_axis]), tensor.shape, order)));
  } else {
    const QuantisedWeights q = quantise_weights(tensor, order[channel_axis]);
    stored = file_.constant(label + ".int8", shape, permuted(q.values, tensor.shape, order), q.scales,
                            static_cast<int>(channel_axis));
  }
  const int made = file_.activation(label, shape, std::nullopt);
  file_.op(BuiltinOperator::DEQUANTIZE, {stored}, made, tflite::DequantizeOptionsT{});
  return made;
}

std::vector<float> TfliteWriter::biases() const {
  const Node& one = node(at_);
  return one.bias ? weight(".bias").values : std::vector<float>(static_cast<std::size_t>(one.shape.channels), 0.0F);
}

TfliteWriter::Kernel TfliteWriter::kernel(const std::vector<std::size_t>& order, std::size_t channel_axis,
                                          float input_scale) {
  return stored_kernel(weight(".weight"), biases(), order, channel_axis, input_scale);
}

TfliteWriter::Kernel TfliteWriter::stored_kernel(const Tensor& weights, const std::vector<float>& bias,
                                                 const std::vector<std::size_t>& order, std::size_t channel_axis,
                                                 float input_scale) {
  const Node& one = node(at_);
  const Dims bias_shape{static_cast<std::int32_t>(bias.size())};
  Kernel made;
  if (!int8_) {
    made.weights = stored_weights(weights, order, channel_axis);
    made.bias = file_.constant(one.name + ".bias", bias_shape, std::span<const float>(bias));
    return made;
  }
  const QuantisedWeights q =
      quantise_weights(weights, order[channel_axis], {.smallest = scales_for_biases(bias, input_scale)});
  Dims shape;
  for (const std::size_t axis : order) shape.push_back(static_cast<std::int32_t>(weights.shape[axis]));
  made.weights = file_.constant(one.name + ".weight", shape, permuted(q.values, weights.shape, order), q.scales,
                                static_cast<int>(channel_axis));
  std::vector<float> scales;
  for (const float scale : q.scales) scales.push_back(scale * input_scale);
  made.bias = file_.constant(one.name + ".bias", bias_shape, quantise_biases(bias, input_scale, q.scales), scales);
  return made;
}

void TfliteWriter::convolution() {
  const Node& one = node(at_);
  tflite::Padding padding = tflite::Padding::VALID;
  const int x = padded_input(padding, 0);
  const auto& x_rule = file_.rule(x);
  const bool depthwise = one.groups > 1 && one.groups == node(one.inputs[0]).shape.channels;
  const auto fill = [&](auto options) {
    options.padding = padding;
    options.stride_w = one.stride_x;
    options.stride_h = one.stride_y;
    options.dilation_w_factor = options.dilation_h_factor = one.dilation;
    options.fused_activation_function = joined_activation();
    return options;
  };
  const float scale = x_rule ? x_rule->scale : 1;
  if (depthwise) {
    const Kernel k = kernel({1, 2, 3, 0}, 3, scale);
    tflite::DepthwiseConv2DOptionsT options = fill(tflite::DepthwiseConv2DOptionsT{});
    options.depth_multiplier = one.shape.channels / one.groups;
    file_.op(BuiltinOperator::DEPTHWISE_CONV_2D, {x, k.weights, k.bias}, result(), options);
  } else {
    const Kernel k = kernel({0, 2, 3, 1}, 0, scale);
    file_.op(BuiltinOperator::CONV_2D, {x, k.weights, k.bias}, result(), fill(tflite::Conv2DOptionsT{}));
  }
}

/// LiteRT takes as long for a transposed convolution with one result as with sixteen, and in 8 bits much longer than
/// for the phases. The Edge TPU has no DEPTH_TO_SPACE.
bool TfliteWriter::is_written_in_phases() const {
  const Node& one = node(at_);
  return !whole() && one.kernel_height == 4 && one.kernel_width == 4 && one.stride_y == 2 && one.stride_x == 2 &&
         one.padding == Padding{1, 1, 1, 1} && one.shape.channels * kPhases <= kFewChannels;
}

void TfliteWriter::convolution_in_phases() {
  const Shape& from = node(node(at_).inputs[0]).shape;
  const int x = in(0);
  const auto& x_rule = file_.rule(x);
  std::vector<float> bias;
  for (int phase = 0; phase < kPhases; ++phase) {
    const std::vector<float> one = biases();
    bias.insert(bias.end(), one.begin(), one.end());
  }
  const Kernel k = stored_kernel(phases_of(weight(".weight")), bias, {0, 2, 3, 1}, 0, x_rule ? x_rule->scale : 1);
  tflite::Conv2DOptionsT options;
  options.padding = tflite::Padding::SAME;
  options.stride_w = options.stride_h = 1;
  options.fused_activation_function = joined_activation();
  const int phases = step(".phases", {1, from.height, from.width, static_cast<std::int32_t>(bias.size())});
  file_.op(BuiltinOperator::CONV_2D, {x, k.weights, k.bias}, phases, options);
  tflite::DepthToSpaceOptionsT blocks;
  blocks.block_size = kBlockSide;
  file_.op(BuiltinOperator::DEPTH_TO_SPACE, {phases}, result(), blocks);
}

void TfliteWriter::transposed_convolution() {
  const Node& one = node(at_);
  const Shape& from = node(one.inputs[0]).shape;
  SEGME_CHECK(one.groups == 1 && one.dilation == 1);
  if (is_written_in_phases()) return convolution_in_phases();
  const bool same = reversed(rows(one, from)).is_same() && reversed(columns(one, from)).is_same();
  const int x = in(0);
  const auto& x_rule = file_.rule(x);
  const Kernel k = kernel({1, 2, 3, 0}, 0, x_rule ? x_rule->scale : 1);
  tflite::TransposeConvOptionsT options;
  options.padding = same ? tflite::Padding::SAME : tflite::Padding::VALID;
  options.stride_w = one.stride_x;
  options.stride_h = one.stride_y;
  const Dims whole{1, (from.height - 1) * one.stride_y + one.kernel_height,
                   (from.width - 1) * one.stride_x + one.kernel_width, one.shape.channels};
  const Dims wanted = dims(at_);
  const bool cropped = !same && whole != wanted;
  const Dims& shape = cropped ? whole : wanted;
  const int target = file_.constant(one.name + ".shape", {4}, std::span(shape));
  const int y = cropped ? step(".whole", whole) : result();
  file_.op(BuiltinOperator::TRANSPOSE_CONV, {target, k.weights, x, k.bias}, y, options);
  if (!cropped) return;
  const Dims begin{0, one.padding.top, one.padding.left, 0};
  Dims end = begin;
  for (std::size_t i = 0; i < end.size(); ++i) end[i] += wanted[i];
  cut(y, result(), begin, end, ".crop");
}

void TfliteWriter::pool() {
  const Node& one = node(at_);
  const bool max = one.op == Op::max_pool;
  tflite::Pool2DOptionsT options;
  const int padded = padded_input(options.padding, max ? std::numeric_limits<float>::lowest() : 0.0F);
  const int x = requantised(padded, ".in");
  options.stride_w = one.stride_x;
  options.stride_h = one.stride_y;
  options.filter_width = one.kernel_width;
  options.filter_height = one.kernel_height;
  const BuiltinOperator code = max ? BuiltinOperator::MAX_POOL_2D : BuiltinOperator::AVERAGE_POOL_2D;
  const bool corrected = !max && options.padding == tflite::Padding::VALID && one.padding != Padding{};
  if (!corrected) {
    file_.op(code, {x}, result(), options);
    return;
  }
  int mean = step(".mean", dims(at_));
  file_.op(code, {x}, mean, options);
  if (int8_) {  // the correction is a table of fractions: in floats
    int8_ = false;
    const int sum = mean;
    mean = step(".float", dims(at_));
    file_.op(BuiltinOperator::DEQUANTIZE, {sum}, mean, tflite::DequantizeOptionsT{});
  }
  const std::vector<float> factors = mean_corrections(one, node(one.inputs[0]).shape);
  const int constant = file_.constant(one.name + ".correction", {1, one.shape.height, one.shape.width, 1},
                                      std::span<const float>(factors));
  file_.op(BuiltinOperator::MUL, {mean, constant}, result(), tflite::MulOptionsT{});
}

void TfliteWriter::resize() {
  const Node& one = node(at_);
  const std::int32_t size[] = {one.shape.height, one.shape.width};
  tflite::ResizeBilinearOptionsT options;
  options.align_corners = one.sampling == Sampling::align_corners;
  options.half_pixel_centers = one.sampling == Sampling::half_pixel;
  const int x = requantised(in(0), ".in");
  file_.op(BuiltinOperator::RESIZE_BILINEAR, {x, file_.constant(one.name + ".size", {2}, size)}, result(), options);
}

}  // namespace segme::net
