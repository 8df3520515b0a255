// refine/motion: see motion.h. A block looks where in the old frame its content was: from the smallest copy to the
// largest, with its neighbours' answers as further guesses, and standing still preferred where nothing tells.
#include "refine/motion.h"

#include <cstdlib>

#include "base/resize.h"

namespace segme {
namespace {

constexpr int kWindow = 6;      // half width of what is compared, more than a block: one pixel row says little
constexpr int kFarthest = 4;    // pixels of the smallest copy, searched through wholly: 4 x 4 of the largest
constexpr int kStillBonus = 1;  // grey values a pixel by which another place must be better than standing still
constexpr int kFarCost = 4;     // 1/64 grey values a pixel of distance: of places that look alike the nearest is meant
constexpr int kLevels = 3;
constexpr int kOutside = 1 << 20;  // the difference of what is mostly outside of the picture

void to_grey(const Image& in, Image& out) {
  out.resize(in.width(), in.height(), 1);
  const std::uint8_t* from = in.data();
  for (std::size_t i = 0; i < out.size(); ++i, from += 3) {
    out.data()[i] = static_cast<std::uint8_t>((from[0] * 77 + from[1] * 150 + from[2] * 29 + 128) >> 8);  // Rec. 601
  }
}

int median(int* values, int count) {
  std::nth_element(values, values + count / 2, values + count);
  return values[count / 2];
}

}  // namespace

void BlockMotion::set(Pyramid& pyramid, const Image& picture) const {
  const int longest = std::max(picture.width(), picture.height());
  const auto scaled = [&](int side) { return std::max(1, side * std::min(longest_, longest) / longest); };
  const Image* colours = &picture;
  if (longest > longest_) {
    resize_area(picture, scaled(picture.width()), scaled(picture.height()), pyramid.colours);
    colours = &pyramid.colours;
  }
  Image* levels = pyramid.levels;
  to_grey(*colours, levels[0]);
  for (int i = 1; i < kLevels; ++i) {
    resize_area(levels[i - 1], std::max(1, levels[i - 1].width() / 2), std::max(1, levels[i - 1].height() / 2),
                levels[i]);
  }
}

void BlockMotion::look(const Image& picture) {
  set(now_, picture);
  across_ = (width() + kBlock - 1) / kBlock;
  down_ = (height() + kBlock - 1) / kBlock;
}

void BlockMotion::find(const std::uint8_t* wanted) {
  SEGME_CHECK(old_.levels[0].width() == width() && old_.levels[0].height() == height());
  const auto blocks = static_cast<std::size_t>(across_) * static_cast<std::size_t>(down_);
  vectors_.resize(blocks);
  smoothed_.resize(blocks);
  std::fill_n(vectors_.data(), blocks, Vector{});
  for (int level = kLevels - 1; level >= 0; --level) {
    search(level, wanted);
    smooth(wanted);
  }
}

/// Sum of absolute differences between the window around (x, y) now and around (x, y) + vector before. One that is
/// `limit` or more is not counted to its end.
int BlockMotion::difference(int level, int x, int y, Vector vector, int limit) const {
  const Image& now = now_.levels[level];
  const Image& old = old_.levels[level];
  const int half = std::max(2, kWindow >> level);
  const int left = std::max({x - half, 0, -vector.x});
  const int right = std::min({x + half, now.width(), now.width() - vector.x});
  const int top = std::max({y - half, 0, -vector.y});
  const int bottom = std::min({y + half, now.height(), now.height() - vector.y});
  if (right - left < half || bottom - top < half) return kOutside;
  const int area = (right - left) * (bottom - top);
  int sum = 0;
  for (int row = top; row < bottom; ++row) {
    const std::uint8_t* a = now.row(row) + left;
    const std::uint8_t* b = old.row(row + vector.y) + left + vector.x;
    for (int i = 0; i < right - left; ++i) sum += std::abs(a[i] - b[i]);
    if (64 * sum >= limit * area) return limit;
  }
  return 64 * sum / area;  // a pixel, in 1/64
}

void BlockMotion::search(int level, const std::uint8_t* wanted) {
  const bool smallest = level == kLevels - 1;
  const int reach = smallest ? kFarthest : 1;
  for (int row = 0; row < down_; ++row) {
    for (int column = 0; column < across_; ++column) {
      if (wanted != nullptr && wanted[row * across_ + column] == 0) continue;
      const int x = std::min((column * kBlock + kBlock / 2) >> level, now_.levels[level].width() - 1);
      const int y = std::min((row * kBlock + kBlock / 2) >> level, now_.levels[level].height() - 1);
      Vector& best = vectors_.data()[row * across_ + column];
      Vector guess = smallest ? Vector{} : Vector{2 * best.x, 2 * best.y};
      int least = difference(level, x, y, {}, kOutside) - 64 * kStillBonus;
      best = {};
      const auto try_one = [&](Vector vector) {
        if (vector.x == 0 && vector.y == 0) return;
        const int far = (std::abs(vector.x) + std::abs(vector.y)) << level;
        const int cost = kFarCost * far;
        if (cost >= least) return;
        const int sum = difference(level, x, y, vector, least - cost) + cost;
        if (sum >= least) return;
        least = sum;
        best = vector;
      };
      for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) try_one({guess.x + dx, guess.y + dy});
      }
    }
  }
}

/// The median of each vector's 3 x 3 neighbours that were looked for, each axis by itself: a block that found something
/// else is overruled.
void BlockMotion::smooth(const std::uint8_t* wanted) {
  for (int row = 0; row < down_; ++row) {
    for (int column = 0; column < across_; ++column) {
      smoothed_.data()[row * across_ + column] = {};
      if (wanted != nullptr && wanted[row * across_ + column] == 0) continue;
      int xs[9] = {}, ys[9] = {}, count = 0;
      for (int y = std::max(row - 1, 0); y <= std::min(row + 1, down_ - 1); ++y) {
        for (int x = std::max(column - 1, 0); x <= std::min(column + 1, across_ - 1); ++x) {
          if (wanted != nullptr && wanted[y * across_ + x] == 0) continue;
          xs[count] = vectors_.data()[y * across_ + x].x;
          ys[count++] = vectors_.data()[y * across_ + x].y;
        }
      }
      smoothed_.data()[row * across_ + column] = {median(xs, count), median(ys, count)};
    }
  }
  vectors_.swap(smoothed_);
}

void BlockMotion::warp(const Matte& from, Matte& to) const {
  const int width = from.width(), height = from.height();
  to.resize(width, height);
  const float to_grey_x = static_cast<float>(this->width()) / static_cast<float>(width);
  const float to_grey_y = static_cast<float>(this->height()) / static_cast<float>(height);
  const auto at = [](float value, int count, int& first) {  // between which two of `count` and how far
    const float held = std::min(std::max(value, 0.0F), static_cast<float>(count - 1));
    first = std::min(static_cast<int>(held), std::max(0, count - 2));
    return held - static_cast<float>(first);
  };
  for (int y = 0; y < height; ++y) {
    int row = 0;
    const float grey_y = (static_cast<float>(y) + 0.5F) * to_grey_y;
    const float t = at(grey_y / kBlock - 0.5F, down_, row);
    const Vector* up = vectors_.data() + static_cast<std::ptrdiff_t>(row) * across_;
    const Vector* low = vectors_.data() + static_cast<std::ptrdiff_t>(std::min(row + 1, down_ - 1)) * across_;
    for (int x = 0; x < width; ++x) {
      int column = 0;
      const float s = at((static_cast<float>(x) + 0.5F) * to_grey_x / kBlock - 0.5F, across_, column);
      const int next = std::min(column + 1, across_ - 1);
      const auto mixed = [&](auto part) {
        return (1 - t) * ((1 - s) * part(up[column]) + s * part(up[next])) +
               t * ((1 - s) * part(low[column]) + s * part(low[next]));
      };
      const float from_x = static_cast<float>(x) + mixed([](Vector v) { return static_cast<float>(v.x); }) / to_grey_x;
      const float from_y = static_cast<float>(y) + mixed([](Vector v) { return static_cast<float>(v.y); }) / to_grey_y;
      int left = 0, top = 0;
      const float u = at(from_x, width, left), v = at(from_y, height, top);
      const float* one = from.row(top) + left;
      const float* two = from.row(std::min(top + 1, height - 1)) + left;
      const int right = width > 1 ? 1 : 0;
      to.row(y)[x] = (1 - v) * ((1 - u) * one[0] + u * one[right]) + v * ((1 - u) * two[0] + u * two[right]);
    }
  }
}

void MatteMotion::remember(const Frame& frame, const Matte& matte) {
  motion_.remember(frame.image);
  frame_width_ = frame.image.width();
  frame_height_ = frame.image.height();
  matte_.resize(matte.width(), matte.height());
  std::copy_n(matte.data(), matte.size(), matte_.data());
}

bool MatteMotion::remembers(const Frame& frame) const {
  return !matte_.empty() && frame.image.width() == frame_width_ && frame.image.height() == frame_height_;
}

void MatteMotion::move(const Frame& frame, Matte& matte) {
  SEGME_CHECK(remembers(frame));
  motion_.look(frame.image);
  motion_.find();
  motion_.warp(matte_, matte);
}

}  // namespace segme
