// capture/straight_alpha: some files store colours multiplied by alpha; here they are divided again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace segme {

/// One pixel of `samples` samples of 8 or 16 bits, of which the last is alpha. Where alpha is 0 the colours become 0.
template <class Sample>
void make_straight(Sample* pixel, std::size_t samples) {
  constexpr std::uint64_t kLargest = std::numeric_limits<Sample>::max();
  const std::uint64_t alpha = pixel[samples - 1];
  for (std::size_t c = 0; c + 1 < samples; ++c) {
    const std::uint64_t straight = alpha == 0 ? 0 : (pixel[c] * kLargest + alpha / 2) / alpha;
    pixel[c] = static_cast<Sample>(std::min(straight, kLargest));
  }
}

}  // namespace segme
