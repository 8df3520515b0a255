// render/blend: one plain loop that the compiler turns into SIMD. Most of a picture is all person or all background,
// and copied.
#include "render/blend.h"

#include <algorithm>
#include <cstring>

namespace segme {
namespace {

constexpr int kBlock = 64;            // pixels that are looked at together
constexpr float kLeast = 0.5F / 256;  // a matte nearer to 0 or 1 than this changes no byte

/// Whether there is anything of the person, and of the background.
struct Seen {
  bool person, background;
};
Seen look_at(const float* alpha, int count) {
  int person = 0;
  int background = 0;
  for (int x = 0; x < count; ++x) {
    person |= static_cast<int>(alpha[x] > kLeast);
    background |= static_cast<int>(alpha[x] < 1 - kLeast);
  }
  return {person != 0, background != 0};
}

void blend_pixels(const std::uint8_t* front, const std::uint8_t* back, const float* alpha, int count,
                  std::uint8_t* out) {
  for (int x = 0; x < count; ++x) {
    const float a = alpha[x];
    for (int c = 3 * x; c < 3 * x + 3; ++c) {
      const float f = static_cast<float>(front[c]);
      const float b = static_cast<float>(back[c]);
      out[c] = static_cast<std::uint8_t>(b + a * (f - b) + 0.5F);
    }
  }
}

}  // namespace

void blend(const Image& person, const Matte& matte, const Image& background, Image& picture) {
  SEGME_CHECK(person.channels() == 3 && background.channels() == 3);
  SEGME_CHECK(person.width() == matte.width() && person.height() == matte.height());
  SEGME_CHECK(person.width() == background.width() && person.height() == background.height());
  picture.resize(person.width(), person.height(), 3);
  for (int y = 0; y < person.height(); ++y) {
    const float* alpha = matte.row(y);
    const std::uint8_t* front = person.row(y);
    const std::uint8_t* back = background.row(y);
    std::uint8_t* out = picture.row(y);
    for (int x = 0; x < person.width(); x += kBlock) {
      const int count = std::min(kBlock, person.width() - x);
      const std::ptrdiff_t at = std::ptrdiff_t{3} * x;
      const Seen seen = look_at(alpha + x, count);
      if (seen.person && seen.background) {
        blend_pixels(front + at, back + at, alpha + x, count, out + at);
      } else {
        std::memcpy(out + at, (seen.person ? front : back) + at, static_cast<std::size_t>(count) * 3);
      }
    }
  }
}

void Composer::run(const Frame& frame, const Matte& matte, const Image& background, bool estimate, Image& picture) {
  if (estimate) {
    estimator_.run(frame.image, matte, colours_);
    blend(colours_, matte, background, picture);
  } else {
    blend(frame.image, matte, background, picture);
  }
}

}  // namespace segme
