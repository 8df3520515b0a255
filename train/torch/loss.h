// train/torch/loss: what the net is taught. All take logits [n,1,h,w] and mattes 0..1 of the same shape and give one
// number.
#pragma once

#include <torch/torch.h>

namespace segme::train {

/// Cross-entropy that counts more near the edge, and soft IoU. A pixel within 4 of the edge weighs 1 + edge_weight.
torch::Tensor matte_loss(const torch::Tensor& logits, const torch::Tensor& mattes, double edge_weight);

/// Mean binary cross-entropy of sigmoid(logits).
torch::Tensor plain_loss(const torch::Tensor& logits, const torch::Tensor& mattes);

/// For soft mattes, a teacher's: mean |sigmoid(logits) - mattes| and the same over the bands of a Laplacian pyramid of
/// at most five levels, a coarser band weighing twice the finer one (Hou and Liu 2019; Lin et al. 2022).
torch::Tensor soft_matte_loss(const torch::Tensor& logits, const torch::Tensor& mattes);

}  // namespace segme::train
