// eval/matting: Grad and Conn against slow sums over the definition, examples worked out by hand, and their laws.
#include "eval/matting.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "eval/metrics.h"

namespace segme::eval {
namespace {

Matte noise(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  Matte matte(width, height);
  for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>(random() % 256) / 255;
  return matte;
}

Matte filled(int width, int height, float value) {
  Matte matte(width, height);
  std::fill_n(matte.data(), matte.size(), value);
  return matte;
}

/// The two-dimensional kernel, point by point.
double slow_gradient(const Matte& matte, int x, int y) {
  constexpr int kHalf = 4;
  constexpr double kSigma = 1.4;
  double norm = 0;
  double across = 0;
  double down = 0;
  for (int dy = -kHalf; dy <= kHalf; ++dy) {
    for (int dx = -kHalf; dx <= kHalf; ++dx) {
      const double bell = std::exp(-(dx * dx + dy * dy) / (2 * kSigma * kSigma));
      const int from_x = std::clamp(x + dx, 0, matte.width() - 1);
      const int from_y = std::clamp(y + dy, 0, matte.height() - 1);
      const double value = static_cast<double>(matte.row(from_y)[from_x]);
      norm += bell * bell * dx * dx;
      across -= bell * dx * value;
      down -= bell * dy * value;
    }
  }
  return std::sqrt((across * across + down * down) / norm);
}

TEST(eval_matting, grad_is_the_sum_that_defines_it) {
  for (const auto& [width, height] : {std::pair{23, 17}, {5, 40}, {1, 1}, {3, 2}}) {
    const Matte a = noise(width, height, 1);
    const Matte b = noise(width, height, 2);
    double sum = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) sum += std::pow(slow_gradient(a, x, y) - slow_gradient(b, x, y), 2);
    }
    EXPECT_NEAR(gradient_error(a, b), sum / 1000, 1e-6 * sum + 1e-9) << width << "x" << height;
  }
}

TEST(eval_matting, grad_of_a_step_against_nothing_is_worked_out_by_hand) {
  Matte step = filled(40, 30, 0);
  for (int y = 0; y < 30; ++y) std::fill_n(step.row(y) + 20, 20, 1.0F);
  // Across a step the derivative of a Gaussian sums to the Gaussian itself; rows count alike.
  constexpr double kSigma = 1.4;
  double bell_sum = 0;
  double bell_square = 0;
  double slope_square = 0;
  for (int i = -4; i <= 4; ++i) {
    const double bell = std::exp(-i * i / (2 * kSigma * kSigma));
    bell_sum += bell;
    bell_square += bell * bell;
    slope_square += i * i * bell * bell;
  }
  double sum = 0;
  for (int x = 0; x < 40; ++x) {
    double slope = 0;
    for (int i = -4; i <= 4; ++i) slope += (x + i >= 20 ? 1 : 0) * i * std::exp(-i * i / (2 * kSigma * kSigma));
    sum += 30 * slope * slope * bell_sum * bell_sum / (bell_square * slope_square);
  }
  EXPECT_NEAR(gradient_error(step, filled(40, 30, 0)), sum / 1000, 1e-5);
}

TEST(eval_matting, equal_mattes_score_zero_and_the_order_does_not_matter) {
  const Matte a = noise(31, 22, 3);
  const Matte b = noise(31, 22, 4);
  EXPECT_EQ(gradient_error(a, a), 0);
  EXPECT_EQ(connectivity_error(a, a), 0);
  EXPECT_DOUBLE_EQ(gradient_error(a, b), gradient_error(b, a));
  EXPECT_DOUBLE_EQ(connectivity_error(a, b), connectivity_error(b, a));
  EXPECT_GT(gradient_error(a, b), 0);
  EXPECT_GT(connectivity_error(a, b), 0);
}

TEST(eval_matting, half_the_contrast_is_a_quarter_of_grad) {
  Matte a = noise(31, 22, 5);
  const Matte flat = filled(31, 22, 0);
  const double whole = gradient_error(a, flat);
  for (std::size_t i = 0; i < a.size(); ++i) a.data()[i] /= 2;
  EXPECT_NEAR(gradient_error(a, flat), whole / 4, whole * 1e-5);
}

TEST(eval_matting, a_piece_that_hangs_in_the_air_is_what_conn_counts) {
  Matte truth = filled(12, 6, 0);
  for (int y = 0; y < 6; ++y) std::fill_n(truth.row(y), 4, 1.0F);  // 24 pixels of person at the left
  Matte matte = truth;
  for (int y = 2; y < 4; ++y) std::fill_n(matte.row(y) + 8, 3, 1.0F);  // 6 pixels apart from it
  // In the island level is 0, so the matte's phi is 1 - 1 and the truth's 1 - 0: 6 pixels differ by 1.
  EXPECT_DOUBLE_EQ(connectivity_error(matte, truth), 6.0 / 1000);
}

TEST(eval_matting, a_step_below_the_common_piece_costs_what_lies_above_it) {
  const Matte truth = filled(10, 1, 1);
  Matte matte = filled(10, 1, 1);
  matte.data()[4] = 0.55F;  // cuts the line: at 0.6 and above the right half is the larger piece
  // Pixels 0..3: level 0.5, both are 0.5 above it: no difference. Pixel 4: level 0.5; truth 0.5 above, matte 0.05,
  // which is forgiven: |1 - 0.5| against 1.
  EXPECT_NEAR(connectivity_error(matte, truth), 0.5 / 1000, 1e-7);
}

TEST(eval_matting, score_has_them_only_where_all_metrics_are_asked_for) {
  const Matte a = noise(9, 8, 6);
  const Matte b = noise(9, 8, 7);
  EXPECT_TRUE(std::isnan(score(a, b).grad));
  const Scores all = score(a, b, Metrics::all);
  EXPECT_DOUBLE_EQ(all.grad, gradient_error(a, b));
  EXPECT_DOUBLE_EQ(all.conn, connectivity_error(a, b));
}

}  // namespace
}  // namespace segme::eval
