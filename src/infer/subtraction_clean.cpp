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

/// Finds what is above 1/2, or not, and how large each piece is; a piece at the border counts as 0 where `inner`.
void measure(const Matte& matte, bool above, bool inner, Components& components, std::vector<std::size_t>& areas) {
  components.find(matte.width(), matte.height(), false,
                  [&](int pixel) { return (matte.data()[pixel] > 0.5F) == above; });
  areas.assign(components.count(), 0);
  components.for_runs([&](const Components::Run& run, std::size_t) {
    areas[static_cast<std::size_t>(run.component)] += static_cast<std::size_t>(run.end - run.begin);
  });
  if (!inner) return;
  components.for_runs([&](const Components::Run& run, std::size_t) {
    if (components.at_border(run)) areas[static_cast<std::size_t>(run.component)] = 0;
  });
}

/// Pieces whose area is in 1 .. below get this value.
void set_small(const Components& components, const std::vector<std::size_t>& areas, float below, float value,
               Matte& matte) {
  components.for_runs([&](const Components::Run& run, std::size_t first) {
    const std::size_t area = areas[static_cast<std::size_t>(run.component)];
    if (area > 0 && static_cast<float>(area) < below) {
      std::fill_n(matte.data() + first, run.end - run.begin, value);
    }
  });
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

void drop_specks_and_holes(Matte& matte, float holes, Components& components, std::vector<std::size_t>& areas) {
  measure(matte, true, false, components, areas);
  const std::size_t largest = areas.empty() ? 0 : *std::max_element(areas.begin(), areas.end());
  const float least = std::max(kSpeck * static_cast<float>(largest), kDust * static_cast<float>(matte.size()));
  std::size_t people = 0;
  for (const std::size_t area : areas) people += static_cast<float>(area) < least ? 0 : area;
  set_small(components, areas, least, 0, matte);
  measure(matte, false, true, components, areas);
  set_small(components, areas, holes * static_cast<float>(people), 1, matte);
}

}  // namespace segme
