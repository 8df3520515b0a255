// eval/metrics: IoU of the whole and of the boundary band (Cheng et al. 2021, "Boundary IoU").
#include "eval/metrics.h"

#include <cmath>
#include <vector>

#include "eval/matting.h"

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

Scores score(const Matte& matte, const Matte& truth, Metrics metrics) {
  SEGME_CHECK(matte.width() == truth.width() && matte.height() == truth.height() && !truth.empty());
  constexpr double kBand = 0.02;  // of the diagonal, as the paper has it
  constexpr float kHalf = 0.5F;
  const std::size_t size = truth.size();
  Bits ours(size);
  Bits theirs(size);
  double difference = 0;
  double square = 0;
  std::size_t both = 0;
  std::size_t found = 0;
  std::size_t person = 0;
  for (std::size_t i = 0; i < size; ++i) {
    ours[i] = matte.data()[i] > kHalf ? 1 : 0;
    theirs[i] = truth.data()[i] > kHalf ? 1 : 0;
    const double error = static_cast<double>(matte.data()[i]) - static_cast<double>(truth.data()[i]);
    difference += std::abs(error);
    square += error * error;
    both += ours[i] & theirs[i];
    found += ours[i];
    person += theirs[i];
  }
  const double count = static_cast<double>(size);
  const int reach = std::max(1, static_cast<int>(std::lround(kBand * std::hypot(truth.width(), truth.height()))));
  Scores scores;
  scores.both = static_cast<double>(both);
  scores.found = static_cast<double>(found);
  scores.wanted = static_cast<double>(person);
  scores.pixels = count;
  const PooledScores pooled = pool(scores.both, scores.found, scores.wanted, scores.pixels);
  scores.iou = pooled.iou;
  scores.background_iou = pooled.background_iou;
  scores.mean_iou = pooled.mean_iou;
  scores.accuracy = pooled.accuracy;
  scores.boundary_iou = iou(inner_band(ours, truth.width(), truth.height(), reach),
                            inner_band(theirs, truth.width(), truth.height(), reach));
  scores.mae = difference / count;
  scores.mse = square / count;
  scores.sad = difference / 1000;
  scores.person = static_cast<double>(person) / count;
  if (metrics == Metrics::all) {
    scores.grad = gradient_error(matte, truth);
    scores.conn = connectivity_error(matte, truth);
  }
  return scores;
}

PooledScores pool(double both, double found, double wanted, double pixels) {
  const double either = found + wanted - both;
  const double neither = pixels - either;
  const double outside = pixels - both;  // background in one of them at least
  PooledScores result;
  result.iou = either > 0 ? both / either : 1;
  result.background_iou = outside > 0 ? neither / outside : 1;
  result.mean_iou = (result.iou + result.background_iou) / 2;
  result.accuracy = pixels > 0 ? (both + neither) / pixels : 1;
  return result;
}

}  // namespace segme::eval
