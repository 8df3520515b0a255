// infer/closer_look: see closer_look.h; the numbers are those of docs/decisions/013-asked-together.md.
#include "infer/closer_look.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme {
namespace {

constexpr double kRoom = 0.1;        // around the people, of their longer side or half of the shorter one's
constexpr double kNarrowest = 0.75;  // of the view: the net knows people who were stretched no more than that
constexpr double kLargest = 0.75;    // part of the picture's area: from there on a closer look is the same look
constexpr double kMostEnlarged = 4;  // keeps mattes of specks within memory
constexpr double kFade = 0.08;       // of the view's sides

/// A stretch of a line, by its middle and length, moved so that it lies within 0..end.
void place(double middle, double length, int end, int& first, int& count) {
  count = std::clamp(static_cast<int>(std::lround(length)), 1, end);
  first = std::clamp(static_cast<int>(std::lround(middle - length / 2)), 0, end - count);
}

/// How much the closer matte counts at place x of a line of `count`: 1, or down to 0 at an end that fades.
float share_at(int x, int count, bool fades_first, bool fades_last) {
  const float reach = std::max(1.0F, static_cast<float>(kFade) * static_cast<float>(count));
  float share = 1;
  if (fades_first) share = std::min(share, (static_cast<float>(x) + 0.5F) / reach);
  if (fades_last) share = std::min(share, (static_cast<float>(count - x) - 0.5F) / reach);
  return share;
}

}  // namespace

void CloserLook::segment(const Frame& frame, Matte& matte) {
  times_ = {};
  look(frame, matte);
  const Rect view = closer_view(matte, frame.image.width(), frame.image.height(), frame.pixel_aspect);
  part_.pixel_aspect = frame.pixel_aspect;
  if (view.width == 0) return join_beside(frame, matte);
  cut_out_view(frame.image, view, part_.image);
  look(part_, closer_);
  join_beside(part_, closer_);
  join_closer(closer_, view, frame.image.width(), frame.image.height(), matte, spare_);
}

void CloserLook::look(const Frame& frame, Matte& matte) {
  first_->segment(frame, matte);
  times_.tensorise += first_->times().tensorise;
  times_.net += first_->times().net;
}

void CloserLook::join_beside(const Frame& frame, Matte& matte) {
  if (!beside_) return;
  beside_->join(frame, matte);
  times_.tensorise += beside_->times().tensorise;
  times_.net += beside_->times().net;
}

void CloserLook::reset() {
  first_->reset();
  if (beside_) beside_->reset();
}

Rect closer_view(const Matte& coarse, int picture_width, int picture_height, double pixel_aspect) {
  int left = coarse.width(), right = 0, top = coarse.height(), bottom = 0;
  for (int y = 0; y < coarse.height(); ++y) {
    const float* const row = coarse.row(y);
    for (int x = 0; x < coarse.width(); ++x) {
      if (row[x] <= 0.5F) continue;
      left = std::min(left, x);
      right = std::max(right, x + 1);
      top = std::min(top, y);
      bottom = y + 1;
    }
  }
  if (right <= left) return {};
  const double across = static_cast<double>(picture_width) / coarse.width();
  const double down = static_cast<double>(picture_height) / coarse.height();
  const double person_width = (right - left) * across * pixel_aspect;  // as it is shown
  const double person_height = (bottom - top) * down;
  double width = person_width + 2 * kRoom * std::max(person_width, person_height / 2);
  double height = person_height + 2 * kRoom * std::max(person_height, person_width / 2);
  width = std::max(width, kNarrowest * height);
  height = std::max(height, kNarrowest * width);
  Rect view;
  place((left + right) * across / 2, width / pixel_aspect, picture_width, view.x, view.width);
  place((top + bottom) * down / 2, height, picture_height, view.y, view.height);
  const double share = static_cast<double>(view.width) * view.height / picture_width / picture_height;
  return share > kLargest ? Rect{} : view;
}

void cut_out_view(const Image& picture, Rect view, Image& part) {
  part.resize(view.width, view.height, picture.channels());
  const std::size_t first = static_cast<std::size_t>(view.x) * static_cast<std::size_t>(picture.channels());
  for (int y = 0; y < view.height; ++y) std::copy_n(picture.row(view.y + y) + first, part.stride(), part.row(y));
}

void join_closer(const Matte& closer, Rect view, int picture_width, int picture_height, Matte& matte, Matte& spare) {
  const auto enlarged = [](int now, int wanted, int part, int whole) {
    const double exact = std::min(static_cast<double>(wanted) * whole / part, kMostEnlarged * now);
    return std::max(now, std::min(whole, static_cast<int>(std::lround(exact))));
  };
  const int width = enlarged(matte.width(), closer.width(), view.width, picture_width);
  const int height = enlarged(matte.height(), closer.height(), view.height, picture_height);
  resize_matte(matte, width, height, spare);
  matte.swap(spare);
  const auto scaled = [](int at, int from, int to) {
    return static_cast<int>(std::lround(static_cast<double>(at) * to / from));
  };
  const int left = scaled(view.x, picture_width, width);
  const int top = scaled(view.y, picture_height, height);
  const int across = std::max(1, scaled(view.x + view.width, picture_width, width) - left);
  const int down = std::max(1, scaled(view.y + view.height, picture_height, height) - top);
  resize_matte(closer, across, down, spare);
  for (int y = 0; y < down; ++y) {
    const float* const near = spare.row(y);
    float* const row = matte.row(top + y) + left;
    const float share = share_at(y, down, view.y > 0, view.y + view.height < picture_height);
    for (int x = 0; x < across; ++x) {
      const float here = std::min(share, share_at(x, across, view.x > 0, view.x + view.width < picture_width));
      row[x] += here * (between(row[x], near[x]) - row[x]);
    }
  }
}

}  // namespace segme
