// train/torch/net: one case a node kind; the rules (asymmetric padding, sampling) are those of net/graph.h.
#include "train/torch/net.h"

#include "base/error.h"

namespace segme::train {

namespace F = torch::nn::functional;
using net::Node;
using net::Op;

namespace {

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

torch::Tensor resize(const Node& node, const net::Shape& nominal_in, const torch::Tensor& x) {
  // The graph's sizes are nominal: keep the ratio, so that other input sizes work too.
  const std::int64_t height = x.size(2) * node.shape.height / nominal_in.height;
  const std::int64_t width = x.size(3) * node.shape.width / nominal_in.width;
  SEGME_CHECK(node.sampling != net::Sampling::legacy);
  return torch::upsample_bilinear2d(x, {height, width}, node.sampling == net::Sampling::align_corners);
}

}  // namespace

TorchNet::TorchNet(net::Graph graph) : graph_(std::move(graph)) {
  for (const net::WeightSpec& spec : net::weight_specs(graph_)) {
    torch::Tensor value = torch::zeros(spec.shape);
    const bool ends_in_weight = spec.name.size() > 7 && spec.name.compare(spec.name.size() - 7, 7, ".weight") == 0;
    if (spec.shape.size() == 4) {
      const double fan_out = static_cast<double>(spec.shape[0] * spec.shape[2] * spec.shape[3]);
      const bool depthwise = spec.shape[1] == 1;
      const double fan = depthwise ? static_cast<double>(spec.shape[2] * spec.shape[3]) : fan_out;
      value.normal_(0.0, spec.shape[0] == 1 ? 0.01 : std::sqrt(2.0 / fan));
      value = value.contiguous(torch::MemoryFormat::ChannelsLast);
    } else if (ends_in_weight || spec.name.find(".running_var") != std::string::npos) {
      value.fill_(1.0);
    }
    if (spec.trained) value.set_requires_grad(true);
    (spec.trained ? parameters_ : statistics_).emplace_back(spec.name, value);
    by_name_[spec.name] = value;
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
      const auto constant = [](const std::array<float, 3>& v) {
        return torch::tensor({v[0], v[1], v[2]}).reshape({1, 3, 1, 1});
      };
      return (input(0) - constant(node.mean)) * constant(node.scale);
    }
    case Op::conv: return conv(node, input(0), tensor(node.name + ".weight"), bias());
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
    case Op::add: return input(0) + input(1);
    case Op::multiply: return input(0) * input(1);
    case Op::concat: return torch::cat({input(0), input(1)}, 1);
    case Op::resize: return resize(node, graph_.nodes[static_cast<std::size_t>(node.inputs[0])].shape, input(0));
    case Op::global_average: return input(0).mean({2, 3}, true);
    case Op::slice: return input(0).slice(1, node.begin, node.end);
    default: SEGME_CHECK(!"a node that LibTorch training knows");
  }
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
