// train/torch/rounding: the numbers are net/quantise's own; LibTorch rounds the activations.
#include "train/torch/rounding.h"

#include <utility>

#include "base/error.h"
#include "net/fold.h"

namespace segme::train {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr int kHighestByte = 255;
constexpr int kLowest = -128;  // of net::Quantiser

class RoundedValues : public torch::autograd::Function<RoundedValues> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const net::Quantiser& rule) {
    const std::int64_t zero = rule.zero_point - kLowest;
    const auto [values, within] =
        at::fake_quantize_per_tensor_affine_cachemask(x, static_cast<double>(rule.scale), zero, 0, kHighestByte);
    context->save_for_backward({values, within});
    const auto middle = static_cast<double>(kHighestByte) / 2 - static_cast<double>(zero);
    context->saved_data["middle"] = middle * static_cast<double>(rule.scale);
    return values;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor above = saved[0] > context->saved_data["middle"].toDouble();
    const torch::Tensor inwards = above == (gradients[0] > 0);
    return {gradients[0] * (saved[1] | inwards), torch::Tensor()};
  }
};

class StraightThrough : public torch::autograd::Function<StraightThrough> {
 public:
  static torch::Tensor forward(AutogradContext* /*context*/, const torch::Tensor& /*x*/, const torch::Tensor& instead) {
    return instead.clone();
  }
  static tensor_list backward(AutogradContext* /*context*/, tensor_list gradients) {
    return {gradients[0], torch::Tensor()};
  }
};

}  // namespace

Rounding::Rounding(const net::Graph& whole, std::vector<net::Range> wanted) : ranges(std::move(wanted)) {
  net::Weights none;
  folded = net::fold_batch_norms(whole, none);
  SEGME_CHECK(ranges.size() == folded.nodes.size());
  rules = net::plan_quantisation(folded, ranges);
  std::map<std::string, bool> left;
  for (const net::Node& node : folded.nodes) left[node.name] = true;
  for (const net::Node& node : whole.nodes) {
    if (node.op != net::Op::batch_norm || left.contains(node.name)) continue;
    norms[whole.nodes[static_cast<std::size_t>(node.inputs[0])].name] = node;
  }
}

torch::Tensor rounded(const torch::Tensor& x, const net::Quantiser& rule) {
  return RoundedValues::apply(x.to(torch::kFloat32), rule);
}

RoundedConvolution rounded(const net::Graph& graph, const net::Node& convolution, const net::Quantiser& input,
                           const torch::Tensor& weight, const torch::Tensor& bias) {
  const auto plain = [](const torch::Tensor& x) { return x.detach().to(torch::kCPU, torch::kFloat32).contiguous(); };
  const torch::Tensor kernel = plain(weight);
  const float* const values = kernel.data_ptr<float>();
  net::Tensor made{kernel.sizes().vec(), {values, values + kernel.numel()}};
  torch::Tensor biases = bias.defined() ? plain(bias).clone() : torch::empty({0});
  net::round_convolution(graph, convolution, input, made,
                         {biases.data_ptr<float>(), static_cast<std::size_t>(biases.numel())});
  const torch::Tensor stepped =
      torch::from_blob(made.values.data(), kernel.sizes()).to(weight.device(), torch::kFloat32);
  RoundedConvolution result{StraightThrough::apply(weight, stepped), {}};
  if (bias.defined()) result.bias = StraightThrough::apply(bias, biases.to(bias.device()));
  return result;
}

}  // namespace segme::train
