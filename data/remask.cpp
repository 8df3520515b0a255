// data/remask: nearest by pixel centres.
#include "data/remask.h"

#include <algorithm>

namespace segme::data {
namespace {

constexpr int kPerson = 127;  // from here on a label says person

/// The pixel of `from` whose square holds the centre of pixel `i` of `to`.
int nearest(int i, int to, int from) {
  return static_cast<int>((2 * static_cast<std::int64_t>(i) + 1) * from / (2 * static_cast<std::int64_t>(to)));
}

}  // namespace

Image remask(const Image& label, int size) {
  SEGME_CHECK(!label.empty() && size >= 0);
  const int width = size == 0 ? label.width() : size;
  const int height = size == 0 ? label.height() : size;
  const std::size_t channels = static_cast<std::size_t>(label.channels());
  Image mask(width, height, 1);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = label.row(nearest(y, height, label.height()));
    for (int x = 0; x < width; ++x) {
      const std::size_t at = static_cast<std::size_t>(nearest(x, width, label.width())) * channels + channels - 1;
      mask.row(y)[x] = row[at] >= kPerson ? 255 : 0;
    }
  }
  return mask;
}

}  // namespace segme::data
