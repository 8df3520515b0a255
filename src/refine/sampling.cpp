// refine/sampling: see sampling.h.
#include "refine/sampling.h"

#include <cmath>

namespace segme {

void GridAxis::set(int samples, int pixels_per_sample, int pixels, int source) {
  const double scale = static_cast<double>(source) / pixels;
  const bool finer = scale * pixels_per_sample > 1;
  // The last grid sample may stick out of the frame; `source` bounds what it averages.
  count_ = finer ? std::min(source, static_cast<int>(std::ceil(scale * pixels_per_sample)) + 1) : std::min(source, 2);
  first_.resize(static_cast<std::size_t>(samples));
  weights_.resize(static_cast<std::size_t>(samples) * static_cast<std::size_t>(count_));
  for (int i = 0; i < samples; ++i) {
    const double begin = static_cast<double>(i) * pixels_per_sample;
    const double end = std::min(begin + pixels_per_sample, static_cast<double>(pixels));
    if (finer) {
      average(i, begin * scale, end * scale, source);
    } else {
      interpolate(i, (begin + 0.5 * pixels_per_sample) * scale - 0.5, source);
    }
  }
}

void GridAxis::average(int sample, double begin, double end, int source) {
  const int first = std::min(static_cast<int>(begin), source - count_);
  first_.data()[sample] = first;
  float* weights = weights_.data() + static_cast<std::ptrdiff_t>(sample) * count_;
  for (int k = 0; k < count_; ++k) {
    const double covered = std::min(end, first + k + 1.0) - std::max(begin, static_cast<double>(first + k));
    weights[k] = static_cast<float>(std::max(0.0, covered) / (end - begin));
  }
}

void GridAxis::interpolate(int sample, double centre, int source) {
  const double at = std::min(std::max(centre, 0.0), source - 1.0);
  const int first = std::min(static_cast<int>(at), source - count_);
  const auto second_weight = static_cast<float>(at - first);
  float* weights = weights_.data() + static_cast<std::ptrdiff_t>(sample) * count_;
  first_.data()[sample] = first;
  if (count_ > 1) weights[1] = second_weight;
  weights[0] = count_ > 1 ? 1 - second_weight : 1.0F;
}

void GridSampler::run(const Matte& matte, int frame_width, int frame_height, int pixels_per_sample, int columns,
                      int rows, std::size_t stride, float* out) {
  across_.set(columns, pixels_per_sample, frame_width, matte.width());
  down_.set(rows, pixels_per_sample, frame_height, matte.height());
  const int width = matte.width();
  line_.resize(static_cast<std::size_t>(width));
  float* line = line_.data();
  for (int y = 0; y < rows; ++y, out += stride) {
    const float* down = down_.weights(y);
    for (int k = 0; k < down_.count(); ++k) {
      const float* from = matte.row(down_.first(y) + k);
      for (int x = 0; x < width; ++x) line[x] = (k > 0 ? line[x] : 0.0F) + down[k] * from[x];
    }
    for (int x = 0; x < columns; ++x) {
      const float* across = across_.weights(x);
      const float* from = line + across_.first(x);
      float sum = 0;
      for (int k = 0; k < across_.count(); ++k) sum += across[k] * from[k];
      out[x] = sum > 0 ? std::min(sum, 1.0F) : 0.0F;
    }
  }
}

}  // namespace segme
