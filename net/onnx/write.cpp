// net/onnx/write: one case a node kind; names of tensors are names of nodes.
#include "net/write_onnx.h"

#include <optional>
#include <utility>

#include "base/error.h"
#include "net/half.h"
#include "onnx.pb.h"

namespace segme::net {
namespace {

constexpr int kOpset = 13;
constexpr int kIrVersion = 8;
enum DataType { kFloats = 1, kUnsignedBytes = 2, kBytes = 3, kIntegers32 = 6, kIntegers64 = 7, kHalves = 10 };
enum AttributeType { kFloat = 1, kInt = 2, kString = 3, kInts = 7 };

class Writer {
 public:
  Writer(const Graph& graph, const Weights& weights, const WriteOptions& options)
      : graph_(graph), weights_(weights), precision_(options.precision), rules_(graph.nodes.size()) {
    if (precision_ == Precision::int8) rules_ = options.quantisation.nodes;
    SEGME_CHECK(rules_.size() == graph.nodes.size());
  }
  void write(onnx::Graph& out);

 private:
  void node(const Node& node);
  onnx::Node& op(const char* type, const Node& node, const std::vector<std::string>& inputs);
  void convolution(const Node& node);
  void pool(const Node& node);
  void resize(const Node& node);
  std::string input(const Node& node, std::size_t i) const { return name(static_cast<std::size_t>(node.inputs[i])); }
  /// The tensor that others read as the result of a node, and the one that the node itself fills.
  std::string name(std::size_t i) const {
    if (i == 0) return rules_[0] ? "input.rounded" : "input";
    return i + 1 == graph_.nodes.size() ? "output" : graph_.nodes[i].name;
  }
  std::string own_name(std::size_t i) const {
    if (i == 0) return "input";
    return rules_[i] ? graph_.nodes[i].name + ".exact" : name(i);
  }
  void round_to_8_bits(std::size_t i);
  [[nodiscard]] const Tensor& need(const std::string& name) const;
  std::string weight(const std::string& name);
  std::vector<std::string> kernel_and_bias(const Node& node);
  template <class Value>
  std::string constant(const std::string& name, DataType type, const std::vector<std::int64_t>& dims,
                       const std::vector<Value>& values);
  std::string dequantised(const std::string& stored, const std::string& name, const std::vector<float>& scales,
                          std::int64_t axis);
  std::string floats(const std::string& name, const std::vector<std::int64_t>& dims, const std::vector<float>& values);
  std::string integers(const std::string& name, const std::vector<std::int64_t>& values);
  static void set(onnx::Node& node, const char* name, std::int64_t value);
  static void set(onnx::Node& node, const char* name, float value);
  static void set(onnx::Node& node, const char* name, const char* value);
  static void set(onnx::Node& node, const char* name, const std::vector<std::int64_t>& values);

  const Graph& graph_;
  const Weights& weights_;
  Precision precision_;
  std::vector<std::optional<Quantiser>> rules_;  // of the nodes' results
  onnx::Graph* out_ = nullptr;
  std::size_t at_ = 0;
};

void Writer::set(onnx::Node& node, const char* name, std::int64_t value) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kInt);
  attribute.set_i(value);
}

void Writer::set(onnx::Node& node, const char* name, float value) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kFloat);
  attribute.set_f(value);
}

void Writer::set(onnx::Node& node, const char* name, const char* value) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kString);
  attribute.set_s(value);
}

void Writer::set(onnx::Node& node, const char* name, const std::vector<std::int64_t>& values) {
  onnx::Attribute& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(kInts);
  for (const std::int64_t value : values) attribute.add_ints(value);
}

template <class Value>
std::string Writer::constant(const std::string& name, DataType type, const std::vector<std::int64_t>& dims,
                             const std::vector<Value>& values) {
  onnx::Tensor& tensor = *out_->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(type);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  tensor.set_raw_data(values.data(), values.size() * sizeof(Value));
  return name;
}

std::string Writer::floats(const std::string& name, const std::vector<std::int64_t>& dims,
                           const std::vector<float>& values) {
  return constant(name, kFloats, dims, values);
}

std::string Writer::integers(const std::string& name, const std::vector<std::int64_t>& values) {
  return constant(name, kIntegers64, {static_cast<std::int64_t>(values.size())}, values);
}

const Tensor& Writer::need(const std::string& name) const {
  const auto found = weights_.find(name);
  if (found == weights_.end()) {
    throw Error(ExitCode::model, "cannot write the net '" + graph_.name + "': weight '" + name +
                                     "' is missing. Give the weights of this very net.");
  }
  return found->second;
}

std::string Writer::weight(const std::string& name) { return floats(name, need(name).shape, need(name).values); }

onnx::Node& Writer::op(const char* type, const Node& node, const std::vector<std::string>& inputs) {
  onnx::Node& made = *out_->add_node();
  made.set_op_type(type);
  made.set_name(node.name);
  for (const std::string& from : inputs) made.add_input(from);
  made.add_output(own_name(at_));
  return made;
}

std::string Writer::dequantised(const std::string& stored, const std::string& name, const std::vector<float>& scales,
                                std::int64_t axis) {
  onnx::Node& made = *out_->add_node();
  made.set_op_type("DequantizeLinear");
  made.set_name(name + ".dequantise");
  made.add_input(stored);
  made.add_input(floats(name + ".scale", {static_cast<std::int64_t>(scales.size())}, scales));
  made.add_output(name);
  set(made, "axis", axis);
  return name;
}

/// The weights of a convolution in the form that the file's precision asks for, as the float tensors the node reads.
std::vector<std::string> Writer::kernel_and_bias(const Node& node) {
  const std::string kernel = node.name + ".weight";
  const std::string bias = node.name + ".bias";
  std::vector<std::string> inputs;
  std::vector<float> bias_scales;
  if (precision_ == Precision::fp32) {
    inputs.push_back(weight(kernel));
  } else if (precision_ == Precision::fp16) {
    const Tensor& tensor = need(kernel);
    onnx::Node& widened = *out_->add_node();
    widened.set_op_type("Cast");
    widened.set_name(kernel + ".widen");
    widened.add_input(constant(kernel + ".half", kHalves, tensor.shape, to_halves(tensor.values)));
    widened.add_output(kernel);
    set(widened, "to", std::int64_t{kFloats});
    inputs.push_back(kernel);
  } else {
    const Tensor& tensor = need(kernel);
    const auto& rule = rules_[static_cast<std::size_t>(node.inputs[0])];
    const bool in_8_bits = rule && node.bias;
    const std::size_t axis = node.op == Op::transposed_conv ? 1 : 0;
    const QuantisedWeights q = quantise_weights(
        tensor, axis, in_8_bits ? scales_for_biases(need(bias).values, rule->scale) : std::vector<float>());
    inputs.push_back(dequantised(constant(kernel + ".int8", kBytes, tensor.shape, q.values), kernel, q.scales,
                                 static_cast<std::int64_t>(axis)));
    if (in_8_bits) {
      for (const float scale : q.scales) bias_scales.push_back(scale * rule->scale);
      const std::vector<std::int32_t> values = quantise_biases(need(bias).values, rule->scale, q.scales);
      const std::string stored = constant(bias + ".int32", kIntegers32, need(bias).shape, values);
      inputs.push_back(dequantised(stored, bias, bias_scales, 0));
      return inputs;
    }
  }
  if (node.bias) inputs.push_back(weight(bias));
  return inputs;
}

/// The pair that says: from here on this tensor is one byte a value.
void Writer::round_to_8_bits(std::size_t i) {
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

void Writer::convolution(const Node& node) {
  const bool transposed = node.op == Op::transposed_conv;
  std::vector<std::string> inputs{input(node, 0)};
  for (std::string& constant : kernel_and_bias(node)) inputs.push_back(std::move(constant));
  onnx::Node& made = op(transposed ? "ConvTranspose" : "Conv", node, inputs);
  set(made, "kernel_shape", {node.kernel_height, node.kernel_width});
  set(made, "strides", {node.stride_y, node.stride_x});
  set(made, "dilations", {node.dilation, node.dilation});
  set(made, "group", std::int64_t{node.groups});
  set(made, "pads", {node.padding.top, node.padding.left, node.padding.bottom, node.padding.right});
}

void Writer::pool(const Node& node) {
  onnx::Node& made = op(node.op == Op::max_pool ? "MaxPool" : "AveragePool", node, {input(node, 0)});
  set(made, "kernel_shape", {node.kernel_height, node.kernel_width});
  set(made, "strides", {node.stride_y, node.stride_x});
  set(made, "pads", {node.padding.top, node.padding.left, node.padding.bottom, node.padding.right});
}

void Writer::resize(const Node& node) {
  const std::string sizes =
      integers(node.name + ".sizes", {1, node.shape.channels, node.shape.height, node.shape.width});
  onnx::Node& made = op("Resize", node, {input(node, 0), "", "", sizes});
  set(made, "mode", "linear");
  const char* const modes[] = {"half_pixel", "align_corners", "asymmetric"};
  set(made, "coordinate_transformation_mode", modes[static_cast<int>(node.sampling)]);
}

void Writer::node(const Node& node) {
  switch (node.op) {
    case Op::input: break;
    case Op::affine: {
      const std::string mean = floats(node.name + ".mean", {1, 3, 1, 1}, {node.mean.begin(), node.mean.end()});
      const std::string scale = floats(node.name + ".scale", {1, 3, 1, 1}, {node.scale.begin(), node.scale.end()});
      onnx::Node& centred = op("Sub", node, {input(node, 0), mean});
      centred.set_name(node.name + ".centred");
      centred.set_output(0, node.name + ".centred");
      op("Mul", node, {node.name + ".centred", scale});
      break;
    }
    case Op::conv:
    case Op::transposed_conv: convolution(node); break;
    case Op::batch_norm:
      set(op("BatchNormalization", node,
             {input(node, 0), weight(node.name + ".weight"), weight(node.name + ".bias"),
              weight(node.name + ".running_mean"), weight(node.name + ".running_var")}),
          "epsilon", node.epsilon);
      break;
    case Op::relu: op("Relu", node, {input(node, 0)}); break;
    case Op::relu6:
      op("Clip", node,
         {input(node, 0), floats(node.name + ".low", {}, {0.0F}), floats(node.name + ".high", {}, {6.0F})});
      break;
    case Op::prelu: {
      const Tensor& slope = weights_.at(node.name + ".weight");
      op("PRelu", node, {input(node, 0), floats(node.name + ".weight", {node.shape.channels, 1, 1}, slope.values)});
      break;
    }
    case Op::hard_sigmoid: {
      onnx::Node& made = op("HardSigmoid", node, {input(node, 0)});
      set(made, "alpha", 1.0F / 6);
      set(made, "beta", 0.5F);
      break;
    }
    case Op::sigmoid: op("Sigmoid", node, {input(node, 0)}); break;
    case Op::softmax: set(op("Softmax", node, {input(node, 0)}), "axis", std::int64_t{1}); break;
    case Op::add: op("Add", node, {input(node, 0), input(node, 1)}); break;
    case Op::multiply: op("Mul", node, {input(node, 0), input(node, 1)}); break;
    case Op::concat: {
      std::vector<std::string> parts;
      for (std::size_t i = 0; i < node.inputs.size(); ++i) parts.push_back(input(node, i));
      set(op("Concat", node, parts), "axis", std::int64_t{1});
      break;
    }
    case Op::resize: resize(node); break;
    case Op::global_average: op("GlobalAveragePool", node, {input(node, 0)}); break;
    case Op::average_pool:
    case Op::max_pool: pool(node); break;
    case Op::slice:
      op("Slice", node,
         {input(node, 0), integers(node.name + ".begin", {node.begin}), integers(node.name + ".end", {node.end}),
          integers(node.name + ".axis", {1})});
      break;
    case Op::pad:
      op("Pad", node, {input(node, 0), integers(node.name + ".pads", {0, node.begin, 0, 0, 0, node.end, 0, 0})});
      break;
    case Op::reshape: {
      std::vector<std::int64_t> dims{1};
      for (const int side : node.flat) dims.push_back(side);
      op("Reshape", node, {input(node, 0), integers(node.name + ".dims", dims)});
      break;
    }
  }
}

void describe(onnx::ValueInfo& value, const std::string& name, const std::vector<std::int64_t>& dims) {
  value.set_name(name);
  onnx::TensorType& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(1);
  for (const std::int64_t dim : dims) type.mutable_shape()->add_dim()->set_dim_value(dim);
}

std::vector<std::int64_t> dims_of(const Node& node) {
  std::vector<std::int64_t> dims{1};
  if (node.op == Op::reshape) {
    for (const int side : node.flat) dims.push_back(side);
    return dims;
  }
  for (const int side : {node.shape.channels, node.shape.height, node.shape.width}) dims.push_back(side);
  return dims;
}

void Writer::write(onnx::Graph& out) {
  out_ = &out;
  out.set_name(graph_.name);
  describe(*out.add_input(), "input", dims_of(graph_.nodes.front()));
  describe(*out.add_output(), "output", dims_of(graph_.nodes.back()));
  for (at_ = 0; at_ < graph_.nodes.size(); ++at_) {
    node(graph_.nodes[at_]);
    if (rules_[at_]) round_to_8_bits(at_);
  }
}

}  // namespace

std::vector<std::uint8_t> write_onnx(const Graph& graph, const Weights& weights, const WriteOptions& options) {
  SEGME_CHECK(graph.nodes.size() >= 2);
  onnx::Model model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("segme");
  model.set_producer_version(SEGME_VERSION);
  onnx::OperatorSet& opset = *model.add_opset_import();
  opset.set_domain("");
  opset.set_version(kOpset);
  for (const auto& [key, value] : options.metadata) {
    onnx::StringEntry& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  Writer(graph, weights, options).write(*model.mutable_graph());
  std::vector<std::uint8_t> bytes(model.ByteSizeLong());
  SEGME_CHECK(model.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())));
  return bytes;
}

}  // namespace segme::net
