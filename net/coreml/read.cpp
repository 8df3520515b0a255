// net/coreml/read: see read_coreml.h. Only the layers that write.cpp writes, in the form in which it writes them.
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/checked_size.h"
#include "base/error.h"
#include "coreml.pb.h"
#include "net/half.h"
#include "net/read_coreml.h"

namespace segme::net {
namespace {

constexpr int kMostSide = 1 << 16;
constexpr int kMostFlat = 1 << 30;  // of a row of all values

class CoremlReader {
 public:
  explicit CoremlReader(const std::string& name) : name_(name) {}

  ReadNet read(const coreml::Model& model) {
    if (model.description().input_size() != 1) refuse("it has not one input");
    for (const coreml::StringEntry& entry : model.description().metadata().user_defined()) {
      if (entry.key() == "net") made_.graph.name = entry.value();
    }
    Node input;
    input.name = "input";
    input.shape = input_shape(model.description().input(0).type());
    add(std::move(input), model.description().input(0).name());
    for (const coreml::Layer& layer : model.neural_network().layers()) read_layer(layer);
    if (made_.graph.nodes.size() < 2) refuse("it has no layers");
    return std::move(made_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ExitCode::model,
                "cannot read '" + name_ + "': " + why + ". Give a Core ML file that 'segme export' wrote.");
  }
  [[nodiscard]] int side(std::int64_t value) const {
    if (value < 1 || value > kMostSide) refuse("it has a side of " + std::to_string(value));
    return static_cast<int>(value);
  }
  [[nodiscard]] int small(std::uint64_t value) const {
    if (value > kMostSide) refuse("it has a number that is too large");
    return static_cast<int>(value);
  }
  [[nodiscard]] Shape input_shape(const coreml::FeatureType& type) const {
    if (type.has_image_type()) return {3, side(type.image_type().height()), side(type.image_type().width())};
    const auto& shape = type.array_type().shape();
    if (shape.size() != 4) refuse("its input has not four dimensions");
    return {side(shape[1]), side(shape[2]), side(shape[3])};
  }

  void add(Node node, const std::string& output) {
    places_[output] = static_cast<int>(made_.graph.nodes.size());
    made_.graph.nodes.push_back(std::move(node));
  }
  [[nodiscard]] int place(const std::string& input) const {
    const auto found = places_.find(input);
    if (found == places_.end()) refuse("a layer reads '" + input + "', which nothing makes");
    return found->second;
  }

  [[nodiscard]] std::vector<float> floats(const coreml::Weights& from) const {
    if (from.halves().empty()) return {from.floats().begin(), from.floats().end()};
    std::vector<std::uint16_t> halves(from.halves().size() / sizeof(std::uint16_t));
    if (halves.size() * sizeof(std::uint16_t) != from.halves().size()) refuse("a half is cut short");
    std::memcpy(halves.data(), from.halves().data(), from.halves().size());
    std::vector<float> values;
    for (const std::uint16_t half : halves) values.push_back(from_half(half));
    return values;
  }
  void keep(const std::string& name, std::vector<std::int64_t> shape, std::vector<float> values) {
    if (checked_product_of(shape) != values.size())
      refuse("'" + name + "' has " + std::to_string(values.size()) + " values, which is not its size");
    made_.weights[name] = {std::move(shape), std::move(values)};
  }
  void keep_kernel(const Node& node, std::vector<std::int64_t> shape, const coreml::Weights& from) {
    std::vector<float> values = floats(from);
    if (from.has_quantisation()) {
      const coreml::Linear& rule = from.quantisation().linear();
      const auto channels = static_cast<std::size_t>(shape[0]);
      if (static_cast<std::size_t>(rule.scale_size()) != channels ||
          static_cast<std::size_t>(rule.bias_size()) != channels || from.raw().size() % channels != 0) {
        refuse("'" + node.name + "' has not a scale for each channel");
      }
      const std::size_t each = from.raw().size() / channels;
      for (std::size_t i = 0; i < from.raw().size(); ++i) {
        const int channel = static_cast<int>(i / each);
        values.push_back(rule.scale(channel) * static_cast<float>(static_cast<unsigned char>(from.raw()[i])) +
                         rule.bias(channel));
      }
    }
    keep(node.name + ".weight", std::move(shape), std::move(values));
  }

  template <class Window>
  void read_window(Node& node, const Window& from) const {
    const auto& edges = from.valid().padding().edges();
    if (from.kernel_size_size() != 2 || from.stride_size() != 2 || edges.size() != 2)
      refuse("the window of '" + node.name + "' is not flat");
    node.kernel_height = side(small(from.kernel_size(0)));
    node.kernel_width = side(small(from.kernel_size(1)));
    node.stride_y = side(small(from.stride(0)));
    node.stride_x = side(small(from.stride(1)));
    node.padding = {small(edges[0].start()), small(edges[1].start()), small(edges[0].end()), small(edges[1].end())};
  }
  [[nodiscard]] Shape windowed(const Node& node, const Shape& in, int channels, bool transposed) const {
    const Padding& padding = node.padding;
    const auto length = [&](std::int64_t from, std::int64_t kernel, std::int64_t stride, std::int64_t around) {
      const std::int64_t reach = (kernel - 1) * node.dilation + 1;
      return side(transposed ? (from - 1) * stride + reach - around : (from + around - reach) / stride + 1);
    };
    return {channels, length(in.height, node.kernel_height, node.stride_y, padding.top + padding.bottom),
            length(in.width, node.kernel_width, node.stride_x, padding.left + padding.right)};
  }
  void read_convolution(Node& node, const Shape& in, const coreml::Convolution& from) {
    const bool transposed = from.is_deconvolution();
    node.op = transposed ? Op::transposed_conv : Op::conv;
    node.groups = side(small(from.groups()));
    read_window(node, from);
    if (from.dilation_size() == 2) node.dilation = side(small(from.dilation(0)));
    node.bias = from.biased();
    const int out = side(small(from.output_channels()));
    if (in.channels % node.groups != 0 ||
        small(from.kernel_channels()) != (transposed ? in : Shape{in.channels / node.groups}).channels)
      refuse("the kernel of '" + node.name + "' is for another number of channels");
    node.shape = windowed(node, in, out, transposed);
    std::vector<std::int64_t> shape{out, in.channels / node.groups, node.kernel_height, node.kernel_width};
    if (transposed) std::swap(shape[0], shape[1]);
    keep_kernel(node, std::move(shape), from.weights());
    if (node.bias) keep(node.name + ".bias", {out}, floats(from.bias()));
  }
  void read_pool(Node& node, const Shape& in, const coreml::Pooling& from) {
    if (from.global()) {
      node.op = Op::global_average;
      node.shape = {in.channels, 1, 1};
      return;
    }
    node.op = from.type() == 0 ? Op::max_pool : Op::average_pool;
    read_window(node, from);
    node.shape = windowed(node, in, in.channels, false);
  }
  void read_activation(Node& node, const coreml::Activation& from) {
    switch (from.kind_case()) {
      case coreml::Activation::kRelu: node.op = Op::relu; return;
      case coreml::Activation::kSigmoid: node.op = Op::sigmoid; return;
      case coreml::Activation::kHardSigmoid: node.op = Op::hard_sigmoid; return;
      case coreml::Activation::kLinear: node.op = from.linear().alpha() < 0 ? Op::complement : Op::dropout; return;
      case coreml::Activation::kPrelu:
        node.op = Op::prelu;
        keep(node.name + ".weight", {node.shape.channels}, floats(from.prelu().alpha()));
        return;
      case coreml::Activation::KIND_NOT_SET: refuse("'" + node.name + "' is an activation that SegMe does not write");
    }
  }
  void read_norm(Node& node, const coreml::BatchNorm& from) {
    node.op = Op::batch_norm;
    node.epsilon = from.epsilon();
    keep(node.name + ".weight", {node.shape.channels}, floats(from.gamma()));
    keep(node.name + ".bias", {node.shape.channels}, floats(from.beta()));
    keep(node.name + ".running_mean", {node.shape.channels}, floats(from.mean()));
    keep(node.name + ".running_var", {node.shape.channels}, floats(from.variance()));
  }
  void read_scale(Node& node, const coreml::Scale& from) {
    node.op = Op::affine;
    node.scale = floats(from.scale());
    const std::vector<float> bias = floats(from.bias());
    if (node.scale.size() != static_cast<std::size_t>(node.shape.channels) || bias.size() != node.scale.size())
      refuse("'" + node.name + "' has not a scale for each channel");
    for (std::size_t c = 0; c < bias.size(); ++c) node.mean.push_back(-bias[c] / node.scale[c]);
  }
  void read_upsample(Node& node, const coreml::Upsample& from) const {
    constexpr std::array<Sampling, 3> kModes{Sampling::legacy, Sampling::align_corners, Sampling::half_pixel};
    const auto mode = static_cast<std::size_t>(from.linear_mode());
    if (mode >= kModes.size()) refuse("'" + node.name + "' resizes in a way that SegMe does not write");
    node.op = Op::resize;
    node.sampling = kModes[mode];
    if (from.factor_size() == 2) {
      node.shape.height = side(std::int64_t{node.shape.height} * small(from.factor(0)));
      node.shape.width = side(std::int64_t{node.shape.width} * small(from.factor(1)));
    } else if (from.fractional_factor_size() == 2) {
      node.shape.height = scaled(node.shape.height, from.fractional_factor(0));
      node.shape.width = scaled(node.shape.width, from.fractional_factor(1));
    } else {
      refuse("'" + node.name + "' has not two factors");
    }
  }
  [[nodiscard]] int scaled(int length, float factor) const {
    if (!(factor > 0 && factor < kMostSide)) refuse("it has a factor that is not a number");
    return side(static_cast<std::int64_t>(static_cast<double>(length) * static_cast<double>(factor) + 0.5));
  }
  /// The first of the three layers that a shuffle is made of names the groups, the last one is the node.
  bool read_reshape(Node& node, const coreml::Reshape& from) {
    if (from.shape_size() == 5) {
      groups_ = side(from.shape(1));
      return false;
    }
    if (groups_ > 0) {
      node.op = Op::shuffle;
      node.groups = std::exchange(groups_, 0);
      if (node.shape.channels % node.groups != 0) refuse("'" + node.name + "' shuffles groups that are not equal");
      return true;
    }
    node.op = Op::reshape;
    for (int i = 1; i < from.shape_size(); ++i) {
      if (from.shape(i) < 1 || from.shape(i) > node.shape.size() || from.shape(i) > kMostFlat)
        refuse("'" + node.name + "' has a side of " + std::to_string(from.shape(i)));
      node.flat.push_back(static_cast<int>(from.shape(i)));
    }
    if (checked_product_of(node.flat) != static_cast<std::size_t>(node.shape.size()))
      refuse("'" + node.name + "' has another number of values than what it reads");
    return true;
  }
  /// Whether the layer is a node, and no part of one.
  bool read_kind(Node& node, const Shape& in, const coreml::Layer& from) {
    switch (from.layer_case()) {
      case coreml::Layer::kConvolution: read_convolution(node, in, from.convolution()); return true;
      case coreml::Layer::kPooling: read_pool(node, in, from.pooling()); return true;
      case coreml::Layer::kActivation: read_activation(node, from.activation()); return true;
      case coreml::Layer::kBatchNorm: read_norm(node, from.batch_norm()); return true;
      case coreml::Layer::kSoftmax: node.op = Op::softmax; return true;
      case coreml::Layer::kUpsample: read_upsample(node, from.upsample()); return true;
      case coreml::Layer::kScale: read_scale(node, from.scale()); return true;
      case coreml::Layer::kClip: node.op = Op::relu6; return true;
      case coreml::Layer::kAdd: node.op = Op::add; return true;
      case coreml::Layer::kMultiply: node.op = Op::multiply; return true;
      case coreml::Layer::kSubtract: node.op = Op::subtract; return true;
      case coreml::Layer::kConcat:
        node.op = Op::concat;
        node.shape.channels = 0;
        for (const int i : node.inputs) node.shape.channels += shape_of(i).channels;
        return true;
      case coreml::Layer::kSlice:
        node.op = Op::slice;
        node.begin = static_cast<int>(from.slice().start());
        node.end = static_cast<int>(from.slice().end());
        if (node.begin < 0 || node.end > in.channels) refuse("'" + node.name + "' takes channels that are not there");
        node.shape.channels = side(node.end - node.begin);
        return true;
      case coreml::Layer::kTranspose:
        if (from.transpose().axes_size() == 5) return false;
        node.op = Op::transpose;
        node.shape = {in.width, in.channels, in.height};
        return true;
      case coreml::Layer::kReshape: return read_reshape(node, from.reshape());
      case coreml::Layer::kPad:
        if (from.pad().amounts_size() != 8) refuse("'" + node.name + "' does not pad four dimensions");
        node.op = Op::pad;
        node.begin = small(from.pad().amounts(2));
        node.end = small(from.pad().amounts(3));
        node.shape.channels += node.begin + node.end;
        return true;
      case coreml::Layer::kReduceMax:
        node.op = Op::channel_max;
        node.shape.channels = 1;
        return true;
      case coreml::Layer::LAYER_NOT_SET: refuse("'" + from.name() + "' is a layer that SegMe does not write");
    }
    return false;
  }
  void read_layer(const coreml::Layer& from) {
    if (from.output_size() != 1 || from.input_size() < 1) refuse("'" + from.name() + "' has not one output");
    Node node;
    node.name = from.name();
    for (const std::string& input : from.input()) node.inputs.push_back(place(input));
    const Shape in = shape_of(node.inputs[0]);
    node.shape = in;
    const bool two = from.has_add() || from.has_multiply() || from.has_subtract();
    if (two && node.inputs.size() != 2) refuse("'" + node.name + "' has not two inputs");
    if (read_kind(node, in, from)) {
      add(std::move(node), from.output(0));
    } else {
      places_[from.output(0)] = node.inputs[0];
    }
  }
  [[nodiscard]] const Shape& shape_of(int i) const { return made_.graph.nodes[static_cast<std::size_t>(i)].shape; }

  const std::string& name_;
  ReadNet made_;
  std::map<std::string, int> places_;  // which node fills what is called so
  int groups_ = 0;                     // of a shuffle that has begun
};

coreml::Model parse(std::span<const std::uint8_t> bytes, const std::string& name) {
  coreml::Model model;
  if (!model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !model.has_neural_network()) {
    throw Error(ExitCode::model, "cannot read '" + name +
                                     "': it is no Core ML network, or is cut short. Give a Core ML file that 'segme "
                                     "export' wrote.");
  }
  return model;
}

}  // namespace

ReadNet read_coreml_net(std::span<const std::uint8_t> bytes, const std::string& name) {
  return CoremlReader(name).read(parse(bytes, name));
}

Weights read_coreml(const std::filesystem::path& path, std::string* net, int* size) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ExitCode::model, "cannot read the weights of '" + path.string() +
                                     "': there is no such file, or it may not be read. Give another one.");
  }
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  const coreml::Model model = parse(bytes, path.string());
  for (const coreml::Layer& layer : model.neural_network().layers()) {
    if (!layer.convolution().weights().has_quantisation()) continue;
    throw Error(ExitCode::model, "cannot read the weights of '" + path.string() +
                                     "': they are in 8 bits, of which floats cannot be made again. Give a file in "
                                     "fp32 or fp16.");
  }
  ReadNet read = CoremlReader(path.string()).read(model);
  const Shape& shape = read.graph.input_shape();
  if (net != nullptr) *net = read.graph.name;
  if (size != nullptr) *size = shape.width == shape.height ? shape.width : 0;
  return std::move(read.weights);
}

}  // namespace segme::net
