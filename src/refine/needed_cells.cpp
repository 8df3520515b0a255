// refine/needed_cells: flags are bytes, so that compilers join many of them at a time.
#include "refine/needed_cells.h"

#include <algorithm>

#include "base/error.h"

namespace segme {

void NeededCells::set(int cells, int cell_rows, int radius, int passes) {
  SEGME_CHECK(passes >= 1 && passes <= kMostPasses);
  cells_ = cells;
  rows_ = cell_rows;
  radius_ = radius;
  passes_ = passes;
  stride_ = (cells + kBlock - 1) / kBlock * kBlock;
  const std::size_t size = static_cast<std::size_t>(stride_) * static_cast<std::size_t>(rows_);
  for (int pass = 0; pass < passes_; ++pass) {
    models_[pass].resize(size);
    moments_[pass].resize(size);
  }
  across_.resize(size);
  std::fill_n(models_[passes_ - 1].data(), size, std::uint8_t{0});
}

void NeededCells::follow() {
  for (int pass = passes_ - 1; pass >= 0; --pass) {
    widen(models_[pass], radius_, moments_[pass]);
    // A pixel of the matte that these moments are of lies between a cell and its neighbours.
    if (pass > 0) widen(moments_[pass], 1, models_[pass - 1]);
  }
}

namespace {

/// to[i] |= from[i]. Sizes are its own: a byte that is written could be any member.
void join(const std::uint8_t* from, std::uint8_t* to, int count) {
  for (int i = 0; i < count; ++i) to[i] = static_cast<std::uint8_t>(to[i] | from[i]);
}

}  // namespace

void NeededCells::widen(const Flags& from, int radius, Flags& to) {
  for (int y = 0; y < rows_; ++y) {
    const std::uint8_t* in = from.data() + place(0, y);
    std::uint8_t* out = across_.data() + place(0, y);
    std::copy_n(in, stride_, out);
    for (int k = 1; k <= std::min(radius, cells_ - 1); ++k) {
      join(in, out + k, cells_ - k);
      join(in + k, out, cells_ - k);
    }
  }
  for (int y = 0; y < rows_; ++y) {
    std::uint8_t* out = to.data() + place(0, y);
    const int first = std::max(0, y - radius);
    const int last = std::min(rows_ - 1, y + radius);
    std::copy_n(across_.data() + place(0, first), stride_, out);
    for (int k = first + 1; k <= last; ++k) join(across_.data() + place(0, k), out, stride_);
  }
}

}  // namespace segme
