// train/torch/layers: what a node does to [n, channels, h, w], where LibTorch has no function that does just that.
#pragma once

#include <torch/torch.h>

#include "net/graph.h"

namespace segme::train {

/// `bias` may be undefined. In 16 bits where autocast says so, but where oneDNN's 16 bits are wrong.
torch::Tensor conv(const net::Node& node, torch::Tensor x, const torch::Tensor& weight, const torch::Tensor& bias);

/// A transposed convolution is stride x stride convolutions of the taps that meet in a pixel, put between each other:
/// no more arithmetic, and in oneDNN's 16-bit kernels with channels last. LibTorch's own goes through 32-bit matrix
/// products in another memory layout, which took ten times as long.
torch::Tensor transposed_conv(const net::Node& node, const torch::Tensor& x, const torch::Tensor& weight,
                              const torch::Tensor& bias);

/// Bilinear, sampled as the node says; `legacy` to a whole multiple of the size.
torch::Tensor resize(const net::Node& node, const torch::Tensor& x, std::int64_t height, std::int64_t width);

/// Channel i of group g becomes channel g of group i.
torch::Tensor shuffle(const torch::Tensor& x, std::int64_t groups);

/// The sides behind the first one become node.flat.
torch::Tensor reshape(const net::Node& node, const torch::Tensor& x);

}  // namespace segme::train
