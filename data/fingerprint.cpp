// data/fingerprint: a 32 x 32 grey copy, its 8 x 8 lowest frequencies without the mean, a bit for each above the
// median.
#include "data/fingerprint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "base/resize.h"

namespace segme::data {
namespace {

constexpr int kGrey = 32;
constexpr int kLow = 8;
constexpr int kSide = Fingerprint::kSide;
constexpr double kFlat = 2.0;  // standard deviation, of 255, below which a picture has no pattern to compare

using Low = std::array<double, kLow * kLow>;

/// Cosines of the frequencies 1..8 at 32 places: frequency 0, the mean, says only how light the picture is.
const std::array<std::array<double, kGrey>, kLow>& cosines() {
  static const auto table = [] {
    std::array<std::array<double, kGrey>, kLow> values{};
    for (int u = 0; u < kLow; ++u) {
      for (int x = 0; x < kGrey; ++x) {
        values[static_cast<std::size_t>(u)][static_cast<std::size_t>(x)] =
            std::cos(std::numbers::pi * (u + 1) * (2 * x + 1) / (2.0 * kGrey));
      }
    }
    return values;
  }();
  return table;
}

Low low_frequencies(const Image& rgb) {
  Low low{};
  std::array<double, kLow> row{};
  for (int y = 0; y < kGrey; ++y) {
    row.fill(0);
    for (int x = 0; x < kGrey; ++x) {
      const std::uint8_t* p = rgb.row(y) + 3 * x;
      const double grey = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
      for (std::size_t u = 0; u < kLow; ++u) row[u] += grey * cosines()[u][static_cast<std::size_t>(x)];
    }
    for (std::size_t v = 0; v < kLow; ++v) {
      const double c = cosines()[v][static_cast<std::size_t>(y)];
      for (std::size_t u = 0; u < kLow; ++u) low[v * kLow + u] += row[u] * c;
    }
  }
  return low;
}

std::uint64_t bits_of(const Low& low) {
  Low sorted = low;
  std::nth_element(sorted.begin(), sorted.begin() + kLow * kLow / 2, sorted.end());
  const double median = sorted[kLow * kLow / 2];
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < low.size(); ++i) bits |= static_cast<std::uint64_t>(low[i] > median) << i;
  return bits;
}

struct Statistics {
  double mean[3] = {}, deviation = 0;
};

Statistics statistics_of(const Fingerprint& print) {
  Statistics result;
  double squares = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = c; i < print.small.size(); i += 3) result.mean[c] += print.small[i];
    result.mean[c] /= kSide * kSide;
    for (std::size_t i = c; i < print.small.size(); i += 3) squares += std::pow(print.small[i] - result.mean[c], 2);
  }
  result.deviation = std::sqrt(squares / static_cast<double>(print.small.size()));
  return result;
}

}  // namespace

Fingerprint fingerprint_of(const Image& picture) {
  SEGME_CHECK(picture.channels() == 3 && !picture.empty());
  Image small;
  resize_area(picture, kGrey, kGrey, small);
  Fingerprint print;
  Low low = low_frequencies(small);
  print.hash = bits_of(low);
  for (std::size_t v = 0; v < kLow; ++v) {
    for (std::size_t u = 0; u < kLow; u += 2) low[v * kLow + u] = -low[v * kLow + u];  // 1, 3, 5, 7 are odd functions
  }
  print.mirrored = bits_of(low);
  Image smaller;
  resize_area(small, kSide, kSide, smaller);
  std::copy_n(smaller.data(), smaller.size(), print.small.begin());
  return print;
}

int hash_distance(const Fingerprint& a, const Fingerprint& b) {
  return std::min(std::popcount(a.hash ^ b.hash), std::popcount(a.hash ^ b.mirrored));
}

double likeness(const Fingerprint& a, const Fingerprint& b) {
  const Statistics of_a = statistics_of(a);
  const Statistics of_b = statistics_of(b);
  if (of_a.deviation < kFlat || of_b.deviation < kFlat) {
    const bool flat = of_a.deviation < kFlat && of_b.deviation < kFlat;
    bool same = flat;
    for (std::size_t c = 0; c < 3; ++c) same = same && std::abs(of_a.mean[c] - of_b.mean[c]) < kFlat;
    return same ? 1 : 0;
  }
  double straight = 0;
  double mirrored = 0;
  for (std::size_t y = 0; y < kSide; ++y) {
    for (std::size_t x = 0; x < kSide; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        const double value = a.small[(y * kSide + x) * 3 + c] - of_a.mean[c];
        straight += value * (b.small[(y * kSide + x) * 3 + c] - of_b.mean[c]);
        mirrored += value * (b.small[(y * kSide + kSide - 1 - x) * 3 + c] - of_b.mean[c]);
      }
    }
  }
  return std::max(straight, mirrored) / (static_cast<double>(a.small.size()) * of_a.deviation * of_b.deviation);
}

bool same_picture(const Fingerprint& a, const Fingerprint& b) {
  return hash_distance(a, b) <= kMostDistance && likeness(a, b) >= kLeastLikeness;
}

std::vector<std::vector<std::size_t>> same_pictures(std::span<const Fingerprint> prints) {
  std::vector<std::size_t> first(prints.size());  // of the group each is in, so far
  for (std::size_t i = 0; i < first.size(); ++i) first[i] = i;
  const auto root = [&](std::size_t i) {
    while (first[i] != i) i = first[i] = first[first[i]];
    return i;
  };
  for (std::size_t i = 0; i < prints.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!same_picture(prints[i], prints[j])) continue;
      const std::size_t a = root(i);
      const std::size_t b = root(j);
      first[std::max(a, b)] = std::min(a, b);
    }
  }
  std::vector<std::vector<std::size_t>> members(prints.size());
  for (std::size_t i = 0; i < prints.size(); ++i) members[root(i)].push_back(i);
  std::erase_if(members, [](const auto& group) { return group.size() < 2; });
  return members;
}

}  // namespace segme::data
