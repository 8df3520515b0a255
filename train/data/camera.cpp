// train/data/camera: plain loops over planes that the compiler vectorises; the two costly ones are drawn seldom.
#include "train/data/camera.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace segme::train {
namespace {

constexpr std::size_t kBlock = 8;
using Block = std::array<std::array<float, kBlock>, kBlock>;

/// Gaussian values read from a random place on: a draw per pixel would cost more than all the rest.
const std::vector<float>& noise_table() {
  static const std::vector<float> table = [] {
    std::vector<float> values(1U << 16U);
    Random random(7);
    for (float& value : values) value = normal(random, 1);
    return values;
  }();
  return table;
}

/// Row k is the k-th cosine, of length 1: forward with the matrix, back with its transpose.
const Block& cosines() {
  static const Block table = [] {
    Block values{};
    for (std::size_t k = 0; k < kBlock; ++k) {
      for (std::size_t i = 0; i < kBlock; ++i) {
        const double wave = std::cos((2 * static_cast<double>(i) + 1) * static_cast<double>(k) * 3.14159265358979 / 16);
        values[k][i] = static_cast<float>(wave * (k == 0 ? std::sqrt(0.125) : 0.5));
      }
    }
    return values;
  }();
  return table;
}

/// a b, or a transposed times b.
Block product(const Block& a, const Block& b, bool transposed) {
  Block result{};
  for (std::size_t i = 0; i < kBlock; ++i) {
    for (std::size_t k = 0; k < kBlock; ++k) {
      const float factor = transposed ? a[k][i] : a[i][k];
      for (std::size_t j = 0; j < kBlock; ++j) result[i][j] += factor * b[k][j];
    }
  }
  return result;
}

Block transpose(const Block& a) {
  Block result{};
  for (std::size_t i = 0; i < kBlock; ++i) {
    for (std::size_t j = 0; j < kBlock; ++j) result[j][i] = a[i][j];
  }
  return result;
}

void compress_block(float* corner, std::size_t stride, float first, float growth) {
  Block block{};
  for (std::size_t y = 0; y < kBlock; ++y) std::copy_n(corner + y * stride, kBlock, block[y].begin());
  const Block& c = cosines();
  Block waves = product(c, transpose(product(c, block, false)), false);  // transposed, which no step below minds
  for (std::size_t i = 0; i < kBlock; ++i) {
    for (std::size_t j = 0; j < kBlock; ++j) {
      const float step = first + growth * static_cast<float>(i + j);
      waves[i][j] = std::nearbyint(waves[i][j] / step) * step;
    }
  }
  block = product(c, transpose(product(c, waves, true)), true);
  for (std::size_t y = 0; y < kBlock; ++y) std::copy_n(block[y].begin(), kBlock, corner + y * stride);
}

void blur_line(const float* before, const float* here, const float* after, float* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = 0.25F * (before[i] + 2 * here[i] + after[i]);
}

/// 1-2-1 along x; the first and last pixel stand in for those beyond.
void blur_rows(float* copy, float* p, std::size_t side) {
  std::copy_n(p, side * side, copy);
  for (std::size_t y = 0; y < side; ++y) {
    const float* from = copy + y * side;
    float* to = p + y * side;
    if (side > 2) blur_line(from, from + 1, from + 2, to + 1, side - 2);
    const std::size_t last = side - 1;
    to[0] = 0.25F * (3 * from[0] + from[std::min<std::size_t>(1, last)]);
    to[last] = 0.25F * (3 * from[last] + from[last == 0 ? 0 : last - 1]);
  }
}

void blur_columns(float* copy, float* p, std::size_t side) {
  std::copy_n(p, side * side, copy);
  for (std::size_t y = 0; y < side; ++y) {
    const float* above = copy + (y == 0 ? 0 : y - 1) * side;
    const float* below = copy + std::min(y + 1, side - 1) * side;
    blur_line(above, copy + y * side, below, p + y * side, side);
  }
}

/// Means of cells of cell x cell pixels; those at the far borders may be smaller.
void shrink(const float* p, std::size_t side, std::size_t cell, std::size_t cells, float* small) {
  std::fill_n(small, cells * cells, 0.0F);
  for (std::size_t y = 0; y < side; ++y) {
    float* row = small + y / cell * cells;
    std::size_t at = 0;
    for (std::size_t x = 0; x < side; ++at) {
      for (const std::size_t end = std::min(x + cell, side); x < end; ++x) row[at] += p[y * side + x];
    }
  }
  for (std::size_t y = 0; y < cells; ++y) {
    for (std::size_t x = 0; x < cells; ++x) {
      const std::size_t count = std::min(cell, side - x * cell) * std::min(cell, side - y * cell);
      small[y * cells + x] /= static_cast<float>(count);
    }
  }
}

/// The two cells around a pixel's centre and how far it is from the first to the second.
struct Between {
  std::size_t first, second;
  float part;
};
Between between(std::size_t pixel, std::size_t cell, std::size_t cells) {
  const float middle = (static_cast<float>(pixel) + 0.5F) / static_cast<float>(cell) - 0.5F;
  const float at = std::clamp(middle, 0.0F, static_cast<float>(cells - 1));
  const std::size_t first = static_cast<std::size_t>(at);
  return {first, std::min(first + 1, cells - 1), at - static_cast<float>(first)};
}

std::size_t plane_of(const Planes& planes) {
  return static_cast<std::size_t>(planes.size) * static_cast<std::size_t>(planes.size);
}

}  // namespace

void blur(const Planes& planes, int rounds, int axes) {
  const std::size_t plane = plane_of(planes);
  const std::size_t side = static_cast<std::size_t>(planes.size);
  std::vector<float>& before = *planes.spare;
  before.resize(plane);
  for (std::size_t c = 0; c < 3; ++c) {
    float* p = planes.values + c * plane;
    for (int round = 0; round < rounds; ++round) {
      if ((axes & 1) != 0) blur_rows(before.data(), p, side);
      if ((axes & 2) != 0) blur_columns(before.data(), p, side);
    }
  }
}

void coarsen(const Planes& planes, int factor) {
  const std::size_t side = static_cast<std::size_t>(planes.size);
  const std::size_t cell = static_cast<std::size_t>(factor);
  const std::size_t cells = (side + cell - 1) / cell;
  std::vector<float>& spare = *planes.spare;
  spare.resize(cells * cells + side);
  float* small = spare.data();
  float* line = small + cells * cells;
  for (std::size_t c = 0; c < 3; ++c) {
    float* p = planes.values + c * plane_of(planes);
    shrink(p, side, cell, cells, small);
    for (std::size_t y = 0; y < side; ++y) {
      const Between rows = between(y, cell, cells);
      for (std::size_t x = 0; x < cells; ++x) {
        line[x] = small[rows.first * cells + x] * (1 - rows.part) + small[rows.second * cells + x] * rows.part;
      }
      float* out = p + y * side;
      for (std::size_t x = 0; x < side; ++x) {
        const Between columns = between(x, cell, cells);
        out[x] = line[columns.first] * (1 - columns.part) + line[columns.second] * columns.part;
      }
    }
  }
}

void add_noise(const Planes& planes, float sigma, int grain, Random& random) {
  const std::vector<float>& noise = noise_table();
  const std::size_t side = static_cast<std::size_t>(planes.size);
  const std::size_t coarse = static_cast<std::size_t>(grain);
  for (std::size_t c = 0; c < 3; ++c) {
    float* p = planes.values + c * plane_of(planes);
    std::size_t start = 0;
    for (std::size_t y = 0; y < side; ++y) {
      if (y % coarse == 0) start = static_cast<std::size_t>(random()) % (noise.size() - side);
      const float* values = noise.data() + start;
      float* row = p + y * side;
      if (coarse == 1) {
        for (std::size_t x = 0; x < side; ++x) row[x] += sigma * values[x];
      } else {
        for (std::size_t x = 0; x < side; ++x) row[x] += sigma * values[x / coarse];
      }
    }
  }
}

void compress(const Planes& planes, float strength) {
  const std::size_t plane = plane_of(planes);
  const std::size_t side = static_cast<std::size_t>(planes.size);
  float* r = planes.values;
  float* g = r + plane;
  float* b = g + plane;
  // To luma and two colour differences and back (BT.601): their steps differ, as in a JPEG.
  for (std::size_t i = 0; i < plane; ++i) {
    const float luma = 0.299F * r[i] + 0.587F * g[i] + 0.114F * b[i];
    r[i] = (r[i] - luma) * 0.713F;
    b[i] = (b[i] - luma) * 0.564F;
    g[i] = luma;
  }
  for (std::size_t c = 0; c < 3; ++c) {
    const float first = strength * (c == 1 ? 12.0F : 18.0F);
    const float growth = strength * (c == 1 ? 6.0F : 14.0F);
    for (std::size_t y = 0; y + kBlock <= side; y += kBlock) {
      for (std::size_t x = 0; x + kBlock <= side; x += kBlock) {
        compress_block(planes.values + c * plane + y * side + x, side, first, growth);
      }
    }
  }
  for (std::size_t i = 0; i < plane; ++i) {
    const float luma = g[i];
    r[i] = luma + r[i] / 0.713F;
    b[i] = luma + b[i] / 0.564F;
    g[i] = (luma - 0.299F * r[i] - 0.114F * b[i]) / 0.587F;
  }
}

}  // namespace segme::train
