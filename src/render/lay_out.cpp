// render/lay_out: see lay_out.h.
#include "render/lay_out.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/resize.h"

namespace segme {
namespace {

/// One side of a background behind one of the frame, centre on centre; what sticks out is cut.
struct Side {
  Side(int from, double factor, int frame)
      : whole(std::max<std::int64_t>(1, std::llround(from * factor))),
        count(static_cast<int>(std::min<std::int64_t>(frame, whole))),
        first((whole - count) / 2),
        to((frame - count) / 2) {}
  std::int64_t whole;  // of the scaled background
  int count;           // what is shown of it
  std::int64_t first;  // where that begins
  int to;              // where it lies in the frame
};

}  // namespace

void lay_out(const Image& from, Fit fit, int width, int height, Image& scratch, Image& out, double stretch) {
  SEGME_CHECK(from.channels() == 3 && !from.empty() && stretch > 0);
  const double x = width / (from.width() * stretch);
  const double y = static_cast<double>(height) / from.height();
  const double factor = fit == Fit::fill ? std::max(x, y) : fit == Fit::fit ? std::min(x, y) : 1.0;
  const Side across(from.width(), factor * stretch, width);
  const Side down(from.height(), factor, height);
  const bool same = across.whole == from.width() && down.whole == from.height();
  const bool covers = across.count == width && down.count == height;
  if (!same) {
    Image& part = covers ? out : scratch;
    resize_part(from, {across.whole, across.first, across.count}, {down.whole, down.first, down.count}, part);
    if (covers) return;
  }
  out.resize(width, height, 3);
  if (!covers) out.fill(0);
  const std::size_t bytes = static_cast<std::size_t>(across.count) * 3;
  for (int row = 0; row < down.count; ++row) {
    const std::uint8_t* shown =
        same ? from.row(static_cast<int>(down.first) + row) + across.first * 3 : scratch.row(row);
    std::memcpy(out.row(down.to + row) + static_cast<std::ptrdiff_t>(across.to) * 3, shown, bytes);
  }
}

}  // namespace segme
