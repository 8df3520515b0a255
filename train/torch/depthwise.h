// train/torch/depthwise: a depthwise convolution on processors whose kernel's gradient is our own.
#pragma once

#include "net/graph.h"

#include <torch/torch.h>

namespace segme::train {

/// What torch::conv2d gives with as many groups as channels, for x [n, channels, h, w] and kernels [channels, 1, kh,
/// kw] without a bias; the padding of either side as given. In 16 bits where autocast says so. The kernel's gradient
/// is summed in 32 bits, in an order that the number of threads does not change.
torch::Tensor depthwise_conv(const net::Node& node, torch::Tensor x, const torch::Tensor& weight, std::int64_t pad_y,
                             std::int64_t pad_x);

}  // namespace segme::train
