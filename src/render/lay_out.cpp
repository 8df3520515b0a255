// render/lay_out: see lay_out.h.
#include "render/lay_out.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/resize.h"

namespace segme {

void lay_out(const Image& from, const std::string& fit, int width, int height, Image& scratch, Image& out,
             double stretch) {
  SEGME_CHECK(from.channels() == 3 && !from.empty() && stretch > 0);
  const double across = width / (from.width() * stretch);
  const double down = static_cast<double>(height) / from.height();
  const double factor = fit == "fill" ? std::max(across, down) : fit == "fit" ? std::min(across, down) : 1.0;
  const int scaled_width = std::max(1, static_cast<int>(std::lround(from.width() * stretch * factor)));
  const int scaled_height = std::max(1, static_cast<int>(std::lround(from.height() * factor)));
  const bool same = scaled_width == from.width() && scaled_height == from.height();
  if (!same) resize_area(from, scaled_width, scaled_height, scratch);
  const Image& scaled = same ? from : scratch;
  out.resize(width, height, 3);
  if (scaled_width < width || scaled_height < height) out.fill(0);
  // Centres on each other; what sticks out is cut.
  const int from_x = std::max(0, (scaled_width - width) / 2);
  const int from_y = std::max(0, (scaled_height - height) / 2);
  const int to_x = std::max(0, (width - scaled_width) / 2);
  const int to_y = std::max(0, (height - scaled_height) / 2);
  const std::size_t bytes = static_cast<std::size_t>(std::min(width, scaled_width)) * 3;
  for (int y = 0; y < std::min(height, scaled_height); ++y) {
    std::memcpy(out.row(to_y + y) + to_x * 3, scaled.row(from_y + y) + from_x * 3, bytes);
  }
}

}  // namespace segme
