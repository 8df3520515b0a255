// train/data/edge: box sums by running totals. How each works is said in edge.h.
#include "train/data/edge.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace segme::train {
namespace {

/// What a window adds up: RGB times how surely a pixel is person, that weight, and the same for background.
using Sums = std::array<float, 8>;

/// Cubes: a half-transparent pixel's colour is of both, and should hardly count for either.
const std::array<float, 256>& sureness() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float part = static_cast<float>(i) / 255;
      values[i] = part * part * part;
    }
    return values;
  }();
  return table;
}

void add_pixel(float* sums, const std::uint8_t* pixel, const std::array<float, 256>& sure, float sign) {
  const float person = sign * sure[pixel[3]];
  const float scene = sign * sure[255U - pixel[3]];
  for (std::size_t c = 0; c < 3; ++c) {
    sums[c] += static_cast<float>(pixel[c]) * person;
    sums[4 + c] += static_cast<float>(pixel[c]) * scene;
  }
  sums[3] += person;
  sums[7] += scene;
}

void add_row(std::vector<float>& columns, const std::vector<std::uint8_t>& rgba, int y, int size, float sign) {
  if (y < 0 || y >= size) return;
  const std::size_t side = static_cast<std::size_t>(size);
  const std::uint8_t* row = rgba.data() + static_cast<std::size_t>(y) * side * 4;
  const std::array<float, 256>& sure = sureness();
  for (std::size_t x = 0; x < side; ++x) add_pixel(columns.data() + x * 8, row + x * 4, sure, sign);
}

/// I = a F + (1 - a) B: starts from the window's mean person and mean background and gives F what they leave over.
void clean_pixel(const Sums& sums, std::uint8_t* pixel) {
  constexpr float kLeast = 0.5F;  // pixels' worth of person or background in the window: below it the mean says nothing
  if (sums[3] < kLeast || sums[7] < kLeast) return;
  const float alpha = static_cast<float>(pixel[3]) / 255;
  for (std::size_t c = 0; c < 3; ++c) {
    const float person = sums[c] / sums[3];
    const float scene = sums[4 + c] / sums[7];
    const float left = static_cast<float>(pixel[c]) - alpha * person - (1 - alpha) * scene;
    pixel[c] = static_cast<std::uint8_t>(std::clamp(person + alpha * left + 0.5F, 0.0F, 255.0F));
  }
}

}  // namespace

void EdgeCleaner::soften(std::vector<std::uint8_t>& rgba, int size, Random& random) {
  const std::size_t side = static_cast<std::size_t>(size);
  const float inset = uniform(random, 0.35F, 0.65F);
  sums_.resize(side * side);
  for (std::size_t y = 0; y < side; ++y) {
    const std::uint8_t* alpha = rgba.data() + y * side * 4 + 3;
    for (std::size_t x = 0; x < side; ++x) {
      const std::size_t before = x == 0 ? 0 : x - 1;
      const std::size_t after = std::min(x + 1, side - 1);
      sums_[y * side + x] = static_cast<std::uint16_t>(alpha[before * 4] + alpha[x * 4] + alpha[after * 4]);
    }
  }
  constexpr int kFull = 9 * 255;
  std::array<std::uint8_t, kFull + 1> table;
  for (int i = 0; i <= kFull; ++i) {
    const float value = (static_cast<float>(i) / kFull - inset) / (1 - inset);
    table[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(std::max(value, 0.0F) * 255 + 0.5F);
  }
  for (std::size_t y = 0; y < side; ++y) {
    const std::uint16_t* above = sums_.data() + (y == 0 ? 0 : y - 1) * side;
    const std::uint16_t* here = sums_.data() + y * side;
    const std::uint16_t* below = sums_.data() + std::min(y + 1, side - 1) * side;
    std::uint8_t* alpha = rgba.data() + y * side * 4 + 3;
    for (std::size_t x = 0; x < side; ++x) {
      alpha[x * 4] = table[static_cast<std::size_t>(above[x] + here[x] + below[x])];
    }
  }
}

void EdgeCleaner::remove_background_colour(std::vector<std::uint8_t>& rgba, int size) {
  const std::size_t side = static_cast<std::size_t>(size);
  const int reach = std::max(3, size / 24);  // past a soft edge on both sides
  const std::vector<std::uint8_t> before = rgba;
  columns_.assign(side * 8, 0.0F);
  for (int y = -reach; y < reach; ++y) add_row(columns_, before, y, size, 1);
  for (int y = 0; y < size; ++y) {
    add_row(columns_, before, y + reach, size, 1);
    if (y > 0) add_row(columns_, before, y - reach - 1, size, -1);
    Sums sums{};
    const auto add_column = [&](int x, float sign) {
      if (x < 0 || x >= size) return;
      for (std::size_t i = 0; i < 8; ++i) sums[i] += sign * columns_[static_cast<std::size_t>(x) * 8 + i];
    };
    for (int x = 0; x < reach; ++x) add_column(x, 1);
    std::uint8_t* row = rgba.data() + static_cast<std::size_t>(y) * side * 4;
    for (int x = 0; x < size; ++x) {
      add_column(x + reach, 1);
      add_column(x - reach - 1, -1);
      std::uint8_t* pixel = row + static_cast<std::size_t>(x) * 4;
      if (pixel[3] > 0 && pixel[3] < 255) clean_pixel(sums, pixel);
    }
  }
}

}  // namespace segme::train
