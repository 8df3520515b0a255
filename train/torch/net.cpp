// train/torch/net: one case a node kind; the rules (asymmetric padding, sampling) are those of net/graph.h.
#include "train/torch/net.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace segme::train {

namespace F = torch::nn::functional;
using net::Node;
using net::Op;

namespace {

constexpr double kLastDeviation = 0.01;
constexpr double kPreluSlope = 0.25;  // He et al. 2015

torch::Tensor conv(const Node& node, torch::Tensor x, const torch::Tensor& weight, const torch::Tensor& bias) {
  const net::Padding& pad = node.padding;
  std::vector<std::int64_t> padding{pad.top, pad.left};
  if (pad.top != pad.bottom || pad.left != pad.right) {
    x = torch::constant_pad_nd(x, {pad.left, pad.right, pad.top, pad.bottom});
    padding = {0, 0};
  }
  return torch::conv2d(x, weight, bias, {node.stride_y, node.stride_x}, padding, {node.dilation, node.dilation},
                       node.groups);
}

/// LibTorch crops both ends alike; what differs is cut off after.
torch::Tensor transposed_conv(const Node& node, const torch::Tensor& x, const torch::Tensor& weight,
                              const torch::Tensor& bias) {
  const net::Padding& crop = node.padding;
  const int vertical = std::min(crop.top, crop.bottom);
  const int horizontal = std::min(crop.left, crop.right);
  torch::Tensor y =
      torch::conv_transpose2d(x, weight, bias, {node.stride_y, node.stride_x}, {vertical, horizontal}, 0, node.groups);
  y = y.slice(2, crop.top - vertical, y.size(2) - (crop.bottom - vertical));
  return y.slice(3, crop.left - horizontal, y.size(3) - (crop.right - horizontal));
}

/// One axis of the bilinear resize that samples at target * in / out.
torch::Tensor legacy_resize(const torch::Tensor& x, std::int64_t axis, std::int64_t size) {
  const std::int64_t in = x.size(axis);
  const torch::Tensor at = torch::arange(size, torch::kFloat64) * (static_cast<double>(in) / static_cast<double>(size));
  const torch::Tensor before = at.floor().to(torch::kInt64).clamp(0, in - 1);
  std::vector<std::int64_t> broadcast{1, 1, 1, 1};
  broadcast[static_cast<std::size_t>(axis)] = size;
  const torch::Tensor share = (at - before).to(x.dtype()).reshape(broadcast);
  const torch::Tensor first = x.index_select(axis, before);
  return first + (x.index_select(axis, (before + 1).clamp(0, in - 1)) - first) * share;
}

torch::Tensor resize(const Node& node, const torch::Tensor& x, std::int64_t height, std::int64_t width) {
  if (node.sampling == net::Sampling::legacy) return legacy_resize(legacy_resize(x, 2, height), 3, width);
  return torch::upsample_bilinear2d(x, {height, width}, node.sampling == net::Sampling::align_corners);
}

torch::Tensor shuffle(const torch::Tensor& x, std::int64_t groups) {
  const std::int64_t channels = x.size(1);
  return x.reshape({x.size(0), groups, channels / groups, x.size(2), x.size(3)})
      .transpose(1, 2)
      .reshape({x.size(0), channels, x.size(2), x.size(3)});
}

torch::Tensor reshape(const Node& node, const torch::Tensor& x) {
  std::vector<std::int64_t> sides{x.size(0)};
  sides.insert(sides.end(), node.flat.begin(), node.flat.end());
  return x.reshape(sides);
}

/// Random numbers of a convolution's kernel.
void start_kernel(torch::Tensor& kernel, const Node& node, bool last) {
  const double taps = node.kernel_height * node.kernel_width;
  double fan = node.groups > 1 && node.groups == node.shape.channels ? taps : taps * node.shape.channels;
  if (node.op == Op::transposed_conv) {  // what meets in one output value
    fan = static_cast<double>(kernel.size(0)) * taps / (node.stride_y * node.stride_x);
  }
  kernel.normal_(0.0, last ? kLastDeviation : std::sqrt(2.0 / fan));
  kernel = kernel.contiguous(torch::MemoryFormat::ChannelsLast);
}

const Node* last_convolution(const net::Graph& graph) {
  const Node* last = nullptr;
  for (const Node& node : graph.nodes) {
    if (node.op == Op::conv || node.op == Op::transposed_conv) last = &node;
  }
  return last;
}

}  // namespace

TorchNet::TorchNet(net::Graph graph) : graph_(std::move(graph)) {
  const Node* const last = last_convolution(graph_);
  for (const Node& node : graph_.nodes) {
    for (const net::WeightSpec& spec : net::weight_specs(graph_, node)) {
      torch::Tensor value = torch::zeros(spec.shape);
      if (spec.shape.size() == 4) {
        start_kernel(value, node, &node == last);
      } else if (node.op == Op::prelu) {
        value.fill_(kPreluSlope);
      } else if (spec.name == node.name + ".weight" || spec.name == node.name + ".running_var") {
        value.fill_(1.0);
      }
      if (spec.trained) value.set_requires_grad(true);
      (spec.trained ? parameters_ : statistics_).emplace_back(spec.name, value);
      by_name_[spec.name] = value;
    }
  }
}

const torch::Tensor& TorchNet::tensor(const std::string& name) const {
  const auto found = by_name_.find(name);
  SEGME_CHECK(found != by_name_.end());
  return found->second;
}

torch::Tensor TorchNet::run(const Node& node, const std::vector<torch::Tensor>& values, bool training) const {
  const auto input = [&](std::size_t i) -> const torch::Tensor& {
    return values[static_cast<std::size_t>(node.inputs[i])];
  };
  const auto bias = [&] { return node.bias ? tensor(node.name + ".bias") : torch::Tensor(); };
  switch (node.op) {
    case Op::affine: {
      const auto constant = [](const std::vector<float>& v) {
        return torch::tensor(v).reshape({1, static_cast<std::int64_t>(v.size()), 1, 1});
      };
      return (input(0) - constant(node.mean)) * constant(node.scale);
    }
    case Op::conv: return conv(node, input(0), tensor(node.name + ".weight"), bias());
    case Op::transposed_conv: return transposed_conv(node, input(0), tensor(node.name + ".weight"), bias());
    case Op::batch_norm:
      return torch::batch_norm(input(0), tensor(node.name + ".weight"), tensor(node.name + ".bias"),
                               tensor(node.name + ".running_mean"), tensor(node.name + ".running_var"),
                               training && !frozen_.contains(node.name), static_cast<double>(node.momentum),
                               static_cast<double>(node.epsilon), false);
    case Op::relu: return torch::relu(input(0));
    case Op::relu6: return torch::clamp(input(0), 0.0, 6.0);  // hardtanh has no bf16 gradient on CPUs
    case Op::prelu: return torch::prelu(input(0), tensor(node.name + ".weight"));
    case Op::hard_sigmoid: return torch::clamp(input(0) / 6 + 0.5, 0.0, 1.0);
    case Op::sigmoid: return torch::sigmoid(input(0));
    case Op::softmax: return torch::softmax(input(0), 1);
    case Op::complement: return 1 - input(0);
    case Op::dropout: return torch::dropout(input(0), static_cast<double>(node.rate), training);
    case Op::add: return input(0) + input(1);
    case Op::subtract: return input(0) - input(1);
    case Op::multiply: return input(0) * input(1);
    case Op::concat: return torch::cat({input(0), input(1)}, 1);
    case Op::resize: {
      if (node.inputs.size() > 1) return resize(node, input(0), input(1).size(2), input(1).size(3));
      // The graph's sizes are nominal: keep the ratio, so that other input sizes work too.
      const net::Shape& from = graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
      return resize(node, input(0), input(0).size(2) * node.shape.height / from.height,
                    input(0).size(3) * node.shape.width / from.width);
    }
    case Op::global_average: return input(0).mean({2, 3}, true);
    case Op::average_pool:
      return torch::avg_pool2d(input(0), {node.kernel_height, node.kernel_width}, {node.stride_y, node.stride_x});
    case Op::max_pool:
      return torch::max_pool2d(input(0), {node.kernel_height, node.kernel_width}, {node.stride_y, node.stride_x});
    case Op::channel_max: return input(0).amax({1}, true);
    case Op::shuffle: return shuffle(input(0), node.groups);
    case Op::slice: return input(0).slice(1, node.begin, node.end);
    case Op::pad: return torch::constant_pad_nd(input(0), {0, 0, 0, 0, node.begin, node.end});
    case Op::transpose: return input(0).permute({0, 3, 1, 2});
    case Op::reshape: return reshape(node, input(0));
    case Op::input: break;
  }
  SEGME_CHECK(!"an input that is not the first node");
  return {};
}

torch::Tensor TorchNet::forward(const torch::Tensor& pictures, bool training, const std::string& until) {
  std::vector<torch::Tensor> values(graph_.nodes.size());
  std::vector<std::size_t> last(graph_.nodes.size(), 0);
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    for (const int from : graph_.nodes[i].inputs) last[static_cast<std::size_t>(from)] = i;
  }
  values[0] = pictures;
  for (std::size_t i = 1; i < graph_.nodes.size(); ++i) {
    const Node& node = graph_.nodes[i];
    values[i] = run(node, values, training);
    if (node.name == until) return values[i];
    for (const int from : node.inputs) {
      if (last[static_cast<std::size_t>(from)] == i) values[static_cast<std::size_t>(from)] = torch::Tensor();
    }
  }
  SEGME_CHECK(until.empty());
  return values.back();
}

std::size_t TorchNet::freeze(const std::string& prefix) {
  std::size_t count = 0;
  for (auto& [name, value] : parameters_) {
    if (!name.starts_with(prefix)) continue;
    value.set_requires_grad(false);
    frozen_.insert(name.substr(0, name.rfind('.')));
    ++count;
  }
  return count;
}

net::Weights TorchNet::weights() const {
  net::Weights result;
  for (const auto& [name, value] : by_name_) {
    const torch::Tensor plain = value.detach().to(torch::kFloat32).contiguous();
    net::Tensor& tensor = result[name];
    tensor.shape = plain.sizes().vec();
    tensor.values.assign(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
  }
  return result;
}

std::size_t TorchNet::load(const net::Weights& weights, bool all) {
  const torch::NoGradGuard guard;
  std::size_t taken = 0;
  for (auto& [name, value] : by_name_) {
    const auto found = weights.find(name);
    if (found == weights.end() || torch::IntArrayRef(found->second.shape) != value.sizes()) {
      if (all) {
        throw Error(ExitCode::model, "cannot load the weights of '" + graph_.name + "': tensor '" + name + "' is " +
                                         (found == weights.end() ? "missing" : "of another shape") +
                                         ". Give a file that was made for this net.");
      }
      continue;
    }
    const torch::Tensor given = torch::from_blob(const_cast<float*>(found->second.values.data()), value.sizes());
    value.copy_(given);
    ++taken;
  }
  return taken;
}

}  // namespace segme::train
