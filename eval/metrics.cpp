// eval/metrics: IoU of the whole and of the boundary band (Cheng et al. 2021, "Boundary IoU").
#include "eval/metrics.h"

#include <cmath>
#include <vector>

namespace segme::eval {
namespace {

using Bits = std::vector<std::uint8_t>;

/// Erosion by a square of half width `reach`, outside counting as background: two running counts along the axes.
void erode_line(const std::uint8_t* in, std::uint8_t* out, int count, std::ptrdiff_t step, int reach) {
  int last_zero = -1;  // outside
  for (int i = 0; i < count; ++i) {
    if (in[i * step] == 0) last_zero = i;
    out[i * step] = i - last_zero > reach ? 1 : 0;
  }
  int next_zero = count;
  for (int i = count; i-- > 0;) {
    if (in[i * step] == 0) next_zero = i;
    if (next_zero - i <= reach) out[i * step] = 0;
  }
}

Bits inner_band(const Bits& mask, int width, int height, int reach) {
  Bits rows(mask.size());
  Bits eroded(mask.size());
  for (int y = 0; y < height; ++y) {
    const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(y) * width;
    erode_line(mask.data() + start, rows.data() + start, width, 1, reach);
  }
  for (int x = 0; x < width; ++x) erode_line(rows.data() + x, eroded.data() + x, height, width, reach);
  for (std::size_t i = 0; i < mask.size(); ++i) eroded[i] = mask[i] != 0 && eroded[i] == 0 ? 1 : 0;
  return eroded;
}

double iou(const Bits& a, const Bits& b) {
  std::size_t both = 0;
  std::size_t either = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += a[i] & b[i];
    either += a[i] | b[i];
  }
  return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

}  // namespace

Scores score(const Matte& matte, const Matte& truth) {
  SEGME_CHECK(matte.width() == truth.width() && matte.height() == truth.height() && !truth.empty());
  constexpr double kBand = 0.02;  // of the diagonal, as the paper has it
  constexpr float kHalf = 0.5F;
  const std::size_t size = truth.size();
  Bits ours(size);
  Bits theirs(size);
  double difference = 0;
  std::size_t right = 0;
  std::size_t person = 0;
  for (std::size_t i = 0; i < size; ++i) {
    ours[i] = matte.data()[i] > kHalf ? 1 : 0;
    theirs[i] = truth.data()[i] > kHalf ? 1 : 0;
    difference += std::abs(static_cast<double>(matte.data()[i]) - static_cast<double>(truth.data()[i]));
    right += ours[i] == theirs[i] ? 1 : 0;
    person += theirs[i];
  }
  const double count = static_cast<double>(size);
  const int reach = std::max(1, static_cast<int>(std::lround(kBand * std::hypot(truth.width(), truth.height()))));
  Scores scores;
  scores.iou = iou(ours, theirs);
  scores.boundary_iou = iou(inner_band(ours, truth.width(), truth.height(), reach),
                            inner_band(theirs, truth.width(), truth.height(), reach));
  scores.mae = difference / count;
  scores.accuracy = static_cast<double>(right) / count;
  scores.person = static_cast<double>(person) / count;
  return scores;
}

}  // namespace segme::eval
