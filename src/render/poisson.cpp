// render/poisson: the sine transform as a product of matrices, which vectors of the processor do well: at the sizes of
// seamless cloning it is no slower than a fast transform, and simple. It is its own inverse but for a factor.
#include "render/poisson.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace segme {
namespace {

constexpr std::size_t kOutputs = 2, kTile = 16;  // what the registers hold of the product

/// out(k) = the sum over j of weights(k, j) in(j), for kOutputs rows of weights and the columns from `first`.
void multiply(const float* in, std::size_t stride, std::size_t count, const float* const weights[kOutputs],
              std::size_t columns, float out[kOutputs][kTile]) {
  for (std::size_t k = 0; k < kOutputs; ++k) std::fill_n(out[k], kTile, 0.0F);
  if (columns == kTile) {
    for (std::size_t j = 0; j < count; ++j) {
      const float* row = in + j * stride;
      for (std::size_t k = 0; k < kOutputs; ++k) {
        const float weight = weights[k][j];
        for (std::size_t i = 0; i < kTile; ++i) out[k][i] += weight * row[i];
      }
    }
    return;
  }
  for (std::size_t j = 0; j < count; ++j) {
    for (std::size_t k = 0; k < kOutputs; ++k) {
      for (std::size_t i = 0; i < columns; ++i) out[k][i] += weights[k][j] * in[j * stride + i];
    }
  }
}

}  // namespace

void PoissonSolver::prepare(std::size_t height) {
  if (height == height_) return;
  const std::size_t half = (height + 1) / 2;
  sines_.resize(height * half);
  for (std::size_t k = 0; k < height; ++k) {
    for (std::size_t j = 0; j < half; ++j) {
      // The product is taken modulo a turn, which keeps the angle small and exact.
      const std::size_t steps = (k + 1) * (j + 1) % (2 * (height + 1));
      sines_[k * half + j] =
          static_cast<float>(std::sin(std::numbers::pi * static_cast<double>(steps) / static_cast<double>(height + 1)));
    }
  }
  height_ = height;
}

/// Sines are symmetric about the middle for even k and antisymmetric for odd ones: sums and differences of two rows
/// halve the work.
void PoissonSolver::transform(const float* in, std::size_t width, float* out) {
  const std::size_t half = (height_ + 1) / 2;
  folded_.resize(2 * half * width);
  float* sums = folded_.data();
  float* differences = sums + half * width;
  for (std::size_t j = 0; j < half; ++j) {
    const float* upper = in + j * width;
    const float* lower = in + (height_ - 1 - j) * width;
    const bool middle = 2 * j + 1 == height_;
    for (std::size_t i = 0; i < width; ++i) {
      sums[j * width + i] = middle ? upper[i] : upper[i] + lower[i];
      differences[j * width + i] = upper[i] - lower[i];
    }
  }
  for (std::size_t odd = 0; odd < 2; ++odd) {
    const float* from = odd != 0 ? differences : sums;
    for (std::size_t k = odd; k < height_; k += 2 * kOutputs) {
      const std::size_t second = std::min(k + 2, height_ - 1);
      const float* const weights[kOutputs] = {sines_.data() + k * half, sines_.data() + second * half};
      for (std::size_t first = 0; first < width; first += kTile) {
        const std::size_t columns = std::min(kTile, width - first);
        float tile[kOutputs][kTile];
        multiply(from + first, width, half, weights, columns, tile);
        std::copy_n(tile[0], columns, out + k * width + first);
        if (k + 2 < height_) std::copy_n(tile[1], columns, out + (k + 2) * width + first);
      }
    }
  }
}

/// left - diagonal * pixel + right = value, by elimination (Thomas 1949). In doubles: of the lowest frequencies all but
/// the last digits cancel.
void PoissonSolver::solve_row(float* row, std::size_t width, double diagonal) {
  falling_.resize(4 * width);
  double* factor = falling_.data();
  double* value = factor + width;
  double before[3] = {}, factor_before = 0;
  for (std::size_t x = 0; x < width; ++x) {
    const double inverse = 1 / (factor_before - diagonal);
    factor[x] = -inverse;
    factor_before = factor[x];
    for (std::size_t c = 0; c < 3; ++c) {
      before[c] = (static_cast<double>(row[3 * x + c]) - before[c]) * inverse;
      value[3 * x + c] = before[c];
    }
  }
  double after[3] = {};
  for (std::size_t x = width; x-- > 0;) {
    for (std::size_t c = 0; c < 3; ++c) {
      after[c] = value[3 * x + c] + factor[x] * after[c];
      row[3 * x + c] = static_cast<float>(after[c]);
    }
  }
}

void PoissonSolver::solve(float* values, int width, int height) {
  const auto columns = static_cast<std::size_t>(width);
  const auto rows = static_cast<std::size_t>(height);
  prepare(rows);
  transformed_.resize(3 * columns * rows);
  float* transformed = transformed_.data();
  transform(values, 3 * columns, transformed);
  for (std::size_t k = 0; k < rows; ++k) {
    const double angle = std::numbers::pi * static_cast<double>(k + 1) / static_cast<double>(rows + 1);
    float* row = transformed + 3 * columns * k;
    solve_row(row, columns, 4 - 2 * std::cos(angle));
    const float scale = 2 / static_cast<float>(rows + 1);
    for (std::size_t i = 0; i < 3 * columns; ++i) row[i] *= scale;
  }
  transform(transformed, 3 * columns, values);
}

}  // namespace segme
