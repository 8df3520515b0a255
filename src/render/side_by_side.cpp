// render/side_by_side: see side_by_side.h.
#include "render/side_by_side.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"
#include "render/framing.h"

namespace segme {
namespace {

constexpr std::uint8_t kLight = 232;
constexpr std::uint8_t kDark = 200;
constexpr int kFieldsOfHeight = 32;
constexpr int kGapOfWidth = 64;  // the white gap between both is so small a part of the first one's width

void chequered(int width, int height, Image& out) {
  out.resize(width, height, 3);
  const int field = std::max(2, height / kFieldsOfHeight);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = out.row(y);
    for (int x = 0; x < width; ++x) std::fill_n(row + 3 * x, 3, (x / field + y / field) % 2 == 0 ? kLight : kDark);
  }
}

/// Any picture as RGB.
void flat(const Image& in, Image& out) {
  if (in.channels() == 4) {
    Image ground;
    chequered(in.width(), in.height(), ground);
    put_before(in, ground, out);
    return;
  }
  out.resize(in.width(), in.height(), 3);
  const auto step = static_cast<std::size_t>(in.channels());
  for (std::size_t i = 0; i < out.size() / 3; ++i) {
    for (std::size_t c = 0; c < 3; ++c) out.data()[3 * i + c] = in.data()[i * step + std::min(c, step - 1)];
  }
}

void copy_into(const Image& from, int x, Image& to) {
  for (int y = 0; y < from.height(); ++y) {
    std::copy_n(from.row(y), from.stride(), to.row(y) + static_cast<std::ptrdiff_t>(x) * 3);
  }
}

}  // namespace

void side_by_side(const Image& before, const Image& after, Image& out) {
  SEGME_CHECK(before.channels() >= 3 && !before.empty() && !after.empty());
  Image left;
  Image right;
  flat(before, left);
  flat(after, right);
  if (right.height() != before.height()) {
    const double factor = static_cast<double>(before.height()) / right.height();
    Image resized;
    resize_area(right, std::max(1, static_cast<int>(std::lround(right.width() * factor))), before.height(), resized);
    right.swap(resized);
  }
  const int gap = std::max(1, before.width() / kGapOfWidth);
  out.resize(before.width() + gap + right.width(), before.height(), 3);
  out.fill(255);
  copy_into(left, 0, out);
  copy_into(right, before.width() + gap, out);
}

}  // namespace segme
