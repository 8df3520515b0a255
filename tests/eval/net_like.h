// For tests of time: the matte that a net would give for a known truth. Softer than the truth, and with a wobble that
// is another in every frame: noise of some values' width in the logit, which moves edges and leaves sure places sure.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>

#include "base/resize.h"

namespace segme::eval {

class NetLike {
 public:
  explicit NetLike(int seed, float wobble = 1.5F) : random_(static_cast<unsigned>(seed)), wobble_(wobble) {}

  void run(const Matte& truth, int width, int height, Matte& matte) {
    resize_matte(truth, width, height, matte);
    Matte cells(width / kCell + 2, height / kCell + 2), noise;
    std::normal_distribution<float> normal(0, wobble_);
    for (std::size_t i = 0; i < cells.size(); ++i) cells.data()[i] = normal(random_);
    resize_matte(cells, width, height, noise);
    for (std::size_t i = 0; i < matte.size(); ++i) {
      const float sure = std::clamp(matte.data()[i], 0.01F, 0.99F);
      const float logit = std::log(sure / (1 - sure)) + noise.data()[i];
      matte.data()[i] = 1 / (1 + std::exp(-logit));
    }
  }

 private:
  static constexpr int kCell = 4;  // nets decide in cells of some values
  std::mt19937 random_;
  float wobble_;
};

/// Intersection over union of what is over a half.
inline double iou(const Matte& a, const Matte& b) {
  std::size_t both = 0, either = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool in_a = a.data()[i] > 0.5F, in_b = b.data()[i] > 0.5F;
    both += in_a && in_b ? 1U : 0U;
    either += in_a || in_b ? 1U : 0U;
  }
  return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

}  // namespace segme::eval
