// What infer/silhouette does, said in the plainest loops: every pixel of the element is asked, areas are flooded, and
// an outline is walked around.
#pragma once

#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/image.h"

namespace segme::plain {

inline bool inside(const Image& image, int x, int y) {
  return x >= 0 && y >= 0 && x < image.width() && y < image.height();
}

/// Whether the elliptical element of `side` pixels has the pixel (dx, dy) from its middle.
inline bool in_element(int side, int dx, int dy) {
  const double radius = side / 2;
  if (radius == 0) return dx == 0 && dy == 0;
  if (std::abs(dy) > radius) return false;
  return std::abs(dx) <= std::nearbyint(radius * std::sqrt(1 - dy * dy / (radius * radius)));
}

/// Each pixel: whether any pixel of the element around it is `value`.
inline Image met(const Image& in, int side, std::uint8_t value) {
  Image out(in.width(), in.height(), 1);
  const int r = side / 2;
  for (int y = 0; y < in.height(); ++y) {
    for (int x = 0; x < in.width(); ++x) {
      bool any = false;
      for (int dy = -r; dy <= r; ++dy) {
        for (int dx = -r; dx <= r; ++dx) {
          any = any || (in_element(side, dx, dy) && inside(in, x + dx, y + dy) && in.row(y + dy)[x + dx] == value);
        }
      }
      out.row(y)[x] = any ? 255 : 0;
    }
  }
  return out;
}

inline Image closed(const Image& in, int side) {
  Image out = met(met(in, side, 255), side, 0);
  for (std::size_t i = 0; i < out.size(); ++i) out.data()[i] = static_cast<std::uint8_t>(255 - out.data()[i]);
  return out;
}

/// All pixels that can be reached from `seed` over pixels of its value; `corners`: also over corners.
inline std::vector<std::pair<int, int>> flooded(const Image& in, int seed_x, int seed_y, bool corners, Image& seen) {
  std::vector<std::pair<int, int>> all{{seed_x, seed_y}};
  seen.row(seed_y)[seed_x] = 1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [x, y] = all[i];
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        if ((!corners && dx != 0 && dy != 0) || !inside(in, x + dx, y + dy) || seen.row(y + dy)[x + dx] != 0) continue;
        if (in.row(y + dy)[x + dx] != in.row(seed_y)[seed_x]) continue;
        seen.row(y + dy)[x + dx] = 1;
        all.emplace_back(x + dx, y + dy);
      }
    }
  }
  return all;
}

inline Image filled(const Image& in) {
  Image out = in;
  Image seen(in.width(), in.height(), 1);
  seen.fill(0);
  for (int y = 0; y < in.height(); ++y) {
    for (int x = 0; x < in.width(); ++x) {
      if (in.row(y)[x] != 0 || seen.row(y)[x] != 0) continue;
      const auto area = flooded(in, x, y, false, seen);
      bool border = false;
      for (const auto& [px, py] : area) {
        border = border || px == 0 || py == 0 || px + 1 == in.width() || py + 1 == in.height();
      }
      if (border) continue;
      for (const auto& [px, py] : area) out.row(py)[px] = 255;
    }
  }
  return out;
}

/// Twice the surface within the outline of the shape that `shape` alone has, whose first pixel in reading order is
/// (x, y): walked around with the background at the left hand, by the rule of shoelaces.
inline long outlined(const Image& shape, int x, int y) {
  constexpr std::array<std::array<int, 2>, 8> kSteps{
      {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};
  const auto set = [&](int px, int py) { return inside(shape, px, py) && shape.row(py)[px] != 0; };
  int px = x, py = y, from = 4, first = -1;  // we came from the left, where nothing is
  long twice = 0;
  for (;;) {
    int step = -1;
    for (int k = 1; k <= 8 && step < 0; ++k) {
      const int way = (from + k) % 8;
      if (set(px + kSteps[static_cast<std::size_t>(way)][0], py + kSteps[static_cast<std::size_t>(way)][1])) step = way;
    }
    if (step < 0) return 0;  // a single pixel
    if (px == x && py == y && step == first) return std::labs(twice);
    if (first < 0) first = step;
    const int nx = px + kSteps[static_cast<std::size_t>(step)][0];
    const int ny = py + kSteps[static_cast<std::size_t>(step)][1];
    twice += static_cast<long>(px) * ny - static_cast<long>(nx) * py;
    px = nx;
    py = ny;
    from = (step + 4) % 8;
  }
}

inline Image largest(const Image& in) {
  Image seen(in.width(), in.height(), 1), best(in.width(), in.height(), 1);
  seen.fill(0);
  best.fill(0);
  long most = -1;
  for (int y = 0; y < in.height(); ++y) {
    for (int x = 0; x < in.width(); ++x) {
      if (in.row(y)[x] == 0 || seen.row(y)[x] != 0) continue;
      Image alone(in.width(), in.height(), 1);
      alone.fill(0);
      for (const auto& [px, py] : flooded(in, x, y, true, seen)) alone.row(py)[px] = 255;
      const long surface = outlined(alone, x, y);
      if (surface <= most) continue;
      most = surface;
      best = alone;
    }
  }
  return best;
}

}  // namespace segme::plain
