// train/data/decoded: the smaller levels by 2x2 averages, the person's box by the matte above one half.
#include "train/data/decoded.h"

#include <algorithm>
#include <cstddef>

#include "base/error.h"

namespace segme::train {
namespace {

constexpr int kPerson = 128;     // of 255: half a person
constexpr double kTouch = 0.02;  // share of a border that is person before the border counts as cutting it

const std::uint8_t* texel(const Decoded::Level& level, int x, int y) {
  const std::size_t row =
      static_cast<std::size_t>(std::min(y, level.height - 1)) * static_cast<std::size_t>(level.width);
  return level.rgba.data() + (row + static_cast<std::size_t>(std::min(x, level.width - 1))) * 4;
}

void halve(const Decoded::Level& from, Decoded::Level& to) {
  to.width = std::max(from.width / 2, 1);
  to.height = std::max(from.height / 2, 1);
  to.rgba.resize(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height) * 4);
  std::uint8_t* out = to.rgba.data();
  for (int y = 0; y < to.height; ++y) {
    for (int x = 0; x < to.width; ++x) {
      const std::uint8_t* a = texel(from, 2 * x, 2 * y);
      const std::uint8_t* b = texel(from, 2 * x + 1, 2 * y);
      const std::uint8_t* c = texel(from, 2 * x, 2 * y + 1);
      const std::uint8_t* d = texel(from, 2 * x + 1, 2 * y + 1);
      for (int i = 0; i < 4; ++i) *out++ = static_cast<std::uint8_t>((a[i] + b[i] + c[i] + d[i] + 2) / 4);
    }
  }
}

}  // namespace

void finish_decoded(Decoded& picture) {
  const Decoded::Level& whole = picture.levels[0];
  SEGME_CHECK(whole.width >= 1 && whole.height >= 1);
  SEGME_CHECK(whole.rgba.size() == static_cast<std::size_t>(whole.width) * static_cast<std::size_t>(whole.height) * 4);
  halve(whole, picture.levels[1]);
  halve(picture.levels[1], picture.levels[2]);
  picture.left = whole.width;
  picture.top = whole.height;
  picture.right = picture.bottom = 0;
  int on_left = 0;
  int on_top = 0;
  int on_right = 0;
  int on_bottom = 0;
  for (int y = 0; y < whole.height; ++y) {
    for (int x = 0; x < whole.width; ++x) {
      if (texel(whole, x, y)[3] < kPerson) continue;
      picture.left = std::min(picture.left, x);
      picture.top = std::min(picture.top, y);
      picture.right = std::max(picture.right, x + 1);
      picture.bottom = std::max(picture.bottom, y + 1);
      on_left += x == 0 ? 1 : 0;
      on_top += y == 0 ? 1 : 0;
      on_right += x == whole.width - 1 ? 1 : 0;
      on_bottom += y == whole.height - 1 ? 1 : 0;
    }
  }
  if (picture.right == 0) {  // nobody: the box is the picture
    picture.left = picture.top = 0;
    picture.right = whole.width;
    picture.bottom = whole.height;
  }
  picture.cut_left = on_left > kTouch * whole.height;
  picture.cut_right = on_right > kTouch * whole.height;
  picture.cut_top = on_top > kTouch * whole.width;
  picture.cut_bottom = on_bottom > kTouch * whole.width;
  // A cut-out is trimmed to its person: only the crop made later cuts it.
  if (picture.cut_out) picture.cut_left = picture.cut_right = picture.cut_top = picture.cut_bottom = false;
}

}  // namespace segme::train
