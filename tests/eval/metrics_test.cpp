// eval/metrics: figures worked out by hand, and the boundary band against erosion done the slow way.
#include "eval/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace segme::eval {
namespace {

Matte matte_of(int width, int height, const std::vector<float>& values) {
  Matte matte(width, height);
  std::copy(values.begin(), values.end(), matte.data());
  return matte;
}

/// Blocks of 4 x 4 pixels, each person or not: shapes with corners, holes and edges of the picture.
Matte blocks(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<int> on(4096);
  for (int& value : on) value = random() % 3 != 0 ? 1 : 0;
  Matte matte(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      matte.row(y)[x] = on[static_cast<std::size_t>((y / 4) * 64 + x / 4)] != 0 ? 1.0F : 0.0F;
    }
  }
  return matte;
}

bool person(const Matte& matte, int x, int y) {
  return x >= 0 && y >= 0 && x < matte.width() && y < matte.height() && matte.row(y)[x] > 0.5F;
}

/// A person pixel with something else, or the edge of the picture, within `reach` along either axis.
bool in_band(const Matte& matte, int x, int y, int reach) {
  if (!person(matte, x, y)) return false;
  for (int dy = -reach; dy <= reach; ++dy) {
    for (int dx = -reach; dx <= reach; ++dx) {
      if (!person(matte, x + dx, y + dy)) return true;
    }
  }
  return false;
}

double slow_boundary_iou(const Matte& a, const Matte& b) {
  const int reach = std::max(1, static_cast<int>(std::lround(0.02 * std::hypot(a.width(), a.height()))));
  int both = 0;
  int either = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const bool in_a = in_band(a, x, y, reach);
      const bool in_b = in_band(b, x, y, reach);
      both += in_a && in_b ? 1 : 0;
      either += in_a || in_b ? 1 : 0;
    }
  }
  return either == 0 ? 1.0 : static_cast<double>(both) / either;
}

TEST(eval_metrics, figures_of_a_small_matte_are_those_worked_out_by_hand) {
  const Matte truth = matte_of(4, 1, {1, 1, 0, 0});
  const Matte matte = matte_of(4, 1, {0.75F, 0.25F, 0.75F, 0.25F});
  const Scores scores = score(matte, truth);
  EXPECT_DOUBLE_EQ(scores.iou, 1.0 / 3);           // one pixel of both, three of either
  EXPECT_DOUBLE_EQ(scores.boundary_iou, 1.0 / 3);  // the band of a line is the line
  EXPECT_DOUBLE_EQ(scores.mae, (0.25 + 0.75 + 0.75 + 0.25) / 4);
  EXPECT_DOUBLE_EQ(scores.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(scores.person, 0.5);
  EXPECT_DOUBLE_EQ(scores.background_iou, 1.0 / 3);
  EXPECT_DOUBLE_EQ(scores.mean_iou, 1.0 / 3);
  EXPECT_DOUBLE_EQ(scores.mse, (0.0625 + 0.5625 + 0.5625 + 0.0625) / 4);
  EXPECT_DOUBLE_EQ(scores.sad, 2.0 / 1000);
}

TEST(eval_metrics, person_and_background_change_places_with_the_mattes_inverted) {
  const Matte a = blocks(60, 44, 2);
  const Matte b = blocks(60, 44, 3);
  Matte not_a(60, 44);
  Matte not_b(60, 44);
  for (std::size_t i = 0; i < a.size(); ++i) {
    not_a.data()[i] = 1 - a.data()[i];
    not_b.data()[i] = 1 - b.data()[i];
  }
  const Scores there = score(a, b);
  const Scores back = score(not_a, not_b);
  EXPECT_DOUBLE_EQ(there.iou, back.background_iou);
  EXPECT_DOUBLE_EQ(there.background_iou, back.iou);
  EXPECT_DOUBLE_EQ(there.accuracy, back.accuracy);
  EXPECT_DOUBLE_EQ(there.mse, score(b, a).mse);
  EXPECT_LT(there.iou, 1);
}

TEST(eval_metrics, exactly_one_half_is_not_person) {
  const Scores scores = score(matte_of(2, 1, {0.5F, 1}), matte_of(2, 1, {0, 1}));
  EXPECT_DOUBLE_EQ(scores.iou, 1);
  EXPECT_DOUBLE_EQ(scores.mae, 0.25);
}

TEST(eval_metrics, a_matte_equals_itself) {
  const Matte matte = blocks(60, 44, 1);
  const Scores scores = score(matte, matte);
  EXPECT_DOUBLE_EQ(scores.iou, 1);
  EXPECT_DOUBLE_EQ(scores.boundary_iou, 1);
  EXPECT_DOUBLE_EQ(scores.mae, 0);
  EXPECT_DOUBLE_EQ(scores.accuracy, 1);
}

TEST(eval_metrics, nobody_found_where_nobody_is_scores_one) {
  Matte empty(9, 7);
  empty.fill(0);
  const Scores scores = score(empty, empty);
  EXPECT_DOUBLE_EQ(scores.iou, 1);
  EXPECT_DOUBLE_EQ(scores.boundary_iou, 1);
  EXPECT_DOUBLE_EQ(scores.person, 0);
}

TEST(eval_metrics, somebody_found_where_nobody_is_scores_zero) {
  Matte empty(9, 7);
  empty.fill(0);
  Matte full(9, 7);
  full.fill(1);
  const Scores scores = score(full, empty);
  EXPECT_DOUBLE_EQ(scores.iou, 0);
  EXPECT_DOUBLE_EQ(scores.boundary_iou, 0);
  EXPECT_DOUBLE_EQ(scores.mae, 1);
  EXPECT_DOUBLE_EQ(scores.accuracy, 0);
}

TEST(eval_metrics, the_boundary_band_is_what_slow_erosion_gives) {
  const int sizes[][2] = {{1, 1}, {3, 50}, {64, 48}, {120, 90}, {200, 160}};
  for (const auto& [width, height] : sizes) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
      const Matte a = blocks(width, height, seed);
      const Matte b = blocks(width, height, seed + 10);
      EXPECT_DOUBLE_EQ(score(a, b).boundary_iou, slow_boundary_iou(a, b)) << width << "x" << height << " seed " << seed;
    }
  }
}

TEST(eval_metrics, a_thick_shape_that_grows_loses_more_boundary_iou_than_iou) {
  Matte truth(200, 200);
  Matte grown(200, 200);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      truth.row(y)[x] = std::hypot(x - 100, y - 100) < 70 ? 1.0F : 0.0F;
      grown.row(y)[x] = std::hypot(x - 100, y - 100) < 73 ? 1.0F : 0.0F;
    }
  }
  const Scores scores = score(grown, truth);
  EXPECT_NEAR(scores.iou, 70.0 * 70 / (73.0 * 73), 0.003);
  EXPECT_LT(scores.boundary_iou, scores.iou - 0.2);
}

TEST(eval_metrics, mattes_of_different_sizes_are_a_bug_of_the_caller) {
  EXPECT_THROW(score(Matte(2, 3), Matte(3, 2)), std::logic_error);
}

TEST(eval_metrics, a_square_moved_by_half_its_side_shares_a_third) {
  Matte truth(80, 60);
  Matte moved(80, 60);
  truth.fill(0);
  moved.fill(0);
  for (int y = 20; y < 40; ++y) {
    for (int x = 20; x < 40; ++x) truth.row(y)[x] = moved.row(y)[x + 10] = 1;
  }
  const Scores scores = score(moved, truth);
  EXPECT_DOUBLE_EQ(scores.iou, 200.0 / 600);
  // Bands 2 pixels wide, 144 pixels each: they share top and bottom over 10 columns; the upright parts do not meet.
  EXPECT_DOUBLE_EQ(scores.boundary_iou, 40.0 / (144 + 144 - 40));
}

}  // namespace
}  // namespace segme::eval
