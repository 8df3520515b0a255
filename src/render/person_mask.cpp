// render/person_mask: growing by runs; the largest by components: what of nobody hangs together with the border is
// outside, the rest are holes.
#include "render/person_mask.h"

#include <algorithm>

namespace segme {
namespace {

enum Colour : std::uint8_t { kNobody, kPerson };

/// `out` is 1 where one of the `radius` values to both sides of it is; `step` lies between two values.
void grow_line(const std::uint8_t* in, std::ptrdiff_t step, int count, int radius, std::uint8_t* out) {
  int until = 0;  // up to here it is set
  for (int i = 0; i < count; ++i) {
    if (in[i * step] == kNobody) continue;
    const int end = std::min(count, i + radius + 1);
    for (int k = std::max(until, i - radius); k < end; ++k) out[k * step] = kPerson;
    until = std::max(until, end);
  }
}

}  // namespace

void PersonMask::grow(int radius) {
  if (radius == 0) return;
  const int width = mask_.width();
  const int height = mask_.height();
  before_ = mask_;
  for (int y = 0; y < height; ++y) grow_line(before_.row(y), 1, width, radius, mask_.row(y));
  before_ = mask_;
  for (int x = 0; x < width; ++x) grow_line(before_.data() + x, width, height, radius, mask_.data() + x);
}

/// Leaves the largest one, with its holes filled, and its box.
bool PersonMask::keep_largest() {
  const int width = mask_.width();
  const int height = mask_.height();
  std::uint8_t* const mask = mask_.data();
  const auto fill = [&](const Components::Run& run, std::size_t first, Colour colour) {
    std::fill_n(mask + first, run.end - run.begin, colour);
  };
  components_.find(width, height, false, [&](int pixel) { return mask[pixel] == kNobody; });
  components_.for_runs([&](const Components::Run& run, std::size_t first) {
    if (run.component != 0) fill(run, first, kPerson);  // component 0 begins at the picture's corner
  });
  components_.find(width, height, true, [&](int pixel) { return mask[pixel] == kPerson; });
  if (components_.count() == 0) return false;
  areas_.assign(components_.count(), 0);
  for (const Components::Run& run : components_.runs()) {
    areas_[static_cast<std::size_t>(run.component)] += static_cast<std::size_t>(run.end - run.begin);
  }
  const auto largest = std::max_element(areas_.begin(), areas_.end()) - areas_.begin();
  box_ = {width, height, 0, 0};
  components_.for_runs([&](const Components::Run& run, std::size_t first) {
    if (run.component != largest) return fill(run, first, kNobody);
    box_ = {std::min(box_.left, run.begin), std::min(box_.top, run.y), std::max(box_.right, run.end),
            std::max(box_.bottom, run.y + 1)};
  });
  return true;
}

bool PersonMask::find(const Matte& matte, int radius) {
  const int width = matte.width();
  const int height = matte.height();
  mask_.resize(width, height, 1);
  std::transform(matte.data(), matte.data() + matte.size(), mask_.data(),
                 [](float value) { return value > 0.5F ? kPerson : kNobody; });
  grow(radius);
  std::fill_n(mask_.row(0), width, kNobody);
  std::fill_n(mask_.row(height - 1), width, kNobody);
  for (int y = 0; y < height; ++y) mask_.row(y)[0] = mask_.row(y)[width - 1] = kNobody;
  return keep_largest();
}

}  // namespace segme
