// net/coreml/write: one case a node kind; names of layers and of what they fill are names of nodes.
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "coreml.pb.h"
#include "net/half.h"
#include "net/quantise.h"
#include "net/write_coreml.h"

namespace segme::net {
namespace {

constexpr int kVersion = 5;  // iOS 14, macOS 11: the first that resizes with half pixels
constexpr int kRgb = 20;
constexpr int kFloats = 65568;
constexpr int kBilinear = 1;
constexpr int kAverage = 1;
constexpr int kExactRank = 1;

class CoremlWriter {
 public:
  CoremlWriter(const Graph& graph, const Weights& weights, Precision precision)
      : graph_(graph), weights_(weights), precision_(precision), kept_(kept_in_floats(graph, weights)) {}

  void write(coreml::Model& out) {
    coreml::Description& description = *out.mutable_description();
    describe_input(*description.add_input());
    describe_output(*description.add_output());
    network_ = out.mutable_neural_network();
    network_->set_array_input_shape_mapping(kExactRank);
    network_->set_image_input_shape_mapping(kExactRank);
    for (at_ = 1; at_ < graph_.nodes.size(); ++at_) node(graph_.nodes[at_]);
  }

 private:
  /// A picture, unless the net takes more or fewer channels, or channels that lie side by side.
  void describe_input(coreml::Feature& feature) const {
    const Shape& shape = graph_.input_shape();
    feature.set_name("input");
    bool picture = shape.channels == 3;
    for (const Node& node : graph_.nodes) {
      if (node.op == Op::transpose && node.inputs[0] == 0) picture = false;
    }
    if (!picture) return describe_array(feature, graph_.nodes.front());
    coreml::ImageType& type = *feature.mutable_type()->mutable_image_type();
    type.set_width(shape.width);
    type.set_height(shape.height);
    type.set_colour_space(kRgb);
    feature.set_short_description("the picture, stretched to this size");
  }
  void describe_output(coreml::Feature& feature) const {
    feature.set_name("output");
    feature.set_short_description("how far each pixel belongs to the person");
    describe_array(feature, graph_.nodes.back());
  }
  static void describe_array(coreml::Feature& feature, const Node& node) {
    coreml::ArrayType& type = *feature.mutable_type()->mutable_array_type();
    type.add_shape(1);
    for (const std::int64_t dim : plane_dims(node)) type.add_shape(dim);
    type.set_data_type(kFloats);
  }

  [[nodiscard]] std::string name(std::size_t i) const {
    if (i == 0) return "input";
    return i + 1 == graph_.nodes.size() ? "output" : graph_.nodes[i].name;
  }
  /// A layer that reads what the node reads and fills what it fills.
  coreml::Layer& layer(const Node& node) {
    coreml::Layer& made = *network_->add_layers();
    made.set_name(node.name);
    for (const int from : node.inputs) made.add_input(name(static_cast<std::size_t>(from)));
    made.add_output(name(at_));
    return made;
  }
  coreml::Activation& activation(const Node& node) { return *layer(node).mutable_activation(); }

  [[nodiscard]] const Tensor& need(const std::string& name) const {
    return needed_weight(graph_, weights_, name, "write");
  }
  static void floats(coreml::Weights& to, const std::vector<float>& values) {
    to.mutable_floats()->Add(values.begin(), values.end());
  }
  template <class Value>
  static std::string bytes_of(const std::vector<Value>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)};
  }
  void kernel(coreml::Weights& to, const Node& node) const {
    constexpr int kBits = 8;
    constexpr int kMiddle = 128;
    const Tensor& tensor = need(node.name + ".weight");
    const std::size_t axis = node.op == Op::transposed_conv ? 1 : 0;
    if (precision_ == Precision::fp16 && !kept_[at_]) {
      to.set_halves(bytes_of(to_halves(tensor, axis)));
    } else if (precision_ == Precision::int8_weights && axis == 0) {
      const QuantisedWeights q = quantise_weights(tensor, axis);
      std::string* raw = to.mutable_raw();
      for (const std::int8_t value : q.values) raw->push_back(static_cast<char>(value + kMiddle));
      coreml::Quantisation& rule = *to.mutable_quantisation();
      rule.set_number_of_bits(kBits);
      for (const float scale : q.scales) {
        rule.mutable_linear()->add_scale(scale);
        rule.mutable_linear()->add_bias(-kMiddle * scale);
      }
    } else {
      floats(to, tensor.values);
    }
  }

  static void set_padding(coreml::Valid& to, const Padding& padding) {
    coreml::Borders& borders = *to.mutable_padding();
    for (const auto& [start, end] : {std::pair(padding.top, padding.bottom), std::pair(padding.left, padding.right)}) {
      coreml::Edge& edge = *borders.add_edges();
      edge.set_start(static_cast<std::uint64_t>(start));
      edge.set_end(static_cast<std::uint64_t>(end));
    }
  }
  /// Kernel, stride and padding, which convolutions and pools have alike.
  template <class Window>
  static void set_window(Window& to, const Node& node) {
    for (const int side : {node.kernel_height, node.kernel_width}) to.add_kernel_size(static_cast<std::uint64_t>(side));
    for (const int step : {node.stride_y, node.stride_x}) to.add_stride(static_cast<std::uint64_t>(step));
    set_padding(*to.mutable_valid(), node.padding);
  }
  void convolution(const Node& node) {
    coreml::Convolution& made = *layer(node).mutable_convolution();
    const bool transposed = node.op == Op::transposed_conv;
    const int in = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape.channels;
    made.set_output_channels(static_cast<std::uint64_t>(node.shape.channels));
    made.set_kernel_channels(static_cast<std::uint64_t>(transposed ? in : in / node.groups));
    made.set_groups(static_cast<std::uint64_t>(node.groups));
    set_window(made, node);
    for (int side = 0; side < 2; ++side) made.add_dilation(static_cast<std::uint64_t>(node.dilation));
    made.set_is_deconvolution(transposed);
    kernel(*made.mutable_weights(), node);
    made.set_biased(node.bias);
    if (node.bias) floats(*made.mutable_bias(), need(node.name + ".bias").values);
  }
  void pool(const Node& node) {
    coreml::Pooling& made = *layer(node).mutable_pooling();
    set_window(made, node);
    if (node.op == Op::max_pool) return;
    made.set_type(kAverage);
    made.set_average_excludes_padding(true);
  }
  void global_average(const Node& node) {
    coreml::Pooling& made = *layer(node).mutable_pooling();
    made.set_type(kAverage);
    set_padding(*made.mutable_valid(), {});
    made.set_global(true);
  }
  void resize(const Node& node) {
    const Shape& from = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
    const Shape& to = node.shape;
    if (to.height < from.height || to.width < from.width) {
      throw Error(ExitCode::usage, "cannot write the net '" + graph_.name + "' as .mlmodel: its layer '" + node.name +
                                       "' makes a picture smaller, and Core ML has no layer for that. Write .onnx.");
    }
    coreml::Upsample& made = *layer(node).mutable_upsample();
    if (to.height % from.height == 0 && to.width % from.width == 0) {
      made.add_factor(static_cast<std::uint64_t>(to.height / from.height));
      made.add_factor(static_cast<std::uint64_t>(to.width / from.width));
    } else {
      made.add_fractional_factor(static_cast<float>(to.height) / static_cast<float>(from.height));
      made.add_fractional_factor(static_cast<float>(to.width) / static_cast<float>(from.width));
    }
    made.set_mode(kBilinear);
    constexpr int kModes[] = {2, 1, 0};  // in the order of Sampling
    made.set_linear_mode(kModes[static_cast<int>(node.sampling)]);
  }
  void affine(const Node& node) {
    coreml::Scale& made = *layer(node).mutable_scale();
    const auto channels = static_cast<std::uint64_t>(node.shape.channels);
    made.add_scale_shape(channels);
    floats(*made.mutable_scale(), node.scale);
    made.set_biased(true);
    made.add_bias_shape(channels);
    for (std::size_t c = 0; c < node.scale.size(); ++c) {
      made.mutable_bias()->add_floats(-node.mean[c] * node.scale[c]);
    }
  }
  void batch_norm(const Node& node) {
    coreml::BatchNorm& made = *layer(node).mutable_batch_norm();
    made.set_channels(static_cast<std::uint64_t>(node.shape.channels));
    made.set_epsilon(node.epsilon);
    floats(*made.mutable_gamma(), need(node.name + ".weight").values);
    floats(*made.mutable_beta(), need(node.name + ".bias").values);
    floats(*made.mutable_mean(), need(node.name + ".running_mean").values);
    floats(*made.mutable_variance(), need(node.name + ".running_var").values);
  }
  /// Groups become an axis, which changes places with the channels of a group.
  void shuffle(const Node& node) {
    const Shape& shape = node.shape;
    coreml::Layer& split = layer(node);
    split.set_name(node.name + ".groups");
    split.set_output(0, node.name + ".groups");
    for (const int side : {1, node.groups, shape.channels / node.groups, shape.height, shape.width})
      split.mutable_reshape()->add_shape(side);
    coreml::Layer& turned = layer(node);
    turned.set_name(node.name + ".turned");
    turned.set_input(0, node.name + ".groups");
    turned.set_output(0, node.name + ".turned");
    for (const std::uint64_t axis : {0, 2, 1, 3, 4}) turned.mutable_transpose()->add_axes(axis);
    coreml::Layer& joined = layer(node);
    joined.set_input(0, node.name + ".turned");
    for (const int side : {1, shape.channels, shape.height, shape.width}) joined.mutable_reshape()->add_shape(side);
  }
  void linear(const Node& node, float alpha, float beta) {
    coreml::LinearActivation& made = *activation(node).mutable_linear();
    made.set_alpha(alpha);
    made.set_beta(beta);
  }

  void node(const Node& node) {
    switch (node.op) {
      case Op::input: break;
      case Op::affine: affine(node); break;
      case Op::conv:
      case Op::transposed_conv: convolution(node); break;
      case Op::batch_norm: batch_norm(node); break;
      case Op::relu: activation(node).mutable_relu(); break;
      case Op::relu6: layer(node).mutable_clip()->set_high(6); break;
      case Op::prelu:
        floats(*activation(node).mutable_prelu()->mutable_alpha(), need(node.name + ".weight").values);
        break;
      case Op::hard_sigmoid: {
        coreml::LinearActivation& made = *activation(node).mutable_hard_sigmoid();
        made.set_alpha(1.0F / 6);
        made.set_beta(0.5F);
        break;
      }
      case Op::sigmoid: activation(node).mutable_sigmoid(); break;
      case Op::softmax: layer(node).mutable_softmax(); break;
      case Op::complement: linear(node, -1, 1); break;
      case Op::dropout: linear(node, 1, 0); break;
      case Op::add: layer(node).mutable_add(); break;
      case Op::subtract: layer(node).mutable_subtract(); break;
      case Op::multiply: layer(node).mutable_multiply(); break;
      case Op::concat: layer(node).mutable_concat(); break;
      case Op::resize: resize(node); break;
      case Op::global_average: global_average(node); break;
      case Op::average_pool:
      case Op::max_pool: pool(node); break;
      case Op::channel_max: {
        coreml::Reduce& made = *layer(node).mutable_reduce_max();
        made.add_axes(1);
        made.set_keep(true);
        break;
      }
      case Op::shuffle: shuffle(node); break;
      case Op::slice: {
        coreml::Slice& made = *layer(node).mutable_slice();
        made.set_start(node.begin);
        made.set_end(node.end);
        made.set_stride(1);
        break;
      }
      case Op::pad: {
        coreml::Pad& made = *layer(node).mutable_pad();
        for (const int amount : {0, 0, node.begin, node.end, 0, 0, 0, 0})
          made.add_amounts(static_cast<std::uint64_t>(amount));
        break;
      }
      case Op::transpose: {
        coreml::Transpose& made = *layer(node).mutable_transpose();
        for (const std::uint64_t axis : {0, 3, 1, 2}) made.add_axes(axis);
        break;
      }
      case Op::reshape: {
        coreml::Reshape& made = *layer(node).mutable_reshape();
        made.add_shape(1);
        for (const int side : node.flat) made.add_shape(side);
        break;
      }
    }
  }

  const Graph& graph_;
  const Weights& weights_;
  Precision precision_;
  std::vector<bool> kept_;  // whose weights stay floats among halves
  coreml::Network* network_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::uint8_t> write_coreml(const Graph& graph, const Weights& weights, const WriteOptions& options) {
  SEGME_CHECK(graph.nodes.size() >= 2);
  if (options.precision == Precision::int8) {
    throw Error(ExitCode::usage,
                "a .mlmodel has 8 bits for weights only. Give --precision int8-weights, or write .onnx or .tflite.");
  }
  coreml::Model model;
  model.set_specification_version(kVersion);
  coreml::Metadata& metadata = *model.mutable_description()->mutable_metadata();
  metadata.set_short_description(graph.name + " of SegMe: which pixels belong to a person");
  metadata.set_version_string(SEGME_VERSION);
  for (const auto& [key, value] : options.metadata) {
    coreml::StringEntry& entry = *metadata.add_user_defined();
    entry.set_key(key);
    entry.set_value(value);
  }
  CoremlWriter(graph, weights, options.precision).write(model);
  std::vector<std::uint8_t> bytes(model.ByteSizeLong());
  SEGME_CHECK(model.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())));
  return bytes;
}

}  // namespace segme::net
