// eval/sheet: every picture, truth and matte where it belongs.
#include "eval/sheet.h"

#include <gtest/gtest.h>

#include <vector>

namespace segme::eval {
namespace {

SheetRow row(std::uint8_t picture, float truth, float matte, int width, int height) {
  SheetRow made;
  made.picture.resize(width, height, 3);
  made.picture.fill(picture);
  made.truth.resize(width, height);
  made.truth.fill(truth);
  made.matte.resize(width, height);
  made.matte.fill(matte);
  return made;
}

TEST(eval_sheet, cells_stand_side_by_side_in_the_middle_of_their_squares) {
  const std::vector<SheetRow> rows{row(90, 1, 0.2F, 40, 20)};
  const Image sheet = make_sheet(rows, 32);
  ASSERT_EQ(sheet.width(), 3 * 36 + 4);
  ASSERT_EQ(sheet.height(), 40);
  const auto at = [&](int x, int y) { return static_cast<int>(sheet.row(y)[x * 3]); };
  EXPECT_EQ(at(20, 20), 90);
  EXPECT_EQ(at(56, 20), 255);
  EXPECT_EQ(at(92, 20), 51);
  EXPECT_EQ(at(20, 8), 40);  // 32 x 16 in a square: ground above and below
}

TEST(eval_sheet, more_than_four_rows_take_two_columns) {
  std::vector<SheetRow> rows;
  for (int i = 0; i < 5; ++i) rows.push_back(row(static_cast<std::uint8_t>(50 * i), 0, 0, 8, 8));
  const Image sheet = make_sheet(rows, 8);
  ASSERT_EQ(sheet.width(), 2 * 36 + 4);
  ASSERT_EQ(sheet.height(), 3 * 12 + 4);
  EXPECT_EQ(sheet.row(8)[(36 + 8) * 3], 50);
  EXPECT_EQ(sheet.row(32)[8 * 3], 200);
  EXPECT_THROW(make_sheet({}, 8), std::logic_error);
}

TEST(eval_sheet, captions_stand_above_their_rows) {
  std::vector<SheetRow> rows{row(90, 1, 0.2F, 40, 20), row(90, 1, 0.2F, 40, 20)};
  const int bare = make_sheet(rows, 64).height();
  rows[1].caption = "images/people/grüne-jacke.jpg: IoU 12.34 %";
  const Image sheet = make_sheet(rows, 64);
  if (sheet.height() == bare) GTEST_SKIP() << "a build without OpenCV has no letters";
  ASSERT_EQ((sheet.height() - bare) % 2, 0);
  const int above = (sheet.height() - bare) / 2;
  const auto light_pixels = [&](int top, int height) {
    int count = 0;
    for (int y = top; y < top + height; ++y) {
      for (int x = 0; x < sheet.width(); ++x) count += sheet.row(y)[x * 3] > 150 ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(light_pixels(4, above), 0) << "the first says nothing";
  EXPECT_GT(light_pixels(4 + above + 68, above), 100);
}

}  // namespace
}  // namespace segme::eval
