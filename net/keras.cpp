// net/keras: a walk along two lists; the shape that the net wants decides how a kernel is read.
#include "net/keras.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/error.h"
#include "net/walk.h"

namespace segme::net {
namespace {

/// A convolution or a norm of the file: of a separable convolution's layer there are two.
struct Piece {
  const KerasLayer* layer = nullptr;
  const Tensor* kernel = nullptr;  ///< null: a norm
  const Tensor* bias = nullptr;
};

const Tensor* part_of(const KerasLayer& layer, const char* name) {
  const auto found = layer.parts.find(name);
  return found == layer.parts.end() ? nullptr : &found->second;
}

std::vector<Piece> pieces_of(const std::vector<KerasLayer>& layers) {
  std::vector<Piece> pieces;
  for (const KerasLayer& layer : layers) {
    const Tensor* const depthwise = part_of(layer, "depthwise_kernel");
    const Tensor* const pointwise = part_of(layer, "pointwise_kernel");
    const Tensor* const bias = part_of(layer, "bias");
    if (depthwise != nullptr && pointwise != nullptr) {
      pieces.push_back({&layer, depthwise, nullptr});
      pieces.push_back({&layer, pointwise, bias});
    } else if (const Tensor* const kernel = depthwise != nullptr ? depthwise : part_of(layer, "kernel")) {
      pieces.push_back({&layer, kernel, bias});
    } else if (!layer.parts.empty()) {
      pieces.push_back({&layer, nullptr, nullptr});
    }
  }
  return pieces;
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t side : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(side);
  return text + "]";
}

/// Which side of a Keras kernel each side of ours is.
using Order = std::array<std::size_t, 4>;
constexpr Order kPlain{3, 2, 0, 1};       // [h, w, in, out] -> [out, in, h, w]
constexpr Order kDepthwise{2, 3, 0, 1};   // [h, w, channels, 1] -> [channels, 1, h, w]
constexpr Order kTransposed{3, 2, 0, 1};  // [h, w, out, in] -> [in, out, h, w]
constexpr Order kOneTap{2, 3, 0, 1};      // [1, 1, out, in] -> [out, in, 1, 1]

std::optional<Tensor> reordered(const Tensor& kernel, const Order& order, const std::vector<std::int64_t>& wanted) {
  for (std::size_t i = 0; i < 4; ++i) {
    if (kernel.shape[order[i]] != wanted[i]) return std::nullopt;
  }
  std::array<std::size_t, 4> step{};  // in the file, of each of its sides
  std::size_t inner = 1;
  for (std::size_t i = 4; i-- > 0;) {
    step[i] = inner;
    inner *= static_cast<std::size_t>(kernel.shape[i]);
  }
  Tensor made{wanted, {}};
  made.values.reserve(inner);
  const auto side = [&](std::size_t i) { return static_cast<std::size_t>(wanted[i]); };
  for (std::size_t a = 0; a < side(0); ++a) {
    for (std::size_t b = 0; b < side(1); ++b) {
      for (std::size_t c = 0; c < side(2); ++c) {
        for (std::size_t d = 0; d < side(3); ++d) {
          const std::size_t at = a * step[order[0]] + b * step[order[1]] + c * step[order[2]] + d * step[order[3]];
          made.values.push_back(kernel.values[at]);
        }
      }
    }
  }
  return made;
}

std::vector<int> order_of(const Graph& graph, LayerOrder order) {
  std::vector<int> built;
  std::vector<Step> steps;
  for (const Node& node : graph.nodes) {
    built.push_back(static_cast<int>(built.size()));
    steps.push_back({node.inputs, node.op == Op::conv || node.op == Op::transposed_conv ? 1 : 0});
  }
  if (order == LayerOrder::built) return built;
  const int output = built.back();
  return walk_order(steps, {&output, 1});
}

class Fitting {
 public:
  Fitting(const Graph& graph, const std::vector<KerasLayer>& layers, LayerOrder order)
      : graph_(graph), order_(order_of(graph, order)), pieces_(pieces_of(layers)) {}

  KerasStart run() {
    for (const int at : order_) {
      const Node& node = graph_.nodes[static_cast<std::size_t>(at)];
      const std::vector<WeightSpec> specs = weight_specs(graph_, node);
      if (specs.empty()) continue;
      const bool is_norm = node.op == Op::batch_norm;
      if (node.op != Op::conv && node.op != Op::transposed_conv && !is_norm) {
        stop(node, specs);  // what Keras has for it, nobody has shown yet
        break;
      }
      if (is_norm ? !norm(node, specs) : !convolution(node, specs)) {
        stop(node, specs);
        break;
      }
    }
    return std::move(made_);
  }

 private:
  bool convolution(const Node& node, const std::vector<WeightSpec>& specs) {
    if (at_ == pieces_.size() || pieces_[at_].kernel == nullptr || pieces_[at_].kernel->shape.size() != 4) return false;
    if (last_ != nullptr && !last_->bias && last_bias_ != nullptr && moves(*last_bias_)) return false;
    const Piece& piece = pieces_[at_];
    const auto wanted = specs.front().shape;
    const bool depthwise = node.op == Op::conv && node.groups > 1;
    std::optional<Tensor> kernel = reordered(*piece.kernel,
                                             node.op == Op::transposed_conv ? kTransposed
                                             : depthwise                    ? kDepthwise
                                                                            : kPlain,
                                             wanted);
    if (!kernel && node.op == Op::conv) kernel = reordered(*piece.kernel, kOneTap, wanted);
    const std::int64_t channels = node.shape.channels;
    if (!kernel || (piece.bias != nullptr && piece.bias->shape != std::vector<std::int64_t>{channels})) return false;
    made_.weights[node.name + ".weight"] = std::move(*kernel);
    if (node.bias && piece.bias != nullptr) made_.weights[node.name + ".bias"] = *piece.bias;
    if (node.bias && piece.bias == nullptr) made_.weights[node.name + ".bias"] = filled(channels, 0);
    last_ = &node;
    last_bias_ = piece.bias;
    take();
    return true;
  }

  /// A norm that the file lacks is one that it has folded into the convolution before, whose bias tells so.
  bool norm(const Node& node, const std::vector<WeightSpec>& specs) {
    const std::int64_t channels = node.shape.channels;
    const bool there = at_ < pieces_.size() && pieces_[at_].kernel == nullptr;
    if (!there) {
      if (last_ == nullptr || last_bias_ == nullptr) return false;
      made_.weights[last_->name + ".bias"] = *last_bias_;
      last_bias_ = nullptr;
      ++made_.unfolded;
      return true;
    }
    const KerasLayer& layer = *pieces_[at_].layer;
    const Tensor* const mean = part_of(layer, "moving_mean");
    const Tensor* const variance = part_of(layer, "moving_variance");
    if (mean == nullptr || variance == nullptr) return false;
    const Tensor* const parts[] = {part_of(layer, "gamma"), part_of(layer, "beta"), mean, variance};
    for (const Tensor* const part : parts) {
      if (part != nullptr && part->shape != std::vector<std::int64_t>{channels}) return false;
    }
    for (std::size_t i = 0; i < 4; ++i) {
      made_.weights[specs[i].name] = parts[i] != nullptr ? *parts[i] : filled(channels, i == 0 ? 1.0F : 0.0F);
    }
    // A bias that only the file has moves what the norm sees.
    if (last_ != nullptr && !last_->bias && last_bias_ != nullptr) {
      std::vector<float>& means = made_.weights[node.name + ".running_mean"].values;
      for (std::size_t i = 0; i < means.size(); ++i) means[i] -= last_bias_->values[i];
    }
    last_bias_ = nullptr;
    take();
    return true;
  }

  /// A bias that neither the net nor a norm behind it has a place for must change nothing.
  static bool moves(const Tensor& bias) {
    return std::ranges::any_of(bias.values, [](float value) { return value != 0; });
  }

  static Tensor filled(std::int64_t channels, float value) {
    return {{channels}, std::vector<float>(static_cast<std::size_t>(channels), value)};
  }

  void take() {
    if (pieces_[at_].layer != taken_) ++made_.taken;
    taken_ = pieces_[at_++].layer;
  }

  void stop(const Node& node, const std::vector<WeightSpec>& specs) {
    made_.remark = "It ends before '" + node.name + "', which begins as in a new net";
    if (at_ == pieces_.size()) return;
    const Piece& piece = pieces_[at_];
    made_.remark =
        "Its layer '" + piece.layer->name + "' " +
        (piece.kernel != nullptr ? "with a kernel of " + shape_text(piece.kernel->shape) : "without a kernel") +
        " does not fit '" + node.name + "' with " + shape_text(specs.front().shape) +
        ", which begins as in a new net with all behind it";
  }

  const Graph& graph_;
  std::vector<int> order_;
  std::vector<Piece> pieces_;
  std::size_t at_ = 0;
  const KerasLayer* taken_ = nullptr;
  const Node* last_ = nullptr;  ///< the last convolution
  const Tensor* last_bias_ = nullptr;
  KerasStart made_;
};

}  // namespace

KerasStart fit_keras(const Graph& graph, const std::vector<KerasLayer>& layers, LayerOrder order) {
  return Fitting(graph, layers, order).run();
}

std::string keras_part(const std::string& name) {
  std::string part = name.substr(name.rfind('/') + 1);
  part = part.substr(0, part.find(':'));
  const std::size_t end = part.find_last_not_of("0123456789");  // "gamma_1", where names met
  if (end != std::string::npos && end + 1 < part.size() && part[end] == '_') part.resize(end);
  return part;
}

std::string keras_layer(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

}  // namespace segme::net
