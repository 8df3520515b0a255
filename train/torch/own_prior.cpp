// train/torch/own_prior: most people in videos hardly move from frame to frame, so small motions are the most frequent.
#include "train/torch/own_prior.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "train/data/draw.h"

namespace segme::train {
namespace {

constexpr float kStill = 0.3F;   // share of frames that only have other noise
constexpr float kShift = 0.04F;  // the most, in parts of the side
constexpr float kTurn = 3.0F;    // degrees
constexpr float kGrow = 0.05F;
constexpr float kNoise = 10.0F;  // the most, in levels of 255
constexpr float kGain = 0.06F;   // exposure follows the light

/// Rotation, scale and shift of one picture, as affine_grid takes them: six numbers.
void draw_motion(Random& random, std::vector<float>& theta) {
  const float size = chance(random, kStill) ? 0.0F : uniform(random, 0, 1) * uniform(random, 0, 1);
  const float angle = normal(random, kTurn) * size * std::numbers::pi_v<float> / 180;
  const float scale = 1 + normal(random, kGrow) * size;
  const float cosine = scale * std::cos(angle);
  const float sine = scale * std::sin(angle);
  const float across = 2 * normal(random, kShift) * size;
  const float down = 2 * normal(random, kShift) * size;
  theta.insert(theta.end(), {cosine, -sine, across, sine, cosine, down});
}

}  // namespace

void say_own_priors(TorchNet& net, double share, std::uint64_t seed, torch::Tensor& pictures) {
  const torch::NoGradGuard guard;
  Random random(seed);
  const std::int64_t count = pictures.size(0);
  std::vector<float> theta, gains, noises;
  std::vector<std::int64_t> chosen;
  for (std::int64_t i = 0; i < count; ++i) {
    if (!chance(random, static_cast<float>(share))) continue;
    chosen.push_back(i);
    draw_motion(random, theta);
    gains.push_back(1 + uniform(random, -kGain, kGain));
    noises.push_back(kNoise * uniform(random, 0, 1) * uniform(random, 0, 1));
  }
  if (chosen.empty()) return;
  const auto n = static_cast<std::int64_t>(chosen.size());
  const auto on_device = [&](const torch::Tensor& tensor) { return tensor.clone().to(pictures.device()); };
  const torch::Tensor index = on_device(torch::tensor(chosen));
  torch::Tensor before = pictures.index_select(0, index).contiguous();
  const torch::Tensor grid = torch::nn::functional::affine_grid(on_device(torch::from_blob(theta.data(), {n, 2, 3})),
                                                                before.sizes().vec(), false);
  before = torch::nn::functional::grid_sample(before, grid,
                                              torch::nn::functional::GridSampleFuncOptions()
                                                  .mode(torch::kBilinear)
                                                  .padding_mode(torch::kBorder)
                                                  .align_corners(false));
  auto generator = torch::make_generator<torch::CPUGeneratorImpl>(seed);
  const torch::Tensor noise = on_device(torch::randn({n, 3, before.size(2), before.size(3)}, generator));
  const auto each = [&](std::vector<float>& values) {
    return on_device(torch::from_blob(values.data(), {n, 1, 1, 1}));
  };
  torch::Tensor colours = before.slice(1, 0, 3);
  colours.mul_(each(gains)).add_(noise * each(noises)).clamp_(0, 255);
  before.slice(0, 0, n, 2).slice(1, 3, 4).zero_();
  const torch::Tensor said =
      net.forward(before.contiguous(torch::MemoryFormat::ChannelsLast), false).to(torch::kFloat32);
  pictures.slice(1, 3, 4).index_copy_(0, index, said);
}

}  // namespace segme::train
