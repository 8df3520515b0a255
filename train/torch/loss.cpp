// train/torch/loss: the edge band is where the largest and the smallest matte of a 9x9 window differ.
#include "train/torch/loss.h"

namespace segme::train {

torch::Tensor matte_loss(const torch::Tensor& logits, const torch::Tensor& mattes, double edge_weight) {
  constexpr std::int64_t kBand = 9;
  const auto largest = [](const torch::Tensor& x) {
    // A square window is two lines, which cost a fraction of it.
    return torch::max_pool2d(torch::max_pool2d(x, {kBand, 1}, {1, 1}, {kBand / 2, 0}), {1, kBand}, {1, 1},
                             {0, kBand / 2});
  };
  torch::Tensor weight;
  {
    const torch::NoGradGuard guard;
    weight = 1 + edge_weight * (largest(mattes) + largest(-mattes) > 0.1).to(torch::kFloat32);
  }
  const torch::Tensor cross_entropy =
      (torch::binary_cross_entropy_with_logits(logits, mattes, {}, {}, at::Reduction::None) * weight).sum() /
      weight.sum();
  const torch::Tensor person = torch::sigmoid(logits);
  const torch::Tensor shared = (person * mattes).sum({1, 2, 3});
  const torch::Tensor either = (person + mattes - person * mattes).sum({1, 2, 3});
  // +1 keeps pictures without people finite, and teaches them to stay empty.
  const torch::Tensor soft_iou = 1 - (shared + 1) / (either + 1);
  return cross_entropy + soft_iou.mean();
}

}  // namespace segme::train
