// eval/matting: the derivative as two passes of a separable kernel; the pieces are base/components.
#include "eval/matting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/components.h"

namespace segme::eval {
namespace {

constexpr double kSigma = 1.4;
constexpr int kHalf = 4;  // ceil(sigma sqrt(-2 ln(sqrt(2 pi) sigma 0.01))): where the Gaussian falls below 0.01
constexpr std::size_t kTaps = 2 * kHalf + 1;
constexpr int kSteps = 10;  // thresholds 0.1 .. 1
constexpr float kForgiven = 0.15F;

using Kernel = std::array<float, kTaps>;

/// A Gaussian and its derivative, such that the two-dimensional kernel has the Euclidean norm 1.
struct Kernels {
  Kernel smooth{}, slope{};
  Kernels() {
    std::array<double, kTaps> g{};
    std::array<double, kTaps> d{};
    for (std::size_t i = 0; i < kTaps; ++i) {
      const double x = static_cast<double>(i) - kHalf;
      g[i] = std::exp(-x * x / (2 * kSigma * kSigma));
      d[i] = -x * g[i];
    }
    const double norm = std::sqrt(std::inner_product(g.begin(), g.end(), g.begin(), 0.0) *
                                  std::inner_product(d.begin(), d.end(), d.begin(), 0.0));
    for (std::size_t i = 0; i < kTaps; ++i) {
      smooth[i] = static_cast<float>(g[i] / norm);
      slope[i] = static_cast<float>(d[i]);
    }
  }
};

/// One row with its border repeated -> the row under both kernels.
void filter_row(const float* in, int width, const Kernels& kernels, std::vector<float>& line, float* smooth,
                float* slope) {
  line.resize(static_cast<std::size_t>(width) + 2 * kHalf);
  std::fill_n(line.begin(), kHalf, in[0]);
  std::copy_n(in, width, line.begin() + kHalf);
  std::fill_n(line.end() - kHalf, kHalf, in[width - 1]);
  for (int x = 0; x < width; ++x) {
    float s = 0;
    float d = 0;
    for (std::size_t k = 0; k < kTaps; ++k) {
      const float value = line[static_cast<std::size_t>(x) + k];
      s += kernels.smooth[k] * value;
      d += kernels.slope[k] * value;
    }
    smooth[x] = s;
    slope[x] = d;
  }
}

/// Length of the gradient at every pixel.
std::vector<float> gradient_length(const Matte& matte) {
  static const Kernels kernels;
  const std::size_t width = static_cast<std::size_t>(matte.width());
  std::vector<float> smooth(matte.size());
  std::vector<float> slope(matte.size());
  std::vector<float> line;
  for (int y = 0; y < matte.height(); ++y) {
    const std::size_t at = static_cast<std::size_t>(y) * width;
    filter_row(matte.row(y), matte.width(), kernels, line, smooth.data() + at, slope.data() + at);
  }
  std::vector<float> length(matte.size());
  std::vector<float> across(width);
  std::vector<float> down(width);
  for (int y = 0; y < matte.height(); ++y) {
    std::fill(across.begin(), across.end(), 0.0F);
    std::fill(down.begin(), down.end(), 0.0F);
    for (std::size_t k = 0; k < kTaps; ++k) {
      const int from = std::clamp(y + static_cast<int>(k) - kHalf, 0, matte.height() - 1);
      const std::size_t at = static_cast<std::size_t>(from) * width;
      for (std::size_t x = 0; x < width; ++x) {
        across[x] += kernels.smooth[k] * slope[at + x];
        down[x] += kernels.slope[k] * smooth[at + x];
      }
    }
    float* out = length.data() + static_cast<std::size_t>(y) * width;
    for (std::size_t x = 0; x < width; ++x) out[x] = std::sqrt(across[x] * across[x] + down[x] * down[x]);
  }
  return length;
}

/// Finds the largest 4-connected piece; memory is kept from threshold to threshold.
class Pieces {
 public:
  Pieces(int width, int height) : width_(width), height_(height) {}

  /// Turns every 1 of `inside` outside the largest piece into 0.
  void keep_largest(std::vector<std::uint8_t>& inside) {
    components_.find(width_, height_, false, [&](int pixel) { return inside[static_cast<std::size_t>(pixel)] != 0; });
    areas_.assign(components_.count(), 0);
    components_.for_runs([&](const Components::Run& run, std::size_t) {
      areas_[static_cast<std::size_t>(run.component)] += run.end - run.begin;
    });
    const auto largest = std::max_element(areas_.begin(), areas_.end()) - areas_.begin();
    components_.for_runs([&](const Components::Run& run, std::size_t first) {
      if (run.component == largest) return;
      std::fill_n(inside.begin() + static_cast<std::ptrdiff_t>(first), run.end - run.begin, std::uint8_t{0});
    });
  }

 private:
  int width_, height_;
  Components components_;
  std::vector<int> areas_;
};

}  // namespace

double gradient_error(const Matte& matte, const Matte& truth) {
  SEGME_CHECK(matte.width() == truth.width() && matte.height() == truth.height() && !truth.empty());
  const std::vector<float> ours = gradient_length(matte);
  const std::vector<float> theirs = gradient_length(truth);
  double sum = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double difference = static_cast<double>(ours[i]) - static_cast<double>(theirs[i]);
    sum += difference * difference;
  }
  return sum / 1000;
}

double connectivity_error(const Matte& matte, const Matte& truth) {
  SEGME_CHECK(matte.width() == truth.width() && matte.height() == truth.height() && !truth.empty());
  const std::size_t size = truth.size();
  std::vector<float> level(size, 1.0F);  // largest threshold at which the pixel still belongs to the common piece
  std::vector<std::uint8_t> open(size, 1);
  std::vector<std::uint8_t> piece(size);
  Pieces pieces(truth.width(), truth.height());
  for (int step = 1; step <= kSteps; ++step) {
    const float threshold = static_cast<float>(step) / kSteps;
    for (std::size_t i = 0; i < size; ++i) {
      piece[i] = matte.data()[i] >= threshold && truth.data()[i] >= threshold ? 1 : 0;
    }
    pieces.keep_largest(piece);
    for (std::size_t i = 0; i < size; ++i) {
      if (open[i] == 0 || piece[i] != 0) continue;
      open[i] = 0;
      level[i] = static_cast<float>(step - 1) / kSteps;
    }
  }
  const auto connected = [](float value, float at) {
    const float above = value - at;
    return 1 - (above >= kForgiven ? above : 0.0F);
  };
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    sum += static_cast<double>(std::abs(connected(matte.data()[i], level[i]) - connected(truth.data()[i], level[i])));
  }
  return sum / 1000;
}

}  // namespace segme::eval
