// render/box_blur: running sums. Across, a pixel's four planes are one SIMD register; down, a whole row is.
#include "render/box_blur.h"

#include <algorithm>
#include <cmath>

namespace segme {

void BoxBlur::across(const float* from, float* to, int width, int height) const {
  const float scale = 1.0F / static_cast<float>(2 * radius_ + 1);
  for (int y = 0; y < height; ++y) {
    const float* row = from + static_cast<std::ptrdiff_t>(y) * width * kPlanes;
    float* out = to + static_cast<std::ptrdiff_t>(y) * width * kPlanes;
    const auto at = [&](int x) { return row + static_cast<std::ptrdiff_t>(std::clamp(x, 0, width - 1)) * kPlanes; };
    float sum[kPlanes] = {};
    for (int x = -radius_; x <= radius_; ++x) {
      for (int c = 0; c < kPlanes; ++c) sum[c] += at(x)[c];
    }
    for (int x = 0; x < width; ++x, out += kPlanes) {
      const float* comes = at(x + radius_ + 1);
      const float* goes = at(x - radius_);
      for (int c = 0; c < kPlanes; ++c) {
        out[c] = sum[c] * scale;
        sum[c] += comes[c] - goes[c];
      }
    }
  }
}

void BoxBlur::down(const float* from, float* to, int width, int height) {
  const float scale = 1.0F / static_cast<float>(2 * radius_ + 1);
  const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(width) * kPlanes;
  const auto at = [&](int y) { return from + std::clamp(y, 0, height - 1) * stride; };
  sums_.resize(static_cast<std::size_t>(stride));
  float* sums = sums_.data();
  std::fill_n(sums, stride, 0.0F);
  for (int y = -radius_; y <= radius_; ++y) {
    const float* row = at(y);
    for (std::ptrdiff_t i = 0; i < stride; ++i) sums[i] += row[i];
  }
  for (int y = 0; y < height; ++y, to += stride) {
    const float* comes = at(y + radius_ + 1);
    const float* goes = at(y - radius_);
    for (std::ptrdiff_t i = 0; i < stride; ++i) {
      to[i] = sums[i] * scale;
      sums[i] += comes[i] - goes[i];
    }
  }
}

void BoxBlur::run(float* pixels, int width, int height, float sigma) {
  // Three boxes of this radius have together the variance of the Gaussian.
  radius_ = std::max(1, static_cast<int>(std::lround((std::sqrt(4 * sigma * sigma + 1) - 1) / 2)));
  scratch_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * kPlanes);
  for (int round = 0; round < 3; ++round) {
    across(pixels, scratch_.data(), width, height);
    down(scratch_.data(), pixels, width, height);
  }
}

}  // namespace segme
