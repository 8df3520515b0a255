// render/lab_statistics: row by row over a grid.
#include "render/lab_statistics.h"

#include <algorithm>
#include <cmath>

namespace segme {
namespace {

constexpr double kSamples = 65536;  // pixels that are enough for a mean and a spread

}  // namespace

LabStatistics LabMeasurer::measure(const Image& image, const Matte* weights) {
  SEGME_CHECK(image.channels() == 3);
  const double pixels = static_cast<double>(image.width()) * image.height();
  const int step = std::max(1, static_cast<int>(std::ceil(std::sqrt(pixels / kSamples))));
  const int columns = (image.width() + step - 1) / step;
  const auto count = static_cast<std::size_t>(columns);
  sampled_.resize(columns, 1, 3);
  sampled_weights_.resize(count);
  const LabRow row = lab_.row(count);
  const float* planes[3] = {row.lightness, row.a, row.b};
  double measured = 0, sampled = 0, sum[3] = {}, squares[3] = {};
  for (int y = std::min(step / 2, image.height() - 1); y < image.height(); y += step) {
    for (int i = 0; i < columns; ++i) {
      const int x = std::min(i * step + step / 2, image.width() - 1);
      std::copy_n(image.row(y) + static_cast<std::ptrdiff_t>(x) * 3, 3,
                  sampled_.data() + static_cast<std::ptrdiff_t>(i) * 3);
      sampled_weights_.data()[i] = weights != nullptr ? weights->row(y)[x] : 1.0F;
    }
    fast_render_kernels().to_lab(sampled_.data(), count, row);
    for (std::size_t i = 0; i < count; ++i) {
      const auto weight = static_cast<double>(sampled_weights_.data()[i]);
      measured += weight;
      for (std::size_t c = 0; c < 3; ++c) {
        const auto value = static_cast<double>(planes[c][i]);
        sum[c] += weight * value;
        squares[c] += weight * value * value;
      }
    }
    sampled += columns;
  }
  LabStatistics result;
  if (measured <= 0) return result;
  result.weight = measured / sampled;
  for (std::size_t c = 0; c < 3; ++c) {
    result.mean[c] = sum[c] / measured;
    result.spread[c] = std::sqrt(std::max(0.0, squares[c] / measured - result.mean[c] * result.mean[c]));
  }
  return result;
}

}  // namespace segme
