// refine/needed_cells: where in a picture a filter has to work at all. From the cells whose models will be asked for it
// follows, pass by pass backwards, whose models and whose moments are needed before: all else is left out, and the
// result is the same to the bit.
#pragma once

#include <cstdint>
#include <vector>

#include "base/buffer.h"

namespace segme {

/// Cells, or pixels, from begin to before end.
struct Run {
  int begin, end;
};

class NeededCells {
 public:
  /// Nothing is needed yet. Windows reach `radius` cells to each side; models are fitted `passes` times (1..4).
  void set(int cells, int cell_rows, int radius, int passes);
  /// The models of the last pass are needed at this cell.
  void add(int x, int y) { models_[passes_ - 1].data()[place(x, y)] = 1; }
  /// From the models of the last pass to the moments of the first one.
  void follow();

  /// Calls use(Run) for stretches of row y that hold every cell where the models of pass 0.. are needed; they begin at
  /// multiples of 16, and only the row's last one ends elsewhere.
  template <class Use>
  void each_model(int pass, int y, Use use) const {
    each(models_[pass], y, use);
  }
  /// The same for the moments that these are fitted to.
  template <class Use>
  void each_moment(int pass, int y, Use use) const {
    each(moments_[pass], y, use);
  }

 private:
  static constexpr int kMostPasses = 4;
  static constexpr int kBlock = 16;
  using Flags = Buffer<std::uint8_t>;

  [[nodiscard]] std::ptrdiff_t place(int x, int y) const { return static_cast<std::ptrdiff_t>(y) * stride_ + x; }
  void widen(const Flags& from, int radius, Flags& to);

  template <class Use>
  void each(const Flags& flags, int y, Use use) const {
    const std::uint8_t* row = flags.data() + place(0, y);
    int begin = -1;
    for (int x = 0; x < stride_; x += kBlock) {
      std::uint8_t any = 0;
      for (int k = 0; k < kBlock; ++k) any = static_cast<std::uint8_t>(any | row[x + k]);
      if (any != 0 && begin < 0) begin = x;
      if (any == 0 && begin >= 0) {
        use(Run{begin, x});
        begin = -1;
      }
    }
    if (begin >= 0) use(Run{begin, cells_});
  }

  int cells_ = 0, rows_ = 0, radius_ = 0, passes_ = 1, stride_ = 0;
  Flags models_[kMostPasses], moments_[kMostPasses], across_;
};

}  // namespace segme
