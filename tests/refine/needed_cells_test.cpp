// refine/needed_cells: what is needed reaches as far as windows and neighbours do, and no farther than rounding to 16.
#include "refine/needed_cells.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <utility>

namespace segme {
namespace {

using Places = std::set<std::pair<int, int>>;

/// Every cell in the runs that `each` calls for.
template <class Each>
Places cells_of(int rows, int cells, Each each) {
  Places places;
  for (int y = 0; y < rows; ++y) {
    int before = -1;
    each(y, [&](Run run) {
      EXPECT_EQ(run.begin % 16, 0);
      EXPECT_TRUE(run.end % 16 == 0 || run.end == cells);
      EXPECT_GT(run.begin, before) << "runs are apart, and in order";
      EXPECT_GT(run.end, run.begin);
      before = run.end;
      for (int x = run.begin; x < run.end; ++x) places.emplace(x, y);
    });
  }
  return places;
}

/// Whether `places` are those of the 16-wide blocks that touch a square of `reach` cells around (x, y).
void expect_square(const Places& places, int x, int y, int reach, int cells, int rows) {
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < cells; ++i) {
      bool touched = false;
      for (int k = i / 16 * 16; k < std::min(i / 16 * 16 + 16, cells); ++k) {
        touched = touched || (std::abs(k - x) <= reach && std::abs(j - y) <= reach);
      }
      EXPECT_EQ(places.contains({i, j}), touched) << i << ", " << j << ", reach " << reach;
    }
  }
}

TEST(needed_cells, reach_grows_by_a_window_and_a_neighbour_a_pass) {
  constexpr int kCells = 75, kRows = 41, kRadius = 5;
  for (const auto& [x, y] : {std::pair{40, 20}, {0, 0}, {74, 40}, {33, 39}}) {
    NeededCells needed;
    needed.set(kCells, kRows, kRadius, 2);
    needed.add(x, y);
    needed.follow();
    const auto models = [&](int pass) {
      return cells_of(kRows, kCells, [&](int row, auto use) { needed.each_model(pass, row, use); });
    };
    const auto moments = [&](int pass) {
      return cells_of(kRows, kCells, [&](int row, auto use) { needed.each_moment(pass, row, use); });
    };
    expect_square(models(1), x, y, 0, kCells, kRows);
    expect_square(moments(1), x, y, kRadius, kCells, kRows);
    expect_square(models(0), x, y, kRadius + 1, kCells, kRows);
    expect_square(moments(0), x, y, 2 * kRadius + 1, kCells, kRows);
  }
}

TEST(needed_cells, nothing_is_needed_of_nothing_and_a_new_start_forgets) {
  NeededCells needed;
  for (const bool any : {true, false}) {
    needed.set(20, 10, 3, 3);
    if (any) needed.add(3, 3);
    needed.follow();
    const Places places = cells_of(10, 20, [&](int row, auto use) { needed.each_moment(0, row, use); });
    EXPECT_EQ(places.empty(), !any);
  }
}

TEST(needed_cells, windows_wider_than_the_picture_need_all_of_it) {
  NeededCells needed;
  needed.set(7, 5, 30, 1);
  needed.add(2, 2);
  needed.follow();
  EXPECT_EQ(cells_of(5, 7, [&](int row, auto use) { needed.each_moment(0, row, use); }).size(), 35U);
}

}  // namespace
}  // namespace segme
