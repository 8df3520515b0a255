// train/data/sample: the warp itself, in 16.16 fixed point; two 8-bit channels ride in each half of a 32-bit word, so a
// pixel costs six multiplications.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "base/error.h"
#include "train/data/warp.h"

namespace segme::train {
namespace {

constexpr int kLongestSide = 1 << 14;  // keeps 16.16 within 32 bits, and far from them

std::uint32_t load(const std::uint8_t* texel) {
  std::uint32_t value = 0;
  std::memcpy(&value, texel, 4);
  return value;
}

/// a + (b - a) weight / 256 in each byte, rounded.
std::uint32_t blend(std::uint32_t a, std::uint32_t b, std::uint32_t weight) {
  constexpr std::uint32_t kEven = 0x00FF00FFU;
  constexpr std::uint32_t kHalf = 0x00800080U;
  const std::uint32_t rest = 256 - weight;
  const std::uint32_t even = (((a & kEven) * rest + (b & kEven) * weight + kHalf) >> 8U) & kEven;
  const std::uint32_t odd = (((a >> 8U) & kEven) * rest + ((b >> 8U) & kEven) * weight + kHalf) & ~kEven;
  return even | odd;
}

/// Where index i of a line of `count` pixels is found when the line is mirrored over and over.
int mirrored(int i, int count) {
  const int period = 2 * count;
  const int place = ((i % period) + period) % period;
  return place < count ? place : period - 1 - place;
}

std::uint32_t fetch(const Decoded::Level& level, int x, int y, Beyond beyond) {
  const bool inside = x >= 0 && y >= 0 && x < level.width && y < level.height;
  if (beyond == Beyond::mirror) {
    x = mirrored(x, level.width);
    y = mirrored(y, level.height);
  }
  const std::size_t row =
      static_cast<std::size_t>(std::clamp(y, 0, level.height - 1)) * static_cast<std::size_t>(level.width);
  std::uint8_t texel[4];
  std::memcpy(texel, level.rgba.data() + (row + static_cast<std::size_t>(std::clamp(x, 0, level.width - 1))) * 4, 4);
  if (!inside && beyond == Beyond::nobody) texel[3] = 0;
  return load(texel);
}

std::int64_t fixed(float value) { return std::llround(static_cast<double>(value) * 65536); }

}  // namespace

void sample(const Decoded& picture, const Warp& warp, int size, Beyond beyond, std::vector<std::uint8_t>& rgba) {
  const float zoom = std::sqrt(std::abs(warp.xx * warp.yy - warp.xy * warp.yx));
  const std::size_t depth = zoom < 1.5F ? 0 : zoom < 3.0F ? 1 : 2;
  const Decoded::Level& level = picture.levels[depth];
  SEGME_CHECK(!level.rgba.empty() && std::max(level.width, level.height) < kLongestSide);
  const float unit = 1.0F / static_cast<float>(1U << depth);
  const std::int64_t step_x = fixed(warp.xx * unit);
  const std::int64_t step_y = fixed(warp.yx * unit);
  const std::size_t stride = static_cast<std::size_t>(level.width) * 4;
  rgba.resize(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 4);
  std::uint8_t* out = rgba.data();
  for (int v = 0; v < size; ++v) {
    const float middle = static_cast<float>(v) + 0.5F;
    std::int64_t at_x = fixed((warp.xx * 0.5F + warp.xy * middle + warp.x0) * unit - 0.5F);
    std::int64_t at_y = fixed((warp.yx * 0.5F + warp.yy * middle + warp.y0) * unit - 0.5F);
    for (int u = 0; u < size; ++u, out += 4, at_x += step_x, at_y += step_y) {
      const int x = static_cast<int>(at_x >> 16);
      const int y = static_cast<int>(at_y >> 16);
      const std::uint32_t part_x = static_cast<std::uint32_t>(at_x >> 8) & 255U;
      const std::uint32_t part_y = static_cast<std::uint32_t>(at_y >> 8) & 255U;
      std::uint32_t pixel = 0;
      if (x >= 0 && y >= 0 && x < level.width - 1 && y < level.height - 1) {
        const std::uint8_t* corner =
            level.rgba.data() + static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x) * 4;
        pixel = blend(blend(load(corner), load(corner + 4), part_x),
                      blend(load(corner + stride), load(corner + stride + 4), part_x), part_y);
      } else {
        pixel = blend(blend(fetch(level, x, y, beyond), fetch(level, x + 1, y, beyond), part_x),
                      blend(fetch(level, x, y + 1, beyond), fetch(level, x + 1, y + 1, beyond), part_x), part_y);
      }
      std::memcpy(out, &pixel, 4);
    }
  }
}

}  // namespace segme::train
