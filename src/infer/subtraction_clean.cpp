// infer/subtraction_clean: plain loops; mattes are small here.
#include "infer/subtraction_clean.h"

#include <algorithm>
#include <cstddef>

namespace segme {
namespace {

constexpr float kSpeck = 0.02F;   // part of the largest blob
constexpr float kDust = 0.0005F;  // part of the picture

/// The most (or least) of the 2 * radius + 1 values around each, along rows or columns.
template <class Choose>
void extreme(const Matte& in, int radius, bool along_rows, Choose choose, Matte& out) {
  out.resize(in.width(), in.height());
  const int count = along_rows ? in.width() : in.height();
  for (int y = 0; y < in.height(); ++y) {
    for (int x = 0; x < in.width(); ++x) {
      const int at = along_rows ? x : y;
      float value = in.row(y)[x];
      for (int k = std::max(0, at - radius); k <= std::min(at + radius, count - 1); ++k) {
        value = choose(value, along_rows ? in.row(y)[k] : in.row(k)[x]);
      }
      out.row(y)[x] = value;
    }
  }
}

/// Gives the area that begins at `first` the number `label` and returns its size; whether it touches the border.
std::size_t flood(const Matte& matte, std::int32_t first, std::int32_t label, std::vector<std::int32_t>& labels,
                  std::vector<std::int32_t>& places, bool& border) {
  const int width = matte.width();
  const bool above = matte.data()[first] > 0.5F;
  places.clear();
  places.push_back(first);
  labels[static_cast<std::size_t>(first)] = label;
  border = false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const int x = places[i] % width;
    const int y = places[i] / width;
    border = border || x == 0 || y == 0 || x == width - 1 || y == matte.height() - 1;
    const auto visit = [&](bool inside, std::int32_t at) {
      if (!inside || labels[static_cast<std::size_t>(at)] != 0 || (matte.data()[at] > 0.5F) != above) return;
      labels[static_cast<std::size_t>(at)] = label;
      places.push_back(at);
    };
    visit(x > 0, places[i] - 1);
    visit(x + 1 < width, places[i] + 1);
    visit(y > 0, places[i] - width);
    visit(y + 1 < matte.height(), places[i] + width);
  }
  return places.size();
}

/// Calls visit(size, border, above) for every area; `places` has its pixels meanwhile.
template <class Visit>
void for_areas(const Matte& matte, std::vector<std::int32_t>& labels, std::vector<std::int32_t>& places, Visit visit) {
  labels.assign(matte.size(), 0);
  std::int32_t label = 0;
  for (std::size_t i = 0; i < matte.size(); ++i) {
    if (labels[i] != 0) continue;
    bool border = false;
    const std::size_t size = flood(matte, static_cast<std::int32_t>(i), ++label, labels, places, border);
    visit(size, border, matte.data()[i] > 0.5F);
  }
}

}  // namespace

void grow(Matte& matte, int radius, Matte& scratch) {
  const auto most = [](float a, float b) { return std::max(a, b); };
  extreme(matte, radius, true, most, scratch);
  extreme(scratch, radius, false, most, matte);
}

void close_gaps(Matte& matte, int radius, Matte& scratch) {
  if (radius <= 0) return;
  const auto least = [](float a, float b) { return std::min(a, b); };
  grow(matte, radius, scratch);
  extreme(matte, radius, true, least, scratch);
  extreme(scratch, radius, false, least, matte);
}

void drop_specks_and_holes(Matte& matte, float holes, std::vector<std::int32_t>& labels,
                           std::vector<std::int32_t>& places) {
  std::size_t largest = 0, people = 0;
  for_areas(matte, labels, places, [&](std::size_t size, bool, bool above) {
    if (above) largest = std::max(largest, size);
  });
  const auto set = [&](float value) {
    for (const std::int32_t at : places) matte.data()[at] = value;
  };
  const float dust = kDust * static_cast<float>(matte.size());
  for_areas(matte, labels, places, [&](std::size_t size, bool, bool above) {
    if (!above) return;
    if (static_cast<float>(size) < std::max(kSpeck * static_cast<float>(largest), dust)) {
      set(0);
    } else {
      people += size;
    }
  });
  for_areas(matte, labels, places, [&](std::size_t size, bool border, bool above) {
    if (!above && !border && static_cast<float>(size) < holes * static_cast<float>(people)) set(1);
  });
}

}  // namespace segme
