// refine/temporal_plain: the loops of temporal as one would write them down.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "refine/temporal_kernels.h"

namespace segme {
namespace {

void look(const float* row, std::size_t count, std::uint8_t* flags) {
  for (std::size_t begin = 0; begin < count; begin += kStillBlock) {
    unsigned some = 0, lacks = 0;
    for (std::size_t i = begin; i < std::min(begin + kStillBlock, count); ++i) {
      some |= static_cast<unsigned>(row[i] > kDecided);
      lacks |= static_cast<unsigned>(row[i] < 1 - kDecided);
    }
    std::uint8_t& flag = flags[begin / kStillBlock];
    flag = static_cast<std::uint8_t>(flag | some * kSomePerson | lacks * kLacksPerson);
  }
}

void change(const std::uint8_t* now, const std::uint8_t* before, std::size_t pixels, float* out) {
  for (std::size_t i = 0; i < pixels; ++i, now += 3, before += 3) {
    const int most =
        std::max({std::abs(now[0] - before[0]), std::abs(now[1] - before[1]), std::abs(now[2] - before[2])});
    out[i] = static_cast<float>(most);
  }
}

void subtract(const float* a, const float* b, std::size_t count, float* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = a[i] - b[i];
}

void box(const float* const rows[3], std::size_t count, float* out) {
  const auto column = [&](std::ptrdiff_t i) { return rows[0][i] + rows[1][i] + rows[2][i]; };
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    out[i] = (column(at - 1) + column(at) + column(at + 1)) * (1.0F / 9);
  }
}

float ramp(float value, float begin, float end) {
  return std::min(1.0F, std::max(0.0F, (value - begin) * (1 / (end - begin))));
}

float mix(const MixRow& row) {
  float sum = 0;
  for (std::size_t i = 0; i < row.count; ++i) {
    const float innovation = row.innovations[i];
    const float drift = row.drifts[i] + row.drift * (innovation - row.drifts[i]);
    const float floor = row.floors[i];
    const float moved = ramp(row.changes[i] / (floor * row.patience), kChangeBegin, kChangeEnd);
    const float blind = ramp(floor, kQuietFloor, kNoisyFloor);
    const float leapt = blind * ramp(std::abs(row.leaps[i]), kLeapBegin, kLeapEnd);
    const float kept = std::max(row.still + kDriftWeight * std::abs(drift), std::max(moved, leapt));
    row.given[i] = row.priors[i] + std::min(1.0F, kept) * innovation;
    row.drifts[i] = drift;
    // A change is learnt as noise only as far as it was not taken for movement.
    row.floors[i] = std::max(kQuietFloor, floor + row.floor * (std::min(row.changes[i], 2 * floor) - floor));
    sum += row.floors[i];
  }
  return sum;
}

}  // namespace

extern constexpr TemporalKernels plain_temporal_kernels = {look, change, subtract, box, mix};

}  // namespace segme
