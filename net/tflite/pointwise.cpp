// net/tflite/pointwise: nodes that compute each value from values at the same place: sums, factors, activations, means.
#include <algorithm>
#include <cmath>

#include "net/tflite/writer.h"

namespace segme::net {
namespace {

using tflite::BuiltinOperator;

}  // namespace

int TfliteWriter::scalar(const std::string& suffix, float value) {
  const std::string label = node(at_).name + suffix;
  if (!int8_) return file_.constant(label, {1, 1, 1, 1}, std::span<const float>(&value, 1));
  const std::int8_t one = 127;
  const float scale = value / 127;
  return file_.constant(label, {1, 1, 1, 1}, std::span<const std::int8_t>(&one, 1), {&scale, 1}, 0);
}

/// The same as a depthwise 1x1 convolution, whose weights and biases have a scale a channel.
void TfliteWriter::affine_in_8_bits(std::span<const float> scale, std::span<const float> shift) {
  const auto channels = static_cast<std::int32_t>(scale.size());
  const std::string& label = node(at_).name;
  const int x = in(0);
  const float step = file_.rule(x)->scale;
  const QuantisedWeights q = quantise_weights({{channels}, {scale.begin(), scale.end()}}, 0);
  std::vector<float> scales;
  for (const float one : q.scales) scales.push_back(one * step);
  const std::span<const std::int8_t> values(q.values);
  const int weights = file_.constant(label + ".scale", {1, 1, 1, channels}, values, q.scales, 3);
  const int bias = file_.constant(label + ".shift", {channels}, quantise_biases(shift, step, q.scales), scales);
  tflite::DepthwiseConv2DOptionsT options;
  options.padding = tflite::Padding::VALID;
  options.stride_w = options.stride_h = options.depth_multiplier = 1;
  file_.op(BuiltinOperator::DEPTHWISE_CONV_2D, {x, weights, bias}, result(), options);
}

/// x * scale + shift, for each channel.
void TfliteWriter::affine(std::span<const float> scale, std::span<const float> shift) {
  if (int8_) {
    affine_in_8_bits(scale, shift);
    return;
  }
  const Dims per_channel{1, 1, 1, static_cast<std::int32_t>(scale.size())};
  const std::string& label = node(at_).name;
  const int scaled = step(".scaled", dims(at_));
  file_.op(BuiltinOperator::MUL, {in(0), file_.constant(label + ".scale", per_channel, scale)}, scaled,
           tflite::MulOptionsT{});
  file_.op(BuiltinOperator::ADD, {scaled, file_.constant(label + ".shift", per_channel, shift)}, result(),
           tflite::AddOptionsT{});
}

void TfliteWriter::batch_norm() {
  const std::vector<float>& mean = weight(".running_mean").values;
  std::vector<float> scale = weight(".weight").values;
  std::vector<float> shift = weight(".bias").values;
  for (std::size_t c = 0; c < scale.size(); ++c) {
    scale[c] /= std::sqrt(weight(".running_var").values[c] + node(at_).epsilon);
    shift[c] -= mean[c] * scale[c];
  }
  affine(scale, shift);
}

void TfliteWriter::hard_sigmoid() {
  const int clamped = step(".clamped", dims(at_), quantiser_for({0, 6}));
  tflite::AddOptionsT plus;
  plus.fused_activation_function = tflite::Activation::RELU6;
  file_.op(BuiltinOperator::ADD, {in(0), scalar(".three", 3)}, clamped, plus);
  file_.op(BuiltinOperator::MUL, {clamped, scalar(".sixth", 1.0F / 6)}, result(), tflite::MulOptionsT{});
}

/// In 8 bits all parts must have the rule of the whole.
void TfliteWriter::concat() {
  std::vector<int> parts;
  for (std::size_t k = 0; k < node(at_).inputs.size(); ++k) {
    parts.push_back(requantised(in(k), ".part" + std::to_string(k)));
  }
  tflite::ConcatenationOptionsT options;
  options.axis = 3;
  file_.op(BuiltinOperator::CONCATENATION, parts, result(), options);
}

/// In 8 bits a rule that begins at zero and ends where its values end cuts by itself. XNNPACK has no ReLU between two
/// rules, but it has QUANTIZE.
void TfliteWriter::rectify() {
  const bool six = node(at_).op == Op::relu6;
  const bool cuts = int8_ && rule(gives_)->zero_point == -128 && (!six || rule(gives_)->scale * 255 < 6.001F);
  if (cuts) {
    file_.op(BuiltinOperator::QUANTIZE, {in(0)}, result(), tflite::QuantizeOptionsT{});
  } else {
    file_.op(six ? BuiltinOperator::RELU6 : BuiltinOperator::RELU, {in(0)}, result());
  }
}

void TfliteWriter::prelu() {
  const std::vector<float>& slopes = weight(".weight").values;
  const Dims shape{1, 1, static_cast<std::int32_t>(slopes.size())};
  const std::string label = node(at_).name + ".slope";
  int constant = -1;
  if (int8_) {
    const QuantisedWeights q = quantise_weights({{1, static_cast<std::int64_t>(slopes.size())}, slopes}, 0);
    constant = file_.constant(label, shape, q.values, q.scales, 0);
  } else {
    constant = file_.constant(label, shape, std::span<const float>(slopes));
  }
  file_.op(BuiltinOperator::PRELU, {in(0), constant}, result());
}

void TfliteWriter::global_average() {
  const std::int32_t axes[] = {1, 2};
  tflite::ReducerOptionsT options;
  options.keep_dims = true;
  file_.op(BuiltinOperator::MEAN, {in(0), file_.constant(node(at_).name + ".axes", {2}, axes)}, result(), options);
}

void TfliteWriter::channel_max() {
  const std::int32_t axes[] = {3};
  tflite::ReducerOptionsT options;
  options.keep_dims = true;
  file_.op(BuiltinOperator::REDUCE_MAX, {in(0), file_.constant(node(at_).name + ".axes", {1}, axes)}, result(),
           options);
}

void TfliteWriter::subtract() {
  const int negative = step(".negative", dims(at_));
  file_.op(BuiltinOperator::MUL, {in(1), scalar(".minus_one", -1)}, negative, tflite::MulOptionsT{});
  file_.op(BuiltinOperator::ADD, {in(0), negative}, result(), tflite::AddOptionsT{});
}

}  // namespace segme::net
