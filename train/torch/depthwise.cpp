// train/torch/depthwise: forward and the input's gradient are LibTorch's.
#include "train/torch/depthwise.h"

#include <ATen/Parallel.h>

#include "train/depthwise_kernels.h"
#include "train/torch/arithmetic.h"
#include "train/torch/values.h"

namespace segme::train {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

struct Sizes {
  std::int64_t stride_y, stride_x, pad_y, pad_x, dilation;
};

torch::Tensor kernel_gradient(const torch::Tensor& x, const torch::Tensor& gradient, const torch::Tensor& weight,
                              const Sizes& sizes) {
  const auto whole = [](std::int64_t value) { return static_cast<int>(value); };
  const DepthwiseSizes one = {whole(x.size(1)),        whole(x.size(2)),        whole(x.size(3)),
                              whole(gradient.size(2)), whole(gradient.size(3)), whole(weight.size(2)),
                              whole(weight.size(3)),   whole(sizes.stride_y),   whole(sizes.stride_x),
                              whole(sizes.dilation),   whole(sizes.pad_y),      whole(sizes.pad_x)};
  const torch::Tensor sums = torch::empty({x.size(0), weight.size(2), weight.size(3), x.size(1)}, torch::kFloat32);
  with_values(x, [&](const auto& values) {
    const auto* const in = values(x);
    const auto* const of_out = values(gradient);
    float* const to = sums.data_ptr<float>();
    at::parallel_for(0, x.size(0), 1, [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last; ++i) {
        depthwise_kernel_gradient(one, in + i * x.stride(0), of_out + i * gradient.stride(0), to + i * sums.stride(0));
      }
    });
  });
  return sums.sum(0).permute({2, 0, 1}).unsqueeze(1);
}

class Depthwise : public torch::autograd::Function<Depthwise> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                               const Sizes& sizes) {
    const torch::Tensor kernel = weight.to(x.scalar_type());
    context->save_for_backward({x, kernel});
    context->saved_data["sizes"] =
        std::vector<std::int64_t>{sizes.stride_y, sizes.stride_x, sizes.pad_y, sizes.pad_x, sizes.dilation};
    context->saved_data["taught"] = weight.requires_grad();
    context->saved_data["before"] = x.requires_grad();
    return torch::conv2d(x, kernel, {}, {sizes.stride_y, sizes.stride_x}, {sizes.pad_y, sizes.pad_x}, sizes.dilation,
                         x.size(1));
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor& x = saved[0];
    const torch::Tensor& kernel = saved[1];
    const auto list = context->saved_data["sizes"].toIntVector();
    const Sizes sizes = {list[0], list[1], list[2], list[3], list[4]};
    const torch::Tensor gradient = gradients[0].to(x.scalar_type()).contiguous(torch::MemoryFormat::ChannelsLast);
    torch::Tensor of_x;
    torch::Tensor of_weight;
    if (context->saved_data["before"].toBool()) {
      of_x = std::get<0>(at::convolution_backward(
          gradient, x, kernel, at::OptionalIntArrayRef(), {sizes.stride_y, sizes.stride_x}, {sizes.pad_y, sizes.pad_x},
          {sizes.dilation, sizes.dilation}, false, {0, 0}, x.size(1), {true, false, false}));
    }
    if (context->saved_data["taught"].toBool()) of_weight = kernel_gradient(x, gradient, kernel, sizes);
    return {of_x, of_weight, torch::Tensor()};
  }
};

}  // namespace

torch::Tensor depthwise_conv(const net::Node& node, torch::Tensor x, const torch::Tensor& weight, std::int64_t pad_y,
                             std::int64_t pad_x) {
  if (in_16_bits(torch::kCPU)) x = x.to(torch::kBFloat16);
  const Sizes sizes = {node.stride_y, node.stride_x, pad_y, pad_x, node.dilation};
  return Depthwise::apply(x.contiguous(torch::MemoryFormat::ChannelsLast), weight, sizes);
}

}  // namespace segme::train
