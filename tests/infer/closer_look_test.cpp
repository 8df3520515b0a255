// infer/closer_look: laws of the view and of the joined matte, over many people and pictures.
#include "infer/closer_look.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/resize.h"

namespace segme {
namespace {

/// A matte of one box of people, sides in pixels of the matte.
Matte box(int width, int height, Rect people) {
  Matte matte(width, height);
  matte.fill(0);
  for (int y = people.y; y < people.y + people.height; ++y) {
    for (int x = people.x; x < people.x + people.width; ++x) matte.row(y)[x] = 1;
  }
  return matte;
}

TEST(closer_look, a_view_holds_everybody_has_a_shape_that_the_net_knows_and_shows_more) {
  std::mt19937 random(5);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  int views = 0;
  for (int i = 0; i < 2000; ++i) {
    const int width = pick(20, 3000), height = pick(20, 3000);
    Rect people;
    people.width = pick(1, 96);
    people.height = pick(1, 96);
    people.x = pick(0, 96 - people.width);
    people.y = pick(0, 96 - people.height);
    const Rect view = closer_view(box(96, 96, people), width, height);
    if (view.width == 0) continue;
    ++views;
    ASSERT_GE(view.x, 0);
    ASSERT_GE(view.y, 0);
    ASSERT_LE(view.x + view.width, width);
    ASSERT_LE(view.y + view.height, height);
    ASSERT_LE(view.width * 1.0 * view.height, 0.75 * width * height);
    const double across = width / 96.0, down = height / 96.0;
    ASSERT_LE(view.x, people.x * across + 1);
    ASSERT_LE(view.y, people.y * down + 1);
    ASSERT_GE(view.x + view.width, (people.x + people.width) * across - 1);
    ASSERT_GE(view.y + view.height, (people.y + people.height) * down - 1);
    if (view.width < width) {
      ASSERT_GE(view.width + 1, 0.75 * view.height);
    }
    if (view.height < height) {
      ASSERT_GE(view.height + 1, 0.75 * view.width);
    }
  }
  EXPECT_GT(views, 1000);
}

TEST(closer_look, nobody_and_who_fills_the_picture_get_no_view) {
  EXPECT_EQ(closer_view(box(96, 96, {}), 300, 400), Rect{});
  EXPECT_EQ(closer_view(box(96, 96, {10, 10, 80, 86}), 300, 400), Rect{});
  EXPECT_EQ(closer_view(box(96, 96, {0, 0, 96, 96}), 300, 400), Rect{});
  EXPECT_EQ(closer_view(box(1, 1, {0, 0, 1, 1}), 1, 1), Rect{});
  EXPECT_NE(closer_view(box(96, 96, {40, 40, 10, 20}), 300, 400), Rect{});
}

TEST(closer_look, a_part_is_those_pixels) {
  Image picture(7, 5, 3), part;
  for (std::size_t i = 0; i < picture.size(); ++i) picture.data()[i] = static_cast<std::uint8_t>(i);
  cut_out_view(picture, {2, 1, 4, 3}, part);
  ASSERT_EQ(part.width(), 4);
  ASSERT_EQ(part.height(), 3);
  for (int y = 0; y < 3; ++y) {
    for (int i = 0; i < 12; ++i) ASSERT_EQ(part.row(y)[i], picture.row(y + 1)[i + 6]);
  }
}

TEST(closer_look, what_both_say_stays_and_what_is_sure_wins) {
  EXPECT_NEAR(between(0.3F, 0.3F), 0.3F, 1e-5F);
  EXPECT_NEAR(between(0.2F, 0.8F), 0.5F, 1e-5F);
  EXPECT_GT(between(0.999F, 0.3F), 0.95F);
  EXPECT_LT(between(0.001F, 0.7F), 0.05F);
  EXPECT_EQ(between(0, 0), between(0, 0));
}

// The truth of a disc in a picture of 800x600: the matte of the whole is 40x40, that of the part as large.
TEST(closer_look, the_joined_matte_is_nearer_to_the_truth_and_unchanged_outside) {
  constexpr int kWidth = 800, kHeight = 600, kNet = 40;
  Matte truth(kWidth, kHeight);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) truth.row(y)[x] = std::hypot(x - 500.0, y - 250.0) < 90 ? 1.0F : 0.0F;
  }
  Matte matte, spare, closer, before, after;
  resize_matte(truth, kNet, kNet, matte);
  const Rect view = closer_view(matte, kWidth, kHeight);
  ASSERT_GT(view.width, 0);
  Matte part(view.width, view.height);
  for (int y = 0; y < view.height; ++y) std::copy_n(truth.row(view.y + y) + view.x, view.width, part.row(y));
  resize_matte(part, kNet, kNet, closer);
  resize_matte(matte, kWidth, kHeight, before);
  join_closer(closer, view, kWidth, kHeight, matte, spare);
  EXPECT_GT(matte.width(), 2 * kNet);
  EXPECT_LE(matte.width(), 4 * kNet);
  resize_matte(matte, kWidth, kHeight, after);
  double off_before = 0, off_after = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      off_before += std::abs(before.row(y)[x] - truth.row(y)[x]);
      off_after += std::abs(after.row(y)[x] - truth.row(y)[x]);
      const bool outside = x < view.x - 20 || x > view.x + view.width + 20;
      if (outside) {
        ASSERT_NEAR(after.row(y)[x], before.row(y)[x], 1e-5F);
      }
    }
  }
  EXPECT_LT(off_after, off_before / 1.5);
}

TEST(closer_look, the_closer_matte_fades_at_the_sides_of_the_view_but_not_at_those_of_the_picture) {
  Matte matte(40, 40), closer(40, 40), spare;
  matte.fill(0.5F);
  closer.fill(0.9F);
  join_closer(closer, {0, 100, 200, 200}, 400, 400, matte, spare);
  ASSERT_EQ(matte.width(), 80);
  ASSERT_EQ(matte.height(), 80);
  const float joined = between(0.5F, 0.9F);
  EXPECT_NEAR(matte.row(40)[0], joined, 1e-5F);  // the picture's left side
  EXPECT_NEAR(matte.row(40)[20], joined, 1e-5F);
  EXPECT_LT(matte.row(40)[39], 0.6F);  // the view's right side
  EXPECT_LT(matte.row(20)[10], 0.6F);  // its top
  EXPECT_NEAR(matte.row(40)[45], 0.5F, 1e-5F);
  EXPECT_NEAR(matte.row(10)[10], 0.5F, 1e-5F);
  for (int x = 31; x < 39; ++x) EXPECT_GE(matte.row(40)[x], matte.row(40)[x + 1] - 1e-6F);
}

TEST(closer_look, no_matte_grows_beyond_its_picture_or_four_times) {
  for (const int side : {30, 50, 100, 5000}) {
    Matte matte(40, 40), closer(40, 40), spare;
    matte.fill(0);
    closer.fill(1);
    join_closer(closer, {side / 2, side / 2, std::max(1, side / 50), std::max(1, side / 50)}, side, side, matte, spare);
    EXPECT_EQ(matte.width(), side < 40 ? 40 : std::min(side, 160)) << side;
    EXPECT_EQ(matte.height(), matte.width());
  }
}

TEST(closer_look, a_view_has_its_shape_where_it_is_shown) {
  // A person of 100 x 600 pixels that are shown twice as wide as high: 200 x 600.
  const Rect view = closer_view(box(100, 100, {45, 20, 5, 30}), 2000, 2000, 2.0);
  EXPECT_NEAR(2.0 * view.width / view.height, 0.75, 0.02);
}

}  // namespace
}  // namespace segme
