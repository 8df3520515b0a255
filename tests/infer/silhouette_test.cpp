// infer/silhouette: against the plainest loops over small random pictures, and against counts done by hand.
#include "infer/silhouette.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/infer/plain_shapes.h"

namespace segme {
namespace {

/// A picture from lines of '#' and '.'.
Image drawn(const std::vector<std::string>& lines) {
  Image shape(static_cast<int>(lines[0].size()), static_cast<int>(lines.size()), 1);
  for (int y = 0; y < shape.height(); ++y) {
    for (int x = 0; x < shape.width(); ++x) {
      shape.row(y)[x] = lines[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] == '#' ? 255 : 0;
    }
  }
  return shape;
}

void expect_same(const Image& found, const Image& wanted, const std::string& where) {
  ASSERT_EQ(found.size(), wanted.size()) << where;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(int{found.data()[i]}, int{wanted.data()[i]}) << where << " at " << i;
  }
}

TEST(silhouette, the_element_is_a_disc_that_fills_its_square) {
  EXPECT_EQ(ellipse_half_width(53, 0), 26);
  EXPECT_EQ(ellipse_half_width(53, 26), 0);
  EXPECT_EQ(ellipse_half_width(53, -26), 0);
  const int of_eleven[] = {5, 5, 5, 4, 3, 0};
  for (int dy = 0; dy <= 5; ++dy) EXPECT_EQ(ellipse_half_width(11, dy), of_eleven[dy]) << dy;
  EXPECT_EQ(ellipse_half_width(1, 0), 0);
}

TEST(silhouette, closing_holes_and_choice_are_those_of_plain_loops) {
  std::mt19937 random(7);
  Silhouette silhouette;
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 17}, {23, 1}, {40, 31}, {58, 9}}) {
    for (const int of_100 : {0, 2, 45, 60, 97, 100}) {
      Image start(width, height, 1);
      for (std::size_t i = 0; i < start.size(); ++i) {
        start.data()[i] = static_cast<int>(random() % 100) < of_100 ? 255 : 0;
      }
      const std::string where = std::to_string(width) + "x" + std::to_string(height) + " " + std::to_string(of_100);
      for (const int side : {1, 3, 7, 13, 53}) {
        Image shape = start;
        silhouette.close(shape, side);
        expect_same(shape, plain::closed(start, side), where + " closed by " + std::to_string(side));
      }
      Image shape = start;
      silhouette.fill_holes(shape);
      const Image filled = plain::filled(start);
      expect_same(shape, filled, where + " filled");
      silhouette.keep_largest(shape);
      expect_same(shape, plain::largest(filled), where + " largest");
    }
  }
}

TEST(silhouette, a_way_out_around_a_corner_is_none) {
  Image shape = drawn({".###.", "#...#", "#.#.#", ".###."});
  Silhouette silhouette;
  silhouette.fill_holes(shape);
  expect_same(shape, drawn({".###.", "#####", "#####", ".###."}), "closed by corners");
  shape = drawn({".###.", "#...#", "#.#..", ".###."});
  const Image open = shape;
  silhouette.fill_holes(shape);
  expect_same(shape, open, "open");
}

TEST(silhouette, an_outline_surrounds_more_than_a_long_line_has_pixels) {
  Image shape = drawn({"##........", "##........", "..........", "##########"});
  Silhouette silhouette;
  silhouette.keep_largest(shape);
  expect_same(shape, drawn({"##........", "##........", "..........", ".........."}), "a square before a line");
  shape = drawn({"#.#", ".#.", "...", "..."});
  const Image corners = shape;
  silhouette.keep_largest(shape);
  expect_same(shape, corners, "pixels that touch with a corner are one shape");
}

}  // namespace
}  // namespace segme
