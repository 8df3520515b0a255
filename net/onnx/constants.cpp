// net/onnx/constants: attributes, constants, weights in each precision, and the rounding to 8 bits.
#include <utility>

#include "net/half.h"
#include "net/onnx/writer.h"

namespace segme::net {
namespace {

enum AttributeType { kFloat = 1, kInt = 2, kString = 3, kInts = 7 };

}  // namespace

void OnnxWriter::set(onnx::Node& node, const char* name, std::int64_t value) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kInt);
  attribute.set_i(value);
}

void OnnxWriter::set(onnx::Node& node, const char* name, float value) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kFloat);
  attribute.set_f(value);
}

void OnnxWriter::set(onnx::Node& node, const char* name, const char* value) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kString);
  attribute.set_s(value);
}

void OnnxWriter::set(onnx::Node& node, const char* name, const std::vector<std::int64_t>& values) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kInts);
  for (const std::int64_t value : values) attribute.add_ints(value);
}

std::string OnnxWriter::floats(const std::string& name, const std::vector<std::int64_t>& dims,
                               const std::vector<float>& values) {
  return constant(name, kFloats, dims, values);
}

std::string OnnxWriter::integers(const std::string& name, const std::vector<std::int64_t>& values) {
  return constant(name, kIntegers64, {static_cast<std::int64_t>(values.size())}, values);
}

const Tensor& OnnxWriter::need(const std::string& name) const { return needed_weight(graph_, weights_, name, "write"); }

std::string OnnxWriter::weight(const std::string& name) { return floats(name, need(name).shape, need(name).values); }

std::string OnnxWriter::dequantised(const std::string& stored, const std::string& name,
                                    const std::vector<float>& scales, std::int64_t axis) {
  onnx::Node& made = *out_->add_node();
  made.set_op_type("DequantizeLinear");
  made.set_name(name + ".dequantise");
  made.add_input(stored);
  made.add_input(floats(name + ".scale", {static_cast<std::int64_t>(scales.size())}, scales));
  made.add_output(name);
  set(made, "axis", axis);
  return name;
}

/// The float tensor `name` of a constant of fewer bits.
std::string OnnxWriter::widened(const std::string& stored, const std::string& name) {
  onnx::Node& made = *out_->add_node();
  made.set_op_type("Cast");
  made.set_name(name + ".widen");
  made.add_input(stored);
  made.add_output(name);
  set(made, "to", std::int64_t{kFloats});
  return name;
}

/// Weights of a convolution in the form that the file's precision asks for, as the float tensor that the node reads.
/// `axis`: of the channels; `limits`: in 8 bits; `scales`: what came of them there.
std::string OnnxWriter::kernel(const std::string& name, const Tensor& tensor, std::size_t axis,
                               const WeightLimits& limits, std::vector<float>& scales) {
  if (precision_ == Precision::fp32 || (precision_ == Precision::fp16 && kept_[at_]))
    return floats(name, tensor.shape, tensor.values);
  if (precision_ == Precision::fp16) {
    return widened(constant(name + ".half", kHalves, tensor.shape, to_halves(tensor, axis)), name);
  }
  QuantisedWeights q = quantise_weights(tensor, axis, limits);
  scales = std::move(q.scales);
  const std::string stored = constant(name + ".int8", kBytes, tensor.shape, q.values);
  if (precision_ == Precision::int8) return dequantised(stored, name, scales, static_cast<std::int64_t>(axis));
  // Cast and Mul, which every engine computes once when it loads; ONNX Runtime repeats a DequantizeLinear at each run.
  const std::string whole = widened(stored, name + ".whole");
  onnx::Node& scaled = *out_->add_node();
  scaled.set_op_type("Mul");
  scaled.set_name(name + ".scaled");
  std::vector<std::int64_t> along(tensor.shape.size(), 1);
  along[axis] = tensor.shape[axis];
  scaled.add_input(whole);
  scaled.add_input(floats(name + ".scale", along, scales));
  scaled.add_output(name);
  return name;
}

/// Biases are 32-bit integers where the node runs in 8 bits.
std::vector<std::string> OnnxWriter::kernel_and_bias(const Node& node) {
  const std::string bias = node.name + ".bias";
  const auto& rule = rules_[static_cast<std::size_t>(node.inputs[0])];
  const bool in_8_bits = rule && node.bias;
  const KernelLimits limits = kernel_limits(graph_, node, rule, in_8_bits ? need(bias).values : std::vector<float>());
  std::vector<float> scales;
  std::vector<std::string> inputs{kernel(node.name + ".weight", need(node.name + ".weight"),
                                         node.op == Op::transposed_conv ? 1 : 0, limits.limits(), scales)};
  if (!node.bias) return inputs;
  if (!in_8_bits) {
    inputs.push_back(weight(bias));
    return inputs;
  }
  const std::vector<std::int32_t> values = quantise_biases(need(bias).values, rule->scale, scales);
  for (float& scale : scales) scale *= rule->scale;
  inputs.push_back(dequantised(constant(bias + ".int32", kIntegers32, need(bias).shape, values), bias, scales, 0));
  return inputs;
}

/// The pair that says: from here on this tensor is one byte a value.
void OnnxWriter::round_to_8_bits(std::size_t i) {
  const Quantiser& rule = *rules_[i];
  const std::string label = graph_.nodes[i].name;
  const std::string scale = floats(label + ".step", {}, {rule.scale});
  const std::vector<std::uint8_t> zero{static_cast<std::uint8_t>(rule.zero_point + 128)};
  const std::string zero_point = constant(label + ".zero", kUnsignedBytes, {}, zero);
  std::string from = own_name(i);
  for (const char* type : {"QuantizeLinear", "DequantizeLinear"}) {
    const bool first = *type == 'Q';
    onnx::Node& made = *out_->add_node();
    made.set_op_type(type);
    made.set_name(label + (first ? ".quantise" : ".dequantise"));
    for (const std::string& input : {from, scale, zero_point}) made.add_input(input);
    from = first ? label + ".byte" : name(i);
    made.add_output(from);
  }
}

}  // namespace segme::net
