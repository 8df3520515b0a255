// train/torch/norm: a batch norm that is taught on a processor, with the ReLU behind it, in our own loops.
#pragma once

#include <torch/torch.h>

namespace segme::train {

struct NormTensors {
  torch::Tensor weight, bias;                    ///< [channels]
  torch::Tensor running_mean, running_variance;  ///< [channels]; follow this batch's by `momentum`
};

/// What torch::batch_norm gives of x [n, channels, h, w] while it is taught, cut off below `low` and above `high`
/// (infinite: not). Sums are of 32 bits within a thousand pixels and of 64 over them, in an order that the number of
/// threads does not change.
torch::Tensor taught_norm(const torch::Tensor& x, const NormTensors& tensors, double momentum, double epsilon,
                          double low, double high);

/// What torch::prelu gives, weight [channels]; LibTorch 1.13's own gradient goes value by value and takes a third of
/// sinet's step.
torch::Tensor taught_prelu(const torch::Tensor& x, const torch::Tensor& weight);

}  // namespace segme::train
