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

torch::Tensor plain_loss(const torch::Tensor& logits, const torch::Tensor& mattes) {
  return torch::binary_cross_entropy_with_logits(logits, mattes);
}

namespace {

/// Bands of detail from fine to coarse, and what is left, each half the size of the one before.
std::vector<torch::Tensor> laplacian_pyramid(torch::Tensor image) {
  constexpr int kLevels = 5;
  constexpr std::int64_t kSmallest = 8;  // the kernel needs room
  const torch::Tensor line = torch::tensor({1.0F, 4.0F, 6.0F, 4.0F, 1.0F}) / 16;
  const torch::Tensor kernel = torch::outer(line, line).reshape({1, 1, 5, 5});
  std::vector<torch::Tensor> bands;
  while (static_cast<int>(bands.size()) < kLevels && image.size(2) >= kSmallest && image.size(3) >= kSmallest) {
    const torch::Tensor small = torch::conv2d(torch::replication_pad2d(image, {2, 2, 2, 2}), kernel, {}, 2);
    bands.push_back(image - torch::upsample_bilinear2d(small, {image.size(2), image.size(3)}, false));
    image = small;
  }
  bands.push_back(image);
  return bands;
}

}  // namespace

torch::Tensor soft_matte_loss(const torch::Tensor& logits, const torch::Tensor& mattes) {
  const torch::Tensor person = torch::sigmoid(logits);
  torch::Tensor loss = torch::l1_loss(person, mattes);
  // The pyramid is linear: that of the difference is the difference of the pyramids, for half the work.
  const std::vector<torch::Tensor> bands = laplacian_pyramid(person - mattes);
  double weight = 1;
  for (const torch::Tensor& band : bands) {
    loss = loss + band.abs().mean() * (weight / static_cast<double>(bands.size()));
    weight *= 2;
  }
  return loss;
}

}  // namespace segme::train
