// train/torch/rounding: the numbers are net/quantise's own. On a processor train/rounding_kernels rounds the
// activations, because a step takes twice as long with LibTorch's own rounding.
#include "train/torch/rounding.h"

#include <utility>

#include "base/error.h"
#include "net/fold.h"
#include "train/rounding_kernels.h"

namespace segme::train {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr int kHighestByte = 255;
constexpr int kLowest = -128;  // of net::Quantiser

/// A tensor that lies in memory as `like` does.
torch::Tensor laid_out_as(const torch::Tensor& like, const torch::Tensor& x) {
  return x.strides() == like.strides() ? x : torch::empty_like(like, x.options()).copy_(x);
}

class RoundedValues : public torch::autograd::Function<RoundedValues> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& any, const net::Quantiser& rule) {
    const torch::Tensor x = any.is_non_overlapping_and_dense() ? any : any.contiguous();
    torch::Tensor values = torch::empty_like(x);
    torch::Tensor side = torch::empty_like(x, torch::kInt8);
    const ByteRule bytes{rule.scale, rule.zero_point - kLowest};
    if (x.is_cpu()) {
      rounding_loops().round(bytes, x.data_ptr<float>(), x.numel(), values.data_ptr<float>(),
                             side.data_ptr<std::int8_t>());
    } else {
      const torch::Tensor wanted = (x * (1.0F / bytes.scale)).round_() + bytes.zero;
      side.copy_((wanted > kHighestByte).to(torch::kInt8) - (wanted < 0).to(torch::kInt8));
      values.copy_((wanted.clamp(0, kHighestByte) - bytes.zero) * bytes.scale);
    }
    context->save_for_backward({side});
    return values;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const torch::Tensor side = context->get_saved_variables()[0];
    const torch::Tensor gradient = laid_out_as(side, gradients[0]);
    if (!gradient.is_cpu()) return {gradient * (side * gradient >= 0), torch::Tensor()};
    torch::Tensor passed = torch::empty_like(gradient);
    rounding_loops().gradient(side.data_ptr<std::int8_t>(), gradient.data_ptr<float>(), side.numel(),
                              passed.data_ptr<float>());
    return {passed, torch::Tensor()};
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
