// net/onnx/write: one case a node kind; names of tensors are names of nodes.
#include "net/write_onnx.h"

#include <cstring>

#include "base/error.h"
#include "onnx.pb.h"

namespace segme::net {
namespace {

constexpr int kOpset = 13;
constexpr int kIrVersion = 8;
enum AttributeType { kFloat = 1, kInt = 2, kString = 3, kInts = 7 };

class Writer {
 public:
  Writer(const Graph& graph, const Weights& weights) : graph_(graph), weights_(weights) {}
  void write(onnx::Graph& out);

 private:
  void node(const Node& node);
  onnx::Node& op(const char* type, const Node& node, const std::vector<std::string>& inputs);
  void convolution(const Node& node);
  void thin_convolution(const Node& node);
  static void set_window(onnx::Node& made, const Node& node);
  void pool(const Node& node);
  void resize(const Node& node);
  void doubling(const Node& node);
  void affine(const Node& node);
  void shuffle(const Node& node);
  std::string step(onnx::Node& made, const std::string& name);
  std::string input(const Node& node, std::size_t i) const { return name(static_cast<std::size_t>(node.inputs[i])); }
  std::string name(std::size_t i) const {
    if (i == 0) return "input";
    return i + 1 == graph_.nodes.size() ? "output" : graph_.nodes[i].name;
  }
  const Tensor& need(const std::string& name) const;
  std::string weight(const std::string& name);
  std::string floats(const std::string& name, const std::vector<std::int64_t>& dims, const std::vector<float>& values);
  std::string integers(const std::string& name, const std::vector<std::int64_t>& values);
  static void set(onnx::Node& node, const char* name, std::int64_t value);
  static void set(onnx::Node& node, const char* name, float value);
  static void set(onnx::Node& node, const char* name, const char* value);
  static void set(onnx::Node& node, const char* name, const std::vector<std::int64_t>& values);

  const Graph& graph_;
  const Weights& weights_;
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

std::string Writer::floats(const std::string& name, const std::vector<std::int64_t>& dims,
                           const std::vector<float>& values) {
  onnx::Tensor& tensor = *out_->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(1);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  tensor.set_raw_data(values.data(), values.size() * sizeof(float));
  return name;
}

std::string Writer::integers(const std::string& name, const std::vector<std::int64_t>& values) {
  onnx::Tensor& tensor = *out_->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(7);
  tensor.add_dims(static_cast<std::int64_t>(values.size()));
  tensor.set_raw_data(values.data(), values.size() * sizeof(std::int64_t));
  return name;
}

const Tensor& Writer::need(const std::string& name) const {
  const auto found = weights_.find(name);
  if (found == weights_.end()) {
    throw Error(ExitCode::model, "cannot write the net '" + graph_.name + "': weight '" + name +
                                     "' is missing. Give the weights of this very net.");
  }
  return found->second;
}

std::string Writer::weight(const std::string& name) {
  const Tensor& found = need(name);
  return floats(name, found.shape, found.values);
}

onnx::Node& Writer::op(const char* type, const Node& node, const std::vector<std::string>& inputs) {
  onnx::Node& made = *out_->add_node();
  made.set_op_type(type);
  made.set_name(node.name);
  for (const std::string& from : inputs) made.add_input(from);
  made.add_output(name(at_));
  return made;
}

/// A convolution to one channel is the sum over the input's channels of a depthwise one. Engines pad one output channel
/// to a whole vector of them, so that the sum of a depthwise convolution is several times as fast.
void Writer::thin_convolution(const Node& node) {
  const int channels = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape.channels;
  const std::string each = node.name + ".each";
  const auto found = weights_.find(node.name + ".weight");
  SEGME_CHECK(found != weights_.end());
  const std::string taps =
      floats(node.name + ".weight", {channels, 1, node.kernel_height, node.kernel_width}, found->second.values);
  onnx::Node& depthwise = op("Conv", node, {input(node, 0), taps});
  set_window(depthwise, node);
  set(depthwise, "group", std::int64_t{channels});
  depthwise.set_name(each);
  depthwise.set_output(0, each);
  std::vector<std::string> inputs{each, floats(node.name + ".ones", {1, channels, 1, 1},
                                               std::vector<float>(static_cast<std::size_t>(channels), 1.0F))};
  if (node.bias) inputs.push_back(weight(node.name + ".bias"));
  set(op("Conv", node, inputs), "kernel_shape", {1, 1});
}

void Writer::set_window(onnx::Node& made, const Node& node) {
  set(made, "kernel_shape", {node.kernel_height, node.kernel_width});
  set(made, "strides", {node.stride_y, node.stride_x});
  set(made, "dilations", {node.dilation, node.dilation});
  set(made, "pads", {node.padding.top, node.padding.left, node.padding.bottom, node.padding.right});
}

void Writer::convolution(const Node& node) {
  const bool transposed = node.op == Op::transposed_conv;
  if (!transposed && node.shape.channels == 1 && node.groups == 1 && node.kernel_height > 1) {
    thin_convolution(node);
    return;
  }
  std::vector<std::string> inputs{input(node, 0), weight(node.name + ".weight")};
  if (node.bias) inputs.push_back(weight(node.name + ".bias"));
  onnx::Node& made = op(transposed ? "ConvTranspose" : "Conv", node, inputs);
  set_window(made, node);
  set(made, "group", std::int64_t{node.groups});
}

void Writer::pool(const Node& node) {
  onnx::Node& made = op(node.op == Op::max_pool ? "MaxPool" : "AveragePool", node, {input(node, 0)});
  set(made, "kernel_shape", {node.kernel_height, node.kernel_width});
  set(made, "strides", {node.stride_y, node.stride_x});
  set(made, "pads", {node.padding.top, node.padding.left, node.padding.bottom, node.padding.right});
}

/// A bilinear doubling with half-pixel centres takes each output pixel from the 3x3 inputs around it: exactly a
/// convolution to four channels that are then interleaved, the border repeated. For one channel engines run that in a
/// fifth of the time of their own resize.
void Writer::doubling(const Node& node) {
  const std::string padded = node.name + ".padded";
  const std::string four = node.name + ".four";
  onnx::Node& pad = op("Pad", node, {input(node, 0), integers(node.name + ".pads", {0, 0, 1, 1, 0, 0, 1, 1})});
  set(pad, "mode", "edge");
  pad.set_name(padded);
  pad.set_output(0, padded);
  constexpr float kTaps[2][3] = {{0.25F, 0.75F, 0}, {0, 0.75F, 0.25F}};
  std::vector<float> taps;
  for (const auto& down : kTaps) {
    for (const auto& across : kTaps) {
      for (const float y : down) {
        for (const float x : across) taps.push_back(y * x);
      }
    }
  }
  onnx::Node& conv = op("Conv", node, {padded, floats(node.name + ".taps", {4, 1, 3, 3}, taps)});
  set(conv, "kernel_shape", {3, 3});
  conv.set_name(four);
  conv.set_output(0, four);
  onnx::Node& interleaved = op("DepthToSpace", node, {four});
  set(interleaved, "blocksize", std::int64_t{2});
  set(interleaved, "mode", "DCR");
}

void Writer::resize(const Node& node) {
  const Shape& from = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
  if (node.sampling == Sampling::half_pixel && from.channels == 1 && node.shape.height == 2 * from.height &&
      node.shape.width == 2 * from.width) {
    doubling(node);
    return;
  }
  const std::string sizes =
      integers(node.name + ".sizes", {1, node.shape.channels, node.shape.height, node.shape.width});
  onnx::Node& made = op("Resize", node, {input(node, 0), "", "", sizes});
  set(made, "mode", "linear");
  const char* const modes[] = {"half_pixel", "align_corners", "asymmetric"};
  set(made, "coordinate_transformation_mode", modes[static_cast<int>(node.sampling)]);
}

/// Makes `made` a node of its own, NAME, whose result is read only within one node of ours.
std::string Writer::step(onnx::Node& made, const std::string& name) {
  made.set_name(name);
  made.set_output(0, name);
  return name;
}

void Writer::affine(const Node& node) {
  const std::vector<std::int64_t> dims{1, node.shape.channels, 1, 1};
  const std::string mean = floats(node.name + ".mean", dims, node.mean);
  const std::string scale = floats(node.name + ".scale", dims, node.scale);
  op("Mul", node, {step(op("Sub", node, {input(node, 0), mean}), node.name + ".centred"), scale});
}

void Writer::shuffle(const Node& node) {
  const Shape& shape = node.shape;
  const std::string split =
      integers(node.name + ".split", {1, node.groups, shape.channels / node.groups, shape.height, shape.width});
  const std::string joined = integers(node.name + ".joined", {1, shape.channels, shape.height, shape.width});
  const std::string groups = step(op("Reshape", node, {input(node, 0), split}), node.name + ".groups");
  onnx::Node& turned = op("Transpose", node, {groups});
  set(turned, "perm", {0, 2, 1, 3, 4});
  op("Reshape", node, {step(turned, node.name + ".turned"), joined});
}

void Writer::node(const Node& node) {
  switch (node.op) {
    case Op::input: break;
    case Op::affine: affine(node); break;
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
      const Tensor& slope = need(node.name + ".weight");
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
    case Op::complement: op("Sub", node, {floats(node.name + ".one", {}, {1.0F}), input(node, 0)}); break;
    case Op::dropout: op("Identity", node, {input(node, 0)}); break;
    case Op::add: op("Add", node, {input(node, 0), input(node, 1)}); break;
    case Op::subtract: op("Sub", node, {input(node, 0), input(node, 1)}); break;
    case Op::multiply: op("Mul", node, {input(node, 0), input(node, 1)}); break;
    case Op::concat: set(op("Concat", node, {input(node, 0), input(node, 1)}), "axis", std::int64_t{1}); break;
    case Op::resize: resize(node); break;
    case Op::global_average: op("GlobalAveragePool", node, {input(node, 0)}); break;
    case Op::average_pool:
    case Op::max_pool: pool(node); break;
    case Op::channel_max: set(op("ReduceMax", node, {input(node, 0)}), "axes", std::vector<std::int64_t>{1}); break;
    case Op::shuffle: shuffle(node); break;
    case Op::slice:
      op("Slice", node,
         {input(node, 0), integers(node.name + ".begin", {node.begin}), integers(node.name + ".end", {node.end}),
          integers(node.name + ".axis", {1})});
      break;
    case Op::pad:
      op("Pad", node, {input(node, 0), integers(node.name + ".pads", {0, node.begin, 0, 0, 0, node.end, 0, 0})});
      break;
    case Op::transpose: set(op("Transpose", node, {input(node, 0)}), "perm", {0, 3, 1, 2}); break;
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
  for (at_ = 0; at_ < graph_.nodes.size(); ++at_) node(graph_.nodes[at_]);
}

}  // namespace

std::vector<std::uint8_t> write_onnx(const Graph& graph, const Weights& weights,
                                     const std::map<std::string, std::string>& metadata) {
  SEGME_CHECK(graph.nodes.size() >= 2);
  onnx::Model model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("segme");
  model.set_producer_version(SEGME_VERSION);
  onnx::OperatorSet& opset = *model.add_opset_import();
  opset.set_domain("");
  opset.set_version(kOpset);
  for (const auto& [key, value] : metadata) {
    onnx::StringEntry& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  Writer(graph, weights).write(*model.mutable_graph());
  std::vector<std::uint8_t> bytes(model.ByteSizeLong());
  SEGME_CHECK(model.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())));
  return bytes;
}

}  // namespace segme::net
