// render/person_mask: growing by runs, the largest by filling with colours: what of nobody the border reaches is
// outside, the rest are holes.
#include "render/person_mask.h"

#include <algorithm>

namespace segme {
namespace {

enum Colour : std::uint8_t { kNobody, kPerson, kOutside, kSeen };

/// `out` is 1 where one of the `radius` values to both sides of it is; `step` lies between two values.
void grow_line(const std::uint8_t* in, std::ptrdiff_t step, int count, int radius, std::uint8_t* out) {
  int until = 0;  // up to here it is set
  for (int i = 0; i < count; ++i) {
    if (in[i * step] == kNobody) continue;
    const int end = std::min(count, i + radius + 1);
    for (int k = std::max(until, i - radius); k < end; ++k) out[k * step] = kPerson;
    until = std::max(until, end);
  }
}

}  // namespace

void PersonMask::grow(int radius) {
  if (radius == 0) return;
  const int width = mask_.width();
  const int height = mask_.height();
  before_ = mask_;
  for (int y = 0; y < height; ++y) grow_line(before_.row(y), 1, width, radius, mask_.row(y));
  before_ = mask_;
  for (int x = 0; x < width; ++x) grow_line(before_.data() + x, width, height, radius, mask_.data() + x);
}

/// Colours all that hangs together with `start`, over corners too where it is wanted. The number of pixels.
int PersonMask::flood(int start, std::uint8_t from, std::uint8_t to, bool corners) {
  const int width = mask_.width();
  const int height = mask_.height();
  std::uint8_t* mask = mask_.data();
  int* queue = queue_.data();
  int filled = 0;
  const auto visit = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= width || y >= height || mask[y * width + x] != from) return;
    mask[y * width + x] = to;
    queue[filled++] = y * width + x;
  };
  visit(start % width, start / width);
  for (int next = 0; next < filled; ++next) {
    const int x = queue[next] % width;
    const int y = queue[next] / width;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        if (corners || dx == 0 || dy == 0) visit(x + dx, y + dy);
      }
    }
  }
  return filled;
}

/// Leaves the largest one, with its holes filled, and its box.
bool PersonMask::keep_largest() {
  const int count = mask_.width() * mask_.height();
  std::uint8_t* mask = mask_.data();
  flood(0, kNobody, kOutside, false);
  std::replace(mask, mask + count, static_cast<std::uint8_t>(kNobody), static_cast<std::uint8_t>(kPerson));
  int most = 0;
  int largest = 0;
  for (int pixel = 0; pixel < count; ++pixel) {
    if (mask[pixel] != kPerson) continue;
    const int size = flood(pixel, kPerson, kSeen, true);
    if (size <= most) continue;
    most = size;
    largest = pixel;
  }
  if (most == 0) return false;
  flood(largest, kSeen, kPerson, true);
  box_ = {mask_.width(), mask_.height(), 0, 0};
  for (int pixel = 0; pixel < count; ++pixel) {
    mask[pixel] = mask[pixel] == kPerson ? kPerson : kNobody;
    if (mask[pixel] == kNobody) continue;
    const int x = pixel % mask_.width();
    const int y = pixel / mask_.width();
    box_ = {std::min(box_.left, x), std::min(box_.top, y), std::max(box_.right, x + 1), std::max(box_.bottom, y + 1)};
  }
  return true;
}

bool PersonMask::find(const Matte& matte, int radius) {
  const int width = matte.width();
  const int height = matte.height();
  mask_.resize(width, height, 1);
  queue_.resize(matte.size());
  std::transform(matte.data(), matte.data() + matte.size(), mask_.data(),
                 [](float value) { return value > 0.5F ? kPerson : kNobody; });
  grow(radius);
  std::fill_n(mask_.row(0), width, kNobody);
  std::fill_n(mask_.row(height - 1), width, kNobody);
  for (int y = 0; y < height; ++y) mask_.row(y)[0] = mask_.row(y)[width - 1] = kNobody;
  return keep_largest();
}

}  // namespace segme
