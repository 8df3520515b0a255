// render/framing: see framing.h. Pictures are resized premultiplied, so that hidden colours do not get into the edge.
#include "render/framing.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme {
namespace {

constexpr float kSeen = 0.1F;

/// Where the whole picture comes to lie on the canvas: its size there and its upper left corner.
struct Placement {
  int width, height, x, y;
};

Placement place(int width, int height, const Box& box, const Canvas& canvas) {
  const double factor = canvas.scale * std::min(static_cast<double>(canvas.width) / box.width,
                                                static_cast<double>(canvas.height) / box.height);
  const auto side = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * factor))); };
  const std::string_view where = name_of(canvas.position);
  const auto along = [&](double room, bool start, bool end) { return start ? 0.0 : end ? room : room / 2; };
  const double room_x = canvas.width - box.width * factor;
  const double room_y = canvas.height - box.height * factor;
  const double x = along(room_x, where.ends_with("left"), where.ends_with("right"));
  const double y = along(room_y, where.starts_with("top"), where.starts_with("bottom"));
  return {side(width), side(height), static_cast<int>(std::lround(x - box.x * factor)),
          static_cast<int>(std::lround(y - box.y * factor))};
}

void premultiply(const Image& in, Image& out) {
  out.resize(in.width(), in.height(), 4);
  for (std::size_t i = 0; i < in.size(); i += 4) {
    const int alpha = in.data()[i + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      out.data()[i + c] = static_cast<std::uint8_t>((in.data()[i + c] * alpha + 127) / 255);
    }
    out.data()[i + 3] = in.data()[i + 3];
  }
}

std::uint8_t divided(int value, int alpha) {
  return static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255, (value * 255 + alpha / 2) / alpha));
}

/// The part of the axis [start, start + length) that lies in [0, room).
struct Overlap {
  int first, last;
};

Overlap overlap(int start, int length, int room) { return {std::max(0, start), std::min(room, start + length)}; }

}  // namespace

int Length::pixels(int whole) const { return static_cast<int>(std::lround(relative ? value * whole : value)); }

std::optional<Box> person_box(const Matte& matte) {
  int left = matte.width();
  int right = -1;
  int top = matte.height();
  int bottom = -1;
  for (int y = 0; y < matte.height(); ++y) {
    const float* row = matte.row(y);
    for (int x = 0; x < matte.width(); ++x) {
      if (row[x] < kSeen) continue;
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = y;
    }
  }
  if (bottom < 0) return std::nullopt;
  return Box{left, top, right - left + 1, bottom - top + 1};
}

Box with_margin(const Box& box, const Length& margin, int width, int height) {
  const int by = margin.pixels(std::max(box.width, box.height));
  const int left = std::clamp(box.x - by, 0, width - 1);
  const int top = std::clamp(box.y - by, 0, height - 1);
  const int right = std::clamp(box.x + box.width + by, left + 1, width);
  const int bottom = std::clamp(box.y + box.height + by, top + 1, height);
  return {left, top, right - left, bottom - top};
}

void crop(const Image& in, const Box& box, Image& out) {
  SEGME_CHECK(box.x >= 0 && box.y >= 0 && box.x + box.width <= in.width() && box.y + box.height <= in.height());
  out.resize(box.width, box.height, in.channels());
  const auto step = static_cast<std::size_t>(in.channels());
  for (int y = 0; y < box.height; ++y) {
    std::copy_n(in.row(box.y + y) + static_cast<std::size_t>(box.x) * step, out.stride(), out.row(y));
  }
}

void crop(const Matte& in, const Box& box, Matte& out) {
  SEGME_CHECK(box.x >= 0 && box.y >= 0 && box.x + box.width <= in.width() && box.y + box.height <= in.height());
  out.resize(box.width, box.height);
  for (int y = 0; y < box.height; ++y) std::copy_n(in.row(box.y + y) + box.x, box.width, out.row(y));
}

void lay_on_canvas(const Image& in, const Box& box, const Canvas& canvas, Image& out) {
  SEGME_CHECK(in.channels() == 4);
  const Placement at = place(in.width(), in.height(), box, canvas);
  Image premultiplied;
  premultiply(in, premultiplied);
  out.resize(canvas.width, canvas.height, 4);
  out.fill(0);
  const Overlap across = overlap(at.x, at.width, canvas.width);
  const Overlap down = overlap(at.y, at.height, canvas.height);
  if (across.first >= across.last || down.first >= down.last) return;
  Image part;
  resize_part(premultiplied, {at.width, across.first - at.x, across.last - across.first},
              {at.height, down.first - at.y, down.last - down.first}, part);
  for (int y = 0; y < part.height(); ++y) {
    const std::uint8_t* from = part.row(y);
    std::uint8_t* to = out.row(down.first + y) + static_cast<std::ptrdiff_t>(across.first) * 4;
    for (int x = 0; x < part.width(); ++x, from += 4, to += 4) {
      for (int c = 0; c < 3; ++c) to[c] = divided(from[c], from[3]);
      to[3] = from[3];
    }
  }
}

void lay_on_canvas(const Matte& in, const Box& box, const Canvas& canvas, Matte& out) {
  const Placement whole = place(in.width(), in.height(), box, canvas);
  // Only what is seen is resized: of a small person enlarged the rest would not fit into any memory.
  const auto seen = [](int start, int length, int room, int pixels) {
    const double factor = static_cast<double>(length) / pixels;
    const int first = std::clamp(static_cast<int>(std::floor(-start / factor)) - 1, 0, pixels - 1);
    const int last = std::clamp(static_cast<int>(std::ceil((room - start) / factor)) + 1, first + 1, pixels);
    return Overlap{first, last};
  };
  const Overlap columns = seen(whole.x, whole.width, canvas.width, in.width());
  const Overlap rows = seen(whole.y, whole.height, canvas.height, in.height());
  Matte part;
  crop(in, {columns.first, rows.first, columns.last - columns.first, rows.last - rows.first}, part);
  const Box moved{box.x - columns.first, box.y - rows.first, box.width, box.height};
  const Placement at = place(part.width(), part.height(), moved, canvas);
  Matte resized;
  resize_matte(part, at.width, at.height, resized);
  out.resize(canvas.width, canvas.height);
  out.fill(0);
  const Overlap across = overlap(at.x, at.width, canvas.width);
  const Overlap down = overlap(at.y, at.height, canvas.height);
  for (int y = down.first; y < down.last && across.first < across.last; ++y) {
    std::copy_n(resized.row(y - at.y) + (across.first - at.x), across.last - across.first, out.row(y) + across.first);
  }
}

void put_before(const Image& rgba, const Image& background, Image& out) {
  SEGME_CHECK(rgba.channels() == 4 && background.channels() == 3 && rgba.width() == background.width() &&
              rgba.height() == background.height());
  out.resize(rgba.width(), rgba.height(), 3);
  for (std::size_t i = 0; i < out.size() / 3; ++i) {
    const std::uint8_t* pixel = rgba.data() + 4 * i;
    for (std::size_t c = 0; c < 3; ++c) {
      const int mixed = pixel[c] * pixel[3] + background.data()[3 * i + c] * (255 - pixel[3]);
      out.data()[3 * i + c] = static_cast<std::uint8_t>((mixed + 127) / 255);
    }
  }
}

}  // namespace segme
