// train/torch/loss: what the net is taught: cross-entropy that counts more near the edge, and soft IoU.
#pragma once

#include <torch/torch.h>

namespace segme::train {

/// Mean loss of logits [n,1,h,w] against mattes 0..1 of the same shape. A pixel within 4 of the edge weighs
/// 1 + edge_weight.
torch::Tensor matte_loss(const torch::Tensor& logits, const torch::Tensor& mattes, double edge_weight);

}  // namespace segme::train
