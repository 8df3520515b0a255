// train/torch/net: one case a node kind.
#include "train/torch/net.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "train/torch/layers.h"
#include "train/torch/norm.h"

namespace segme::train {

using net::Node;
using net::Op;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLastDeviation = 0.01;
constexpr double kPreluSlope = 0.25;  // He et al. 2015

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

/// Whether node `from` is among the nodes that `to` is computed of.
bool leads_to(const net::Graph& graph, int from, int to) {
  std::vector<bool> reached(graph.nodes.size(), false);
  reached[static_cast<std::size_t>(from)] = true;
  for (std::size_t i = static_cast<std::size_t>(from) + 1; i <= static_cast<std::size_t>(to); ++i) {
    for (const int input : graph.nodes[i].inputs) reached[i] = reached[i] || reached[static_cast<std::size_t>(input)];
  }
  return reached[static_cast<std::size_t>(to)];
}

/// Convolutions whose result is added, as it is, to what they are computed of: they start at zero, so that a deep net
/// without batch norms starts as a shallow one (Zhang et al. 2019, Fixup).
std::set<std::string> ends_of_residuals(const net::Graph& graph) {
  std::set<std::string> names;
  for (const Node& node : graph.nodes) {
    if (node.op != Op::add) continue;
    for (std::size_t i = 0; i < 2; ++i) {
      const Node& end = graph.nodes[static_cast<std::size_t>(node.inputs[i])];
      if (end.op == Op::conv && leads_to(graph, node.inputs[1 - i], node.inputs[i])) names.insert(end.name);
    }
  }
  return names;
}

/// The ReLU that alone uses node `norm`, whose last user is known; `norm` itself where there is none.
std::size_t relu_behind(const net::Graph& graph, std::size_t norm, std::size_t last_user) {
  for (std::size_t i = norm + 1; i < last_user; ++i) {
    const std::vector<int>& inputs = graph.nodes[i].inputs;
    if (std::find(inputs.begin(), inputs.end(), static_cast<int>(norm)) != inputs.end()) return norm;
  }
  const Op op = graph.nodes[last_user].op;
  return op == Op::relu || op == Op::relu6 ? last_user : norm;
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
  const std::set<std::string> zeros = ends_of_residuals(graph_);
  for (const Node& node : graph_.nodes) {
    for (const net::WeightSpec& spec : net::weight_specs(graph_, node)) {
      torch::Tensor value = torch::zeros(spec.shape);
      if (spec.shape.size() == 4) {
        if (!zeros.contains(node.name)) start_kernel(value, node, &node == last);
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

torch::Tensor TorchNet::run(const net::Graph& graph, const Node& node, const std::vector<torch::Tensor>& values,
                            bool training) const {
  const auto input = [&](std::size_t i) -> const torch::Tensor& {
    return values[static_cast<std::size_t>(node.inputs[i])];
  };
  const auto bias = [&] { return node.bias ? tensor(node.name + ".bias") : torch::Tensor(); };
  switch (node.op) {
    case Op::affine: {
      const auto constant = [&](const std::vector<float>& v) {
        return torch::tensor(v).reshape({1, static_cast<std::int64_t>(v.size()), 1, 1}).to(input(0).device());
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
    case Op::prelu: {
      const torch::Tensor& slopes = tensor(node.name + ".weight");
      const bool own = training && input(0).is_cpu() && torch::GradMode::is_enabled();
      return own ? taught_prelu(input(0), slopes) : torch::prelu(input(0), slopes);
    }
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
      const net::Shape& from = graph.nodes[static_cast<std::size_t>(node.inputs[0])].shape;
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

bool TorchNet::norm_is_ours(const Node& node, const std::vector<torch::Tensor>& values) const {
  return node.op == Op::batch_norm && torch::GradMode::is_enabled() && !frozen_.contains(node.name) &&
         values[static_cast<std::size_t>(node.inputs[0])].is_cpu();
}

torch::Tensor TorchNet::run_norm(const Node& node, const std::vector<torch::Tensor>& values, double low,
                                 double high) const {
  return taught_norm(values[static_cast<std::size_t>(node.inputs[0])],
                     {tensor(node.name + ".weight"), tensor(node.name + ".bias"), tensor(node.name + ".running_mean"),
                      tensor(node.name + ".running_var")},
                     static_cast<double>(node.momentum), static_cast<double>(node.epsilon), low, high);
}

torch::Tensor TorchNet::forward(const torch::Tensor& pictures, bool training, const std::string& until) {
  if (rounding_) return forward_rounded(pictures, until);
  std::vector<torch::Tensor> values(graph_.nodes.size());
  std::vector<std::size_t> last(graph_.nodes.size(), 0);
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    for (const int from : graph_.nodes[i].inputs) last[static_cast<std::size_t>(from)] = i;
  }
  values[0] = pictures;
  for (std::size_t i = 1; i < graph_.nodes.size(); ++i) {
    const Node& node = graph_.nodes[i];
    if (training && node.name != until && norm_is_ours(node, values)) {
      const std::size_t end = relu_behind(graph_, i, last[i]);
      const double high = graph_.nodes[end].op == Op::relu6 ? 6.0 : kInfinity;
      values[end] = run_norm(node, values, end == i ? -kInfinity : 0.0, high);
    } else if (!values[i].defined()) {  // it is where a norm was computed with the ReLU behind it
      values[i] = run(graph_, node, values, training);
    }
    if (node.name == until) return values[i];
    for (const int from : node.inputs) {
      if (last[static_cast<std::size_t>(from)] == i) values[static_cast<std::size_t>(from)] = torch::Tensor();
    }
  }
  SEGME_CHECK(until.empty());
  return values.back();
}

void TorchNet::round_to_8_bits(const std::vector<net::Range>& ranges) {
  rounding_ = std::make_shared<const Rounding>(graph_, ranges);
}

/// One node of the folded net, before its result is rounded.
torch::Tensor TorchNet::run_rounded(const Node& node, const std::vector<torch::Tensor>& values) const {
  if (node.op != Op::conv && node.op != Op::transposed_conv) return run(rounding_->folded, node, values, false);
  const auto from = static_cast<std::size_t>(node.inputs[0]);
  torch::Tensor weight = tensor(node.name + ".weight");
  const auto own = by_name_.find(node.name + ".bias");
  torch::Tensor bias = own != by_name_.end() ? own->second : torch::Tensor();
  const auto norm = rounding_->norms.find(node.name);
  if (norm != rounding_->norms.end()) {
    const std::string& of = norm->second.name;
    const torch::Tensor scale =
        tensor(of + ".weight") / (tensor(of + ".running_var") + static_cast<double>(norm->second.epsilon)).sqrt();
    const bool transposed = node.op == Op::transposed_conv;
    weight = weight * scale.view({transposed ? 1 : -1, transposed ? -1 : 1, 1, 1});
    const torch::Tensor& mean = tensor(of + ".running_mean");
    bias = (bias.defined() ? bias - mean : -mean) * scale + tensor(of + ".bias");
  }
  const auto& rule = rounding_->rules.nodes[from];
  SEGME_CHECK(rule.has_value());
  const RoundedConvolution made = rounded(rounding_->folded, node, *rule, weight, bias);
  const torch::Tensor sums = node.op == Op::conv ? conv(node, values[from], made.weight, {})
                                                 : transposed_conv(node, values[from], made.weight, {});
  return made.bias.defined() ? sums + made.bias.view({1, -1, 1, 1}) : sums;
}

torch::Tensor TorchNet::forward_rounded(const torch::Tensor& pictures, const std::string& until) const {
  const std::vector<Node>& nodes = rounding_->folded.nodes;
  std::vector<std::size_t> last(nodes.size(), 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (const int from : nodes[i].inputs) last[static_cast<std::size_t>(from)] = i;
  }
  std::vector<torch::Tensor> values(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    values[i] = i == 0 ? pictures : run_rounded(nodes[i], values);
    if (const auto& rule = rounding_->rules.nodes[i]) values[i] = rounded(values[i], *rule);
    if (nodes[i].name == until) return values[i];
    for (const int from : nodes[i].inputs) {
      if (last[static_cast<std::size_t>(from)] == i) values[static_cast<std::size_t>(from)] = torch::Tensor();
    }
  }
  SEGME_CHECK(until.empty());
  return values.back();
}

void TorchNet::to(torch::Device device) {
  for (auto* const list : {&parameters_, &statistics_}) {
    for (auto& [name, value] : *list) {
      const bool taught = value.requires_grad();
      value = value.detach().to(device);
      value.set_requires_grad(taught);
      by_name_[name] = value;
    }
  }
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

/// Sets each norm's running statistics to its input's, calls visit(norm, what it follows, mean, variance) and goes on
/// with what the norm then gives.
template <class Visit>
void TorchNet::visit_norms(const torch::Tensor& pictures, Visit visit) {
  const torch::NoGradGuard guard;
  std::vector<torch::Tensor> values(graph_.nodes.size());
  values[0] = pictures;
  for (std::size_t i = 1; i < graph_.nodes.size(); ++i) {
    const Node& node = graph_.nodes[i];
    if (node.op == Op::batch_norm) {
      const auto from = static_cast<std::size_t>(node.inputs[0]);
      const torch::Tensor x = values[from].to(torch::kFloat32);
      const torch::Tensor mean = x.mean({0, 2, 3});
      const torch::Tensor variance = x.var({0, 2, 3}, false);
      tensor(node.name + ".running_mean").copy_(mean);
      tensor(node.name + ".running_var").copy_(variance);
      visit(node, graph_.nodes[from], mean, variance);
    }
    values[i] = run(graph_, node, values, false);
  }
}

std::size_t TorchNet::unfold_norms(const torch::Tensor& pictures, const net::Weights& folded) {
  std::size_t count = 0;
  visit_norms(pictures, [&](const Node& norm, const Node& conv, const torch::Tensor& mean,
                            const torch::Tensor& variance) {
    const auto bias = folded.find(conv.name + ".bias");
    if (folded.contains(norm.name + ".running_mean") || bias == folded.end() || bias->second.shape[0] != mean.numel()) {
      return;
    }
    tensor(norm.name + ".weight").copy_((variance + norm.epsilon).sqrt());
    tensor(norm.name + ".bias").copy_(mean);
    if (!conv.bias)  // else the convolution has it
      tensor(norm.name + ".bias").add_(torch::tensor(bias->second.values).to(mean.device()));
    ++count;
  });
  return count;
}

void TorchNet::settle_statistics(const torch::Tensor& pictures) {
  visit_norms(pictures, [](const Node&, const Node&, const torch::Tensor&, const torch::Tensor&) {});
}

net::Weights TorchNet::weights() const {
  net::Weights result;
  for (const auto& [name, value] : by_name_) {
    const torch::Tensor plain = value.detach().to(torch::kCPU, torch::kFloat32).contiguous();
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
