// infer/silhouette: a row's distances to its nearest set pixel are found once; an element is then one comparison for
// each of its rows. Areas are joined run by run.
#include "infer/silhouette.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace segme {
namespace {

constexpr int kFar = 255;  // of distances along a row

/// Distances along a row to the nearest pixel that is (not) set; whether any is below kFar.
bool distances(const std::uint8_t* shape, int width, bool set, std::uint8_t* near) {
  int away = kFar;
  bool any = false;
  for (int x = 0; x < width; ++x) {
    away = (shape[x] != 0) == set ? 0 : std::min(kFar, away + 1);
    near[x] = static_cast<std::uint8_t>(away);
    any = any || away == 0;
  }
  if (!any) return false;
  away = kFar;
  for (int x = width - 1; x >= 0; --x) {
    away = std::min<int>(near[x], away + 1);
    near[x] = static_cast<std::uint8_t>(away);
  }
  return true;
}

/// Twice the surface of the squares between the middles of four pixels, two of each of two runs, one above the other:
/// a square of four set pixels counts whole, one of three half.
std::int64_t surface_between(int above_left, int above_right, int left, int right) {
  const auto whole = [](int x, int from, int to) { return x >= from && x + 2 <= to ? 1 : 0; };
  const int four = std::max(0, std::min(above_right, right) - std::max(above_left, left) - 1);
  return 2 * std::int64_t{four} + whole(left - 1, above_left, above_right) + whole(right - 1, above_left, above_right) +
         whole(above_left - 1, left, right) + whole(above_right - 1, left, right);
}

}  // namespace

int ellipse_half_width(int side, int dy) {
  const int radius = side / 2;
  if (radius == 0) return 0;
  return static_cast<int>(std::lrint(std::sqrt(static_cast<double>(radius * radius - dy * dy))));
}

/// touched_: 255 where the element, put there, meets a pixel that is (not) set.
void Silhouette::spread(const Image& shape, bool set, int side) {
  const int width = shape.width();
  const int height = shape.height();
  near_.resize(width, height, 1);
  touched_.resize(width, height, 1);
  row_asks_.resize(static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    row_asks_[static_cast<std::size_t>(y)] = distances(shape.row(y), width, set, near_.row(y)) ? 1 : 0;
  }
  for (int y = 0; y < height; ++y) {
    std::uint8_t* out = touched_.row(y);
    std::fill_n(out, width, std::uint8_t{0});
    for (int k = std::max(0, y - side / 2); k <= std::min(height - 1, y + side / 2); ++k) {
      if (row_asks_[static_cast<std::size_t>(k)] == 0) continue;
      const std::uint8_t* near = near_.row(k);
      const auto half = static_cast<std::uint8_t>(ellipse_half_width(side, k - y));
      for (int x = 0; x < width; ++x) out[x] = static_cast<std::uint8_t>(out[x] | (near[x] <= half ? 255 : 0));
    }
  }
}

void Silhouette::close(Image& shape, int side) {
  SEGME_CHECK(shape.channels() == 1 && side % 2 == 1 && side / 2 < kFar);
  spread(shape, true, side);
  shape.swap(touched_);
  spread(shape, false, side);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    shape.data()[i] = static_cast<std::uint8_t>(255 - touched_.data()[i]);
  }
}

std::int32_t Silhouette::first_of(std::int32_t run) {
  while (runs_[static_cast<std::size_t>(run)].parent != run) {
    Run& here = runs_[static_cast<std::size_t>(run)];
    here.parent = runs_[static_cast<std::size_t>(here.parent)].parent;
    run = here.parent;
  }
  return run;
}

/// runs_: all runs of `value`, those joined that touch with a side (reach 0) or a corner too (1).
void Silhouette::find_runs(const Image& shape, std::uint8_t value, int reach) {
  const int width = shape.width();
  runs_.clear();
  std::size_t above = 0;
  for (int y = 0; y < shape.height(); ++y) {
    const std::size_t begin = runs_.size();
    const std::uint8_t* row = shape.row(y);
    for (const std::uint8_t* at = row; at != row + width;) {
      at = std::find(at, row + width, value);
      if (at == row + width) break;
      const std::uint8_t* end = std::find_if(at, row + width, [value](std::uint8_t v) { return v != value; });
      const bool border = y == 0 || y + 1 == shape.height() || at == row || end == row + width;
      const auto number = static_cast<std::int32_t>(runs_.size());
      runs_.push_back({y, static_cast<int>(at - row), static_cast<int>(end - row), number, 0, border});
      at = end;
    }
    for (std::size_t i = begin; i < runs_.size(); ++i) {
      Run& run = runs_[i];
      while (above < begin && runs_[above].right + reach <= run.left) ++above;
      for (std::size_t k = above; k < begin && runs_[k].left < run.right + reach; ++k) {
        run.surface += surface_between(runs_[k].left, runs_[k].right, run.left, run.right);
        const std::int32_t a = first_of(static_cast<std::int32_t>(k));
        const std::int32_t b = first_of(static_cast<std::int32_t>(i));
        runs_[static_cast<std::size_t>(std::max(a, b))].parent = std::min(a, b);
      }
    }
    above = begin;
  }
  for (std::size_t i = 0; i < runs_.size(); ++i) {  // what is known of a run is told to the first of its area
    const auto first = static_cast<std::size_t>(first_of(static_cast<std::int32_t>(i)));
    if (first == i) continue;
    runs_[first].surface += runs_[i].surface;
    runs_[first].border = runs_[first].border || runs_[i].border;
  }
}

void Silhouette::fill_holes(Image& shape) {
  find_runs(shape, 0, 0);
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const Run& run = runs_[i];
    if (runs_[static_cast<std::size_t>(first_of(static_cast<std::int32_t>(i)))].border) continue;
    std::fill_n(shape.row(run.y) + run.left, run.right - run.left, std::uint8_t{255});
  }
}

void Silhouette::keep_largest(Image& shape) {
  find_runs(shape, 255, 1);
  std::int32_t largest = -1;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (runs_[i].parent != static_cast<std::int32_t>(i)) continue;
    if (largest < 0 || runs_[i].surface > runs_[static_cast<std::size_t>(largest)].surface) {
      largest = static_cast<std::int32_t>(i);
    }
  }
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const Run& run = runs_[i];
    if (first_of(static_cast<std::int32_t>(i)) == largest) continue;
    std::fill_n(shape.row(run.y) + run.left, run.right - run.left, std::uint8_t{0});
  }
}

}  // namespace segme
