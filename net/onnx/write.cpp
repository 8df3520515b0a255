// net/onnx/write: one case a node kind; names of tensors are names of nodes.
#include <cmath>
#include <utility>

#include "net/onnx/writer.h"
#include "net/write_onnx.h"

namespace segme::net {
namespace {

constexpr int kOpset = 13;
constexpr int kIrVersion = 8;

/// The factor by which an engine gets from `from` to exactly `to`: it rounds the product down.
float factor(int from, int to) {
  float made = static_cast<float>(to) / static_cast<float>(from);
  while (std::floor(static_cast<float>(from) * made) < static_cast<float>(to)) made = std::nextafter(made, 1e9F);
  return made;
}

}  // namespace

void OnnxWriter::describe(onnx::ValueInfo& value, const std::string& name, const Node& node) const {
  value.set_name(name);
  onnx::TensorType& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(1);
  onnx::Dimension& batch = *type.mutable_shape()->add_dim();
  if (any_batch_) {
    batch.set_dim_param("batch");
  } else {
    batch.set_dim_value(1);
  }
  for (const std::int64_t dim : plane_dims(node)) type.mutable_shape()->add_dim()->set_dim_value(dim);
}

onnx::Node& OnnxWriter::op(const char* type, const Node& node, const std::vector<std::string>& inputs) {
  onnx::Node& made = *out_->add_node();
  made.set_op_type(type);
  made.set_name(node.name);
  for (const std::string& from : inputs) made.add_input(from);
  made.add_output(own_name(at_));
  return made;
}

/// A convolution to one channel is the sum over the input's channels of a depthwise one. Engines pad one output channel
/// to a whole vector of them, so that the sum of a depthwise convolution is several times as fast.
void OnnxWriter::thin_convolution(const Node& node) {
  const int channels = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape.channels;
  const std::string each = node.name + ".each";
  const Tensor each_kernel{{channels, 1, node.kernel_height, node.kernel_width}, need(node.name + ".weight").values};
  std::vector<float> scales;
  const std::string taps = kernel(node.name + ".weight", each_kernel, 0, {}, scales);
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

void OnnxWriter::set_window(onnx::Node& made, const Node& node) {
  set(made, "kernel_shape", {node.kernel_height, node.kernel_width});
  set(made, "strides", {node.stride_y, node.stride_x});
  set(made, "dilations", {node.dilation, node.dilation});
  set(made, "pads", {node.padding.top, node.padding.left, node.padding.bottom, node.padding.right});
}

void OnnxWriter::convolution(const Node& node) {
  const bool transposed = node.op == Op::transposed_conv;
  const bool in_8_bits = rules_[static_cast<std::size_t>(node.inputs[0])].has_value();
  if (!transposed && !in_8_bits && node.shape.channels == 1 && node.groups == 1 && node.kernel_height > 1) {
    thin_convolution(node);
    return;
  }
  std::vector<std::string> inputs{input(node, 0)};
  for (std::string& constant : kernel_and_bias(node)) inputs.push_back(std::move(constant));
  onnx::Node& made = op(transposed ? "ConvTranspose" : "Conv", node, inputs);
  set_window(made, node);
  set(made, "group", std::int64_t{node.groups});
}

void OnnxWriter::pool(const Node& node) {
  onnx::Node& made = op(node.op == Op::max_pool ? "MaxPool" : "AveragePool", node, {input(node, 0)});
  set(made, "kernel_shape", {node.kernel_height, node.kernel_width});
  set(made, "strides", {node.stride_y, node.stride_x});
  set(made, "pads", {node.padding.top, node.padding.left, node.padding.bottom, node.padding.right});
}

/// A bilinear doubling with half-pixel centres takes each output pixel from the 3x3 inputs around it: exactly a
/// convolution to four channels that are then interleaved, the border repeated. For one channel engines run that in a
/// fifth of the time of their own resize.
void OnnxWriter::doubling(const Node& node) {
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

void OnnxWriter::resize(const Node& node) {
  const Shape& from = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
  if (node.sampling == Sampling::half_pixel && from.channels == 1 && node.shape.height == 2 * from.height &&
      node.shape.width == 2 * from.width) {
    doubling(node);
    return;
  }
  std::vector<std::string> inputs{input(node, 0), ""};
  if (any_batch_) {  // sizes would fix the batch
    const std::vector<float> factors{1, 1, factor(from.height, node.shape.height),
                                     factor(from.width, node.shape.width)};
    inputs.push_back(floats(node.name + ".factors", {4}, factors));
  } else {
    const std::vector<std::int64_t> sizes{1, node.shape.channels, node.shape.height, node.shape.width};
    inputs.insert(inputs.end(), {"", integers(node.name + ".sizes", sizes)});
  }
  onnx::Node& made = op("Resize", node, inputs);
  set(made, "mode", "linear");
  const char* const modes[] = {"half_pixel", "align_corners", "asymmetric"};
  set(made, "coordinate_transformation_mode", modes[static_cast<int>(node.sampling)]);
}

/// Makes `made` a node of its own, NAME, whose result is read only within one node of ours.
std::string OnnxWriter::step(onnx::Node& made, const std::string& name) {
  made.set_name(name);
  made.set_output(0, name);
  return name;
}

void OnnxWriter::affine(const Node& node) {
  const std::vector<std::int64_t> dims{1, node.shape.channels, 1, 1};
  const std::string mean = floats(node.name + ".mean", dims, node.mean);
  const std::string scale = floats(node.name + ".scale", dims, node.scale);
  op("Mul", node, {step(op("Sub", node, {input(node, 0), mean}), node.name + ".centred"), scale});
}

void OnnxWriter::shuffle(const Node& node) {
  const Shape& shape = node.shape;
  const std::string split =
      this->shape(node.name + ".split", {node.groups, shape.channels / node.groups, shape.height, shape.width});
  const std::string joined = this->shape(node.name + ".joined", {shape.channels, shape.height, shape.width});
  const std::string groups = step(op("Reshape", node, {input(node, 0), split}), node.name + ".groups");
  onnx::Node& turned = op("Transpose", node, {groups});
  set(turned, "perm", {0, 2, 1, 3, 4});
  op("Reshape", node, {step(turned, node.name + ".turned"), joined});
}

void OnnxWriter::node(const Node& node) {
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
    case Op::complement: op("Sub", node, {floats(node.name + ".one", {}, {1.0F}), input(node, 0)}); break;
    case Op::dropout: op("Identity", node, {input(node, 0)}); break;
    case Op::subtract: op("Sub", node, {input(node, 0), input(node, 1)}); break;
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
    case Op::channel_max: set(op("ReduceMax", node, {input(node, 0)}), "axes", std::vector<std::int64_t>{1}); break;
    case Op::shuffle: shuffle(node); break;
    case Op::transpose: set(op("Transpose", node, {input(node, 0)}), "perm", {0, 3, 1, 2}); break;
    case Op::slice:
      op("Slice", node,
         {input(node, 0), integers(node.name + ".begin", {node.begin}), integers(node.name + ".end", {node.end}),
          integers(node.name + ".axis", {1})});
      break;
    case Op::pad:
      op("Pad", node, {input(node, 0), integers(node.name + ".pads", {0, node.begin, 0, 0, 0, node.end, 0, 0})});
      break;
    case Op::reshape: op("Reshape", node, {input(node, 0), shape(node.name + ".dims", plane_dims(node))}); break;
  }
}

void OnnxWriter::write(onnx::Graph& out) {
  out_ = &out;
  out.set_name(graph_.name);
  describe(*out.add_input(), "input", graph_.nodes.front());
  describe(*out.add_output(), "output", graph_.nodes.back());
  for (at_ = 0; at_ < graph_.nodes.size(); ++at_) {
    node(graph_.nodes[at_]);
    if (rules_[at_]) round_to_8_bits(at_);
  }
}

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
  OnnxWriter(graph, weights, options).write(*model.mutable_graph());
  std::vector<std::uint8_t> bytes(model.ByteSizeLong());
  SEGME_CHECK(model.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())));
  return bytes;
}

}  // namespace segme::net
