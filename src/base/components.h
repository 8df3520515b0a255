// base/components: what hangs together in a picture: pixels of one kind that touch each other, row by row as runs that
// are joined (Rosenfeld and Pfaltz 1966). Memory is kept from call to call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace segme {

class Components {
 public:
  /// Pixels begin .. end - 1 of row y; `component` counts from 0, in the order of their first pixels.
  struct Run {
    int y, begin, end, component;
  };

  /// Finds the components of the pixels for which inside(pixel) is true; `corners`: touching there joins, too. The
  /// picture has width * height < 2^31 pixels.
  template <class Inside>
  void find(int width, int height, bool corners, Inside inside) {
    width_ = width;
    height_ = height;
    runs_.clear();
    // The most there can be: then no picture of this size costs an allocation again.
    runs_.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) / 2 +
                  static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
      const int row = y * width;
      for (int x = 0; x < width;) {
        while (x < width && !inside(row + x)) ++x;
        const int begin = x;
        while (x < width && inside(row + x)) ++x;
        if (x > begin) runs_.push_back({y, begin, x, static_cast<int>(runs_.size())});
      }
    }
    join(corners ? 1 : 0);
  }

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  /// All of them, from top to bottom and from left to right.
  [[nodiscard]] std::span<const Run> runs() const noexcept { return runs_; }
  /// Whether the run touches the picture's border.
  [[nodiscard]] bool at_border(const Run& run) const noexcept {
    return run.begin == 0 || run.end == width_ || run.y == 0 || run.y == height_ - 1;
  }
  /// Calls visit(run, first): `first` is the place of its first pixel.
  template <class Visit>
  void for_runs(Visit visit) const {
    for (const Run& run : runs_) {
      visit(run,
            static_cast<std::size_t>(run.y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(run.begin));
    }
  }

 private:
  void join(int corner);
  [[nodiscard]] int root(int run) const;

  int width_ = 0, height_ = 0;
  std::vector<Run> runs_;  // until they are joined, `component` is an earlier run of the same one
  std::size_t count_ = 0;
};

}  // namespace segme
