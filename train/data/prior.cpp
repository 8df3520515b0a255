// train/data/prior: PortraitNet for video simulates its priors by affine and thin-plate warps, blur and empty mattes.
// Here a similarity and a coarse grid of displacements, which bends as a thin plate does; the shares are our own.
#include "train/data/prior.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace segme::train {
namespace {

constexpr float kEmpty = 0.25F;    // first frames, cuts, and mattes that were lost
constexpr float kFast = 0.15F;     // frames between which much has moved
constexpr float kDamaged = 0.15F;  // mattes in which a piece is missing or too much
constexpr int kKnots = 5;          // of the grid of displacements, a side
constexpr float kShift = 0.02F;    // all in parts of the side
constexpr float kBend = 0.01F;
constexpr float kTurn = 2.0F;  // degrees
constexpr float kGrow = 0.03F;
constexpr float kLargestBlur = 0.012F;

/// Displacements at the knots of a grid, bilinear between them.
class Bend {
 public:
  Bend(float sigma, Random& random) {
    for (float& knot : knots_) knot = normal(random, sigma);
  }
  /// At u, v in 0..1.
  [[nodiscard]] float at(float u, float v) const {
    const float x = u * (kKnots - 1);
    const float y = v * (kKnots - 1);
    const int left = std::min(static_cast<int>(x), kKnots - 2);
    const int top = std::min(static_cast<int>(y), kKnots - 2);
    const float across = x - static_cast<float>(left);
    const float down = y - static_cast<float>(top);
    const auto knot = [&](int i, int j) { return knots_[static_cast<std::size_t>((top + j) * kKnots + left + i)]; };
    return (knot(0, 0) * (1 - across) + knot(1, 0) * across) * (1 - down) +
           (knot(0, 1) * (1 - across) + knot(1, 1) * across) * down;
  }

 private:
  std::array<float, static_cast<std::size_t>(kKnots) * kKnots> knots_{};
};

/// Bilinear; beyond the border the border goes on, as people do.
float sample(const float* matte, int size, float x, float y) {
  const auto limit = static_cast<float>(size - 1);
  x = std::clamp(x, 0.0F, limit);
  y = std::clamp(y, 0.0F, limit);
  const int left = std::min(static_cast<int>(x), std::max(size - 2, 0));
  const int top = std::min(static_cast<int>(y), std::max(size - 2, 0));
  const int right = std::min(left + 1, size - 1);
  const int bottom = std::min(top + 1, size - 1);
  const float across = x - static_cast<float>(left);
  const float down = y - static_cast<float>(top);
  const auto at = [&](int i, int j) { return matte[static_cast<std::ptrdiff_t>(j) * size + i]; };
  return (at(left, top) * (1 - across) + at(right, top) * across) * (1 - down) +
         (at(left, bottom) * (1 - across) + at(right, bottom) * across) * down;
}

void move(const float* matte, int size, Random& random, float* prior) {
  const float much = chance(random, kFast) ? 4.0F : 1.0F;
  const auto side = static_cast<float>(size);
  const float shift_x = normal(random, kShift * much * side);
  const float shift_y = normal(random, kShift * much * side);
  const float angle = normal(random, kTurn * much) * std::numbers::pi_v<float> / 180;
  const float zoom = std::exp(normal(random, kGrow * much));
  const float cosine = std::cos(angle) * zoom;
  const float sine = std::sin(angle) * zoom;
  const Bend bend_x(kBend * much * side, random);
  const Bend bend_y(kBend * much * side, random);
  const float middle = (side - 1) / 2;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x, ++prior) {
      const float u = static_cast<float>(x) - middle;
      const float v = static_cast<float>(y) - middle;
      const float along = static_cast<float>(x) / side;
      const float down = static_cast<float>(y) / side;
      *prior = sample(matte, size, middle + cosine * u - sine * v + shift_x + bend_x.at(along, down),
                      middle + sine * u + cosine * v + shift_y + bend_y.at(along, down));
    }
  }
}

/// A box blur along the rows, or, with step = size, along the columns.
void blur(float* prior, int size, int radius, std::ptrdiff_t along, std::ptrdiff_t across) {
  std::vector<float> line(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) {
    float* const first = prior + i * across;
    for (int j = 0; j < size; ++j) line[static_cast<std::size_t>(j)] = first[j * along];
    for (int j = 0; j < size; ++j) {
      float sum = 0;
      for (int k = j - radius; k <= j + radius; ++k) sum += line[static_cast<std::size_t>(std::clamp(k, 0, size - 1))];
      first[j * along] = sum / static_cast<float>(2 * radius + 1);
    }
  }
}

/// A box in which the matte says the same everywhere: too little or too much.
void damage(float* prior, int size, Random& random) {
  const int side = std::max(1, static_cast<int>(uniform(random, 0.1F, 0.35F) * static_cast<float>(size)));
  const auto place = [&] { return static_cast<int>(uniform(random, 0, static_cast<float>(std::max(1, size - side)))); };
  const int left = place();
  const int top = place();
  const float value = chance(random, 0.7F) ? 0.0F : 1.0F;
  for (int y = top; y < std::min(size, top + side); ++y)
    std::fill_n(prior + static_cast<std::ptrdiff_t>(y) * size + left, std::min(side, size - left), value);
}

}  // namespace

void draw_prior(const float* matte, int size, Random& random, float* prior) {
  const std::ptrdiff_t area = static_cast<std::ptrdiff_t>(size) * size;
  if (chance(random, kEmpty)) {
    std::fill_n(prior, area, 0.0F);
    return;
  }
  move(matte, size, random, prior);
  if (chance(random, kDamaged)) damage(prior, size, random);
  const int radius = static_cast<int>(std::lround(uniform(random, 0, kLargestBlur) * static_cast<float>(size)));
  if (radius > 0) {
    blur(prior, size, radius, 1, size);
    blur(prior, size, radius, size, 1);
  }
  for (std::ptrdiff_t i = 0; i < area; ++i) prior[i] = std::clamp(prior[i], 0.0F, 1.0F);
}

}  // namespace segme::train
