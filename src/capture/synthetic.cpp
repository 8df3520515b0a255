// capture/synthetic: see synthetic.h. Each pixel keeps 64 bits, one for each of its 8 x 8 sample points; a shape sets
// the bits it covers, so that overlapping shapes unite exactly and the truth is a count of bits.
#include "capture/synthetic.h"

#include <bit>
#include <cmath>

namespace segme {
namespace {

constexpr int kGrid = 8;                      // sample points a side; 64 fit into one word
constexpr float kHalfDiagonal = 0.70710678f;  // of a pixel: farther than this from an edge, all points agree
constexpr double kFramesPerSecond = 30.0;

/// A well mixed number from two (the finaliser of splitmix64, Steele 2014): the same on every machine.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9E3779B97F4A7C15u + b + 0x632BE59BD9B4E019u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

/// In 0..1.
float chance(std::uint64_t a, std::uint64_t b) { return static_cast<float>(mix(a, b) >> 40) / 16777216.0f; }

float between(float low, float high, std::uint64_t a, std::uint64_t b) { return low + (high - low) * chance(a, b); }

std::uint8_t to_byte(float value) { return static_cast<std::uint8_t>(std::min(255.0f, std::max(0.0f, value)) + 0.5f); }

/// Smooth noise of about `scale` pixels a bump, 0..1.
float soft_noise(float x, float y, float scale, std::uint64_t seed) {
  const float u = x / scale, v = y / scale;
  const float column = std::floor(u), row = std::floor(v);
  const auto corner = [&](int dx, int dy) {
    return chance(seed, static_cast<std::uint64_t>(static_cast<std::int64_t>(row) + dy) * 65537u +
                            static_cast<std::uint64_t>(static_cast<std::int64_t>(column) + dx));
  };
  const float s = u - column, t = v - row;
  return (1 - t) * ((1 - s) * corner(0, 0) + s * corner(1, 0)) + t * ((1 - s) * corner(0, 1) + s * corner(1, 1));
}

}  // namespace

Synthetic::Synthetic(const Options& options) : options_(options) {
  SEGME_CHECK(options.width > 0 && options.height > 0 && options.people >= 0);
  covered_.resize(static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height));
  truth_.resize(options.width, options.height);
  foreground_.resize(options.width, options.height, 3);
  background_.resize(options.width, options.height, 3);
}

bool Synthetic::next(Frame& frame) {
  if (number_ >= options_.frames) return false;
  const auto height = static_cast<float>(options_.height);
  const auto width = static_cast<float>(options_.width);
  std::fill(covered_.begin(), covered_.end(), 0);
  for (int y = 0; y < options_.height; ++y) {  // where nobody is drawn the foreground is a plain brown
    for (int x = 0; x < options_.width; ++x) {
      constexpr std::array<std::uint8_t, 3> kBrown = {96, 72, 56};
      std::copy(kBrown.begin(), kBrown.end(), foreground_.row(y) + 3 * x);
    }
  }
  // The other people stand far away at the sides, so that in a picture of 4:3 nobody touches anybody.
  // A swing whose fastest step is `motion`: x = a sin(0.2 n) moves at most 0.2 a a frame.
  const float swing = options_.motion * height * 5.0f * std::sin(0.2f * static_cast<float>(number_));
  const auto seed = static_cast<std::uint64_t>(options_.seed);
  for (int i = options_.people - 1; i >= 0; --i) {
    const auto person = static_cast<std::uint64_t>(i);
    const float place = std::array{0.5f, 0.07f, 0.93f}[static_cast<std::size_t>(i)];
    const float size = height * (i == 0 ? between(0.85f, 1.0f, seed, 1) : between(0.18f, 0.22f, seed, 2 + person));
    const float shift = i == 0 ? swing + between(-0.05f, 0.05f, seed, 5) * width : 0.0f;
    draw_person(width * place + shift, size, person);
  }
  for (std::size_t i = 0; i < covered_.size(); ++i) {
    truth_.data()[i] = static_cast<float>(std::popcount(covered_[i])) / (kGrid * kGrid);
  }
  paint_background();
  compose(frame.image);
  frame.number = number_;
  frame.seconds = static_cast<double>(number_++) / kFramesPerSecond;
  return true;
}

/// `centre` is the middle of the body in pixels, `size` from the crown to the picture's lower edge.
void Synthetic::draw_person(float centre, float size, std::uint64_t person) {
  const std::uint64_t seed = mix(static_cast<std::uint64_t>(options_.seed), 100 + person);
  const auto bottom = static_cast<float>(options_.height);
  const float top = bottom - size;
  const Colour skin = {between(150, 225, seed, 1), between(110, 165, seed, 2), between(80, 130, seed, 3)};
  const Colour shirt = {between(20, 230, seed, 4), between(20, 230, seed, 5), between(20, 230, seed, 6)};
  const Colour hair = {between(15, 120, seed, 7), between(10, 90, seed, 8), between(5, 70, seed, 9)};
  const float head_y = top + 0.33f * size;
  const float shoulder_y = top + 0.68f * size;
  const float shoulder = between(0.26f, 0.32f, seed, 10) * size;
  draw_hair(centre, head_y, 0.155f * size, size, hair, seed);
  draw_ellipse(centre, bottom + 0.05f * size, shoulder, bottom + 0.05f * size - shoulder_y + 0.06f * size, shirt);
  draw_line(centre - 0.7f * shoulder, shoulder_y + 0.03f * size, centre + 0.7f * shoulder, shoulder_y + 0.03f * size,
            0.06f * size, shirt);
  for (const float side : {-1.0f, 1.0f}) {
    const float elbow = centre + side * (shoulder + between(0.02f, 0.1f, seed, side > 0 ? 11 : 12) * size);
    draw_line(centre + side * 0.8f * shoulder, shoulder_y + 0.05f * size, elbow, bottom, 0.05f * size, shirt);
  }
  draw_line(centre, head_y, centre, shoulder_y, 0.065f * size, skin);
  draw_ellipse(centre, head_y - 0.035f * size, 0.150f * size, 0.165f * size, hair);
  draw_ellipse(centre, head_y, 0.125f * size, 0.17f * size, skin);
}

/// Strands from the skull outwards, bent down by their weight; about one pixel wide in a picture of 300 rows.
void Synthetic::draw_hair(float x, float y, float radius, float size, const Colour& colour, std::uint64_t person) {
  constexpr int kStrands = 36;
  constexpr int kPieces = 8;
  for (std::uint64_t strand = 0; strand < kStrands; ++strand) {
    const std::uint64_t seed = mix(person, 1000 + strand);
    const float angle = between(-0.35f, 3.5f, seed, 1);  // from the right over the crown to the left
    const float length = between(0.05f, 0.16f, seed, 2) * size;
    const float bend = between(-0.2f, 0.6f, seed, 3) * length;
    const float half_width = between(0.0011f, 0.0022f, seed, 4) * size;
    float from_x = x + radius * 0.9f * std::cos(angle), from_y = y - radius * 0.9f * std::sin(angle);
    for (int piece = 1; piece <= kPieces; ++piece) {
      const float t = static_cast<float>(piece) / kPieces;
      const float reach = radius * 0.9f + length * t;
      const float to_x = x + reach * std::cos(angle);
      const float to_y = y - reach * std::sin(angle) + bend * t * t;
      draw_line(from_x, from_y, to_x, to_y, half_width * (1.0f - 0.6f * t), colour);
      from_x = to_x;
      from_y = to_y;
    }
  }
}

void Synthetic::draw_ellipse(float x, float y, float radius_x, float radius_y, const Colour& colour) {
  // Scaled by the smaller radius this never says more than the true distance, and its sign is exact.
  const float smaller = std::min(radius_x, radius_y);
  draw(x - radius_x, y - radius_y, x + radius_x, y + radius_y, colour, [=](float px, float py) {
    const float u = (px - x) / radius_x, v = (py - y) / radius_y;
    return (std::sqrt(u * u + v * v) - 1.0f) * smaller;
  });
}

void Synthetic::draw_line(float x0, float y0, float x1, float y1, float radius, const Colour& colour) {
  const float dx = x1 - x0, dy = y1 - y0;
  const float length2 = std::max(dx * dx + dy * dy, 1e-12f);
  draw(std::min(x0, x1) - radius, std::min(y0, y1) - radius, std::max(x0, x1) + radius, std::max(y0, y1) + radius,
       colour, [=](float px, float py) {
         const float t = std::min(1.0f, std::max(0.0f, ((px - x0) * dx + (py - y0) * dy) / length2));
         const float ex = px - (x0 + t * dx), ey = py - (y0 + t * dy);
         return std::sqrt(ex * ex + ey * ey) - radius;
       });
}

/// Sets the sample points inside a shape and paints the pixels it touches. distance(x, y) is negative inside and never
/// larger in size than the true distance to the edge.
template <class Distance>
void Synthetic::draw(float left, float top, float right, float bottom, const Colour& colour, Distance distance) {
  const int first_x = std::max(0, static_cast<int>(std::floor(left)));
  const int first_y = std::max(0, static_cast<int>(std::floor(top)));
  const int last_x = std::min(options_.width - 1, static_cast<int>(std::floor(right)));
  const int last_y = std::min(options_.height - 1, static_cast<int>(std::floor(bottom)));
  for (int y = first_y; y <= last_y; ++y) {
    for (int x = first_x; x <= last_x; ++x) {
      const auto left_edge = static_cast<float>(x), top_edge = static_cast<float>(y);
      const float away = distance(left_edge + 0.5f, top_edge + 0.5f);
      if (away > kHalfDiagonal) continue;
      std::uint64_t bits = ~std::uint64_t{0};
      for (int i = 0; away >= -kHalfDiagonal && i < kGrid * kGrid; ++i) {
        const int line = i / kGrid;
        const float px = left_edge + (static_cast<float>(i % kGrid) + 0.5f) / kGrid;
        const float py = top_edge + (static_cast<float>(line) + 0.5f) / kGrid;
        if (distance(px, py) > 0.0f) bits &= ~(std::uint64_t{1} << i);
      }
      if (bits == 0) continue;
      covered_[static_cast<std::size_t>(y) * static_cast<std::size_t>(options_.width) + static_cast<std::size_t>(x)] |=
          bits;
      const float weave =
          0.92f + 0.16f * chance(static_cast<std::uint64_t>(options_.seed) + 7,
                                 static_cast<std::uint64_t>(y) * 65536u + static_cast<std::uint64_t>(x));
      std::uint8_t* pixel = foreground_.row(y) + 3 * x;
      for (std::size_t c = 0; c < 3; ++c) pixel[c] = to_byte(colour[c] * weave);
    }
  }
}

void Synthetic::paint_background() {
  const std::uint64_t seed = mix(static_cast<std::uint64_t>(options_.seed), 50);
  const Colour one = {between(30, 225, seed, 1), between(30, 225, seed, 2), between(30, 225, seed, 3)};
  const Colour other = {between(30, 225, seed, 4), between(30, 225, seed, 5), between(30, 225, seed, 6)};
  const auto width = static_cast<float>(options_.width), height = static_cast<float>(options_.height);
  const auto frame = static_cast<std::uint64_t>(number_);
  for (int y = 0; y < options_.height; ++y) {
    for (int x = 0; x < options_.width; ++x) {
      const auto u = static_cast<float>(x), v = static_cast<float>(y);
      float share = 0.0f;
      if (options_.background == Ground::gradient) share = 0.6f * u / width + 0.4f * v / height;
      if (options_.background == Ground::texture)
        share = 0.6f * soft_noise(u, v, 17.0f, seed) + 0.4f * soft_noise(u, v, 3.0f, seed + 1);
      if (options_.background == Ground::noise) {
        share = chance(mix(seed, frame), static_cast<std::uint64_t>(y) * 65536u + static_cast<std::uint64_t>(x));
      }
      std::uint8_t* pixel = background_.row(y) + 3 * x;
      for (std::size_t c = 0; c < 3; ++c) pixel[c] = to_byte(one[c] + (other[c] - one[c]) * share);
    }
  }
}

void Synthetic::compose(Image& image) const {
  image.resize(options_.width, options_.height, 3);
  for (std::size_t i = 0; i < truth_.size(); ++i) {
    const float alpha = truth_.data()[i];
    for (std::size_t c = 0; c < 3; ++c) {
      image.data()[3 * i + c] = to_byte(alpha * static_cast<float>(foreground_.data()[3 * i + c]) +
                                        (1.0f - alpha) * static_cast<float>(background_.data()[3 * i + c]));
    }
  }
}

}  // namespace segme
