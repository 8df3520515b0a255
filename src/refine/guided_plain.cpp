// refine/guided_plain: the loops of guided as one would write them down.
#include <algorithm>

#include "refine/guided_kernels.h"

namespace segme {
namespace {

void add_bytes(const std::uint8_t* row, std::size_t size, std::uint16_t* sums) {
  for (std::size_t i = 0; i < size; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
}

void moments(const WorkRows& rows, std::size_t cells, std::size_t stride, float* out) {
  for (std::size_t x = 0; x < cells; ++x) {
    float sums[kMoments] = {};
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t row = k / 2;
      const std::size_t at = 2 * x + k % 2;
      const float weight = rows.weight[row][at];
      const float matte = weight * rows.matte[row][at];
      sums[0] += weight;
      sums[1 + kFeatures] += matte;
      std::size_t product = kProducts;
      for (std::size_t i = 0; i < kFeatures; ++i) {
        const float feature = rows.features[i][row][at];
        sums[1 + i] += weight * feature;
        sums[2 + kFeatures + i] += matte * feature;
        for (std::size_t j = i; j < kFeatures; ++j) sums[product++] += weight * feature * rows.features[j][row][at];
      }
    }
    for (std::size_t m = 0; m < kMoments; ++m) out[m * stride + x] = sums[m];
  }
}

void sum_rows(const float* const* rows, int count, std::size_t size, float* out) {
  for (std::size_t i = 0; i < size; ++i) {
    float sum = 0;
    for (int k = 0; k < count; ++k) sum += rows[k][i];
    out[i] = sum;
  }
}

/// Solves (covariance + epsilon) a = covariance with the matte, by L D L^T: stable also where the colours lie on a
/// line.
void solve(const float* mean, const float* epsilon, float* a) {
  constexpr int n = kFeatures;
  const float* first = mean + 1;
  const float* with_matte = mean + 2 + n;
  const float matte = mean[1 + n];
  const float* product = mean + kProducts;
  float l[n][n], d[n];  // l[i][j] with j < i
  for (int j = 0; j < n; ++j) {
    for (int i = j; i < n; ++i) {
      float value = *product++ - first[i] * first[j] + (i == j ? epsilon[j] : 0);
      for (int k = 0; k < j; ++k) value -= l[i][k] * l[j][k] * d[k];
      if (i == j) {
        d[j] = std::max(value, epsilon[j] * 0.5F);  // rounding may not make a variance vanish
      } else {
        l[i][j] = value / d[j];
      }
    }
  }
  for (int i = 0; i < n; ++i) {
    a[i] = with_matte[i] - first[i] * matte;
    for (int k = 0; k < i; ++k) a[i] -= l[i][k] * a[k];
  }
  a[n] = matte;
  for (int i = n - 1; i >= 0; --i) {
    a[i] /= d[i];
    for (int k = i + 1; k < n; ++k) a[i] -= l[k][i] * a[k];
    a[n] -= a[i] * first[i];
  }
}

void fit(const float* sums, std::size_t stride, int radius, std::size_t cells, const float epsilon[kFeatures],
         std::size_t out_stride, float* out) {
  for (std::size_t x = 0; x < cells; ++x) {
    float window[kMoments] = {};
    for (std::size_t m = 0; m < kMoments; ++m) {
      for (int k = 0; k <= 2 * radius; ++k) window[m] += sums[m * stride + x + static_cast<std::size_t>(k)];
    }
    const float scale = 1 / std::max(window[0], 1e-20F);
    for (float& moment : window) moment *= scale;
    float a[kFeatures + 1];
    solve(window, epsilon, a);
    for (std::size_t c = 0; c <= kFeatures; ++c) out[c * out_stride + x] = a[c];
  }
}

void mix_rows(const float* above, const float* below, float a, float b, std::size_t size, float* out) {
  for (std::size_t i = 0; i < size; ++i) out[i] = a * above[i] + b * below[i];
}

void predict(const float* coefficients, std::size_t stride, const float* const colours[3], std::size_t cells,
             float* matte, float* weight) {
  for (std::size_t at = 0; at < 2 * cells; ++at) {
    // A pixel's centre lies a quarter of a cell from its own cell's centre, towards the cell on its side.
    const std::size_t own = at / 2 + 1;
    const std::size_t side = at % 2 == 0 ? own - 1 : own + 1;
    float value = 0;
    for (std::size_t c = 0; c < kCoefficients; ++c) {
      const float* plane = coefficients + c * stride;
      value += (0.75F * plane[own] + 0.25F * plane[side]) * (c < 3 ? colours[c][at] : 1.0F);
    }
    matte[at] = std::min(1.0F, std::max(0.0F, value));
    weight[at] = confidence(matte[at]);
  }
}

void apply(const ApplyRow& row) {
  for (int i = 0; i <= row.cells; ++i) {
    const Interval interval(i, row);
    for (int x = interval.begin; x < interval.end; ++x) {
      if (row.spans[i] == Span::keep) continue;
      float value = row.spans[i] == Span::person ? 1.0F : 0.0F;
      if (row.spans[i] == Span::compute) {
        const float t = (static_cast<float>(x - interval.origin) + 0.5F) / static_cast<float>(row.cell_size);
        const std::uint8_t* colour = row.colours + static_cast<std::ptrdiff_t>(x) * 3;
        for (std::size_t c = 0; c < kCoefficients; ++c) {
          const float* at = row.coefficients + c * row.stride + i;
          value += (at[0] + t * (at[1] - at[0])) * (c < 3 ? static_cast<float>(colour[c]) : 1.0F);
        }
      }
      row.out[x] = std::min(1.0F, std::max(0.0F, value));
    }
  }
}

}  // namespace

extern constexpr GuidedKernels plain_guided_kernels = {add_bytes, moments, sum_rows, fit, mix_rows, predict, apply};

}  // namespace segme
