// refine: upsample, smooth_step, morphology, threshold and hysteresis on shapes whose result is known.
#include <gtest/gtest.h>

#include <cmath>

#include "refine/refiner.h"

namespace segme {
namespace {

Frame frame_of(int width, int height) {
  Frame frame;
  frame.image.resize(width, height, 3);
  frame.image.fill(0);
  return frame;
}

Matte ramp(int width, int height) {
  Matte matte(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      matte.row(y)[x] = (static_cast<float>(x) + 0.5F) / static_cast<float>(width);
    }
  }
  return matte;
}

TEST(upsample, keeps_a_ramp_a_ramp) {
  for (const char* how : {"upsample", "upsample:method=cubic"}) {
    const Frame frame = frame_of(123, 45);
    Matte matte = ramp(16, 9);
    make_refiner(how)->refine(frame, matte);
    const Matte wanted = ramp(123, 45);
    for (int y = 0; y < 45; ++y) {
      for (int x = 12; x < 111; ++x) ASSERT_NEAR(matte.row(y)[x], wanted.row(y)[x], 1e-5F) << how << " " << x;
    }
  }
}

TEST(upsample, cubic_is_nearer_to_a_smooth_wave_than_bilinear) {
  const auto wave = [](int x, int width) {
    return static_cast<float>(0.5 + 0.5 * std::cos(6.2831853 * (x + 0.5) / width * 3));
  };
  double error[2] = {0, 0};
  for (const int cubic : {0, 1}) {
    Matte matte(24, 1);
    for (int x = 0; x < 24; ++x) matte.row(0)[x] = wave(x, 24);
    make_refiner(cubic != 0 ? "upsample:method=cubic" : "upsample")->refine(frame_of(240, 1), matte);
    for (int x = 20; x < 220; ++x) error[cubic] += static_cast<double>(std::abs(matte.row(0)[x] - wave(x, 240)));
  }
  EXPECT_LT(error[1], 0.5 * error[0]);
}

TEST(smooth_step, is_0_below_1_above_and_half_in_the_middle) {
  Matte matte(5, 1);
  const float values[] = {0.1F, 0.2F, 0.4F, 0.6F, 0.7F};
  std::copy(values, values + 5, matte.data());
  make_refiner("smooth_step:low=0.2,high=0.6")->refine(frame_of(5, 1), matte);
  const float wanted[] = {0, 0, 0.5F, 1, 1};
  for (int x = 0; x < 5; ++x) EXPECT_NEAR(matte.row(0)[x], wanted[x], 1e-6F);
}

TEST(smooth_step, has_a_straight_ramp_too) {
  Matte matte(5, 1);
  const float before[5] = {0.1F, 0.2F, 0.3F, 0.5F, 0.9F};
  const float after[5] = {0, 0, 0.25F, 0.75F, 1};
  std::copy(before, before + 5, matte.data());
  make_refiner("smooth_step:low=0.2,high=0.6,straight=on")->refine(frame_of(5, 1), matte);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(matte.data()[i], after[i], 1e-6F) << i;
}

TEST(smooth_step, refuses_a_low_that_is_not_below_high) {
  EXPECT_THROW(make_refiner("smooth_step:low=0.5,high=0.5"), Error);
}

Matte square(int side, int from, int to) {
  Matte matte(side, side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) matte.row(y)[x] = x >= from && x < to && y >= from && y < to ? 1.0F : 0.0F;
  }
  return matte;
}

TEST(morphology, grows_and_shrinks_a_square_by_the_pixels_that_are_asked_for) {
  for (const int grow : {-3, -1, 2, 5}) {
    Matte matte = square(32, 10, 22);
    make_refiner("morphology:grow=" + std::to_string(grow))->refine(frame_of(32, 32), matte);
    const Matte wanted = square(32, 10 - grow, 22 + grow);
    for (std::size_t i = 0; i < matte.size(); ++i) ASSERT_EQ(matte.data()[i], wanted.data()[i]) << grow;
  }
}

TEST(morphology, a_feather_keeps_the_area_and_reaches_twice_its_radius) {
  Matte matte = square(64, 20, 44);
  make_refiner("morphology:feather=3")->refine(frame_of(64, 64), matte);
  double sum = 0;
  for (std::size_t i = 0; i < matte.size(); ++i) sum += static_cast<double>(matte.data()[i]);
  EXPECT_NEAR(sum, 24 * 24, 1e-2);
  EXPECT_EQ(matte.row(32)[20 - 7], 0);
  EXPECT_GT(matte.row(32)[20 - 6], 0);
  EXPECT_EQ(matte.row(32)[32], 1);
}

TEST(threshold, drops_what_is_less_sure_and_leaves_or_raises_the_rest) {
  const float values[] = {0.0F, 0.29F, 0.3F, 0.7F, 1.0F};
  const float soft[] = {0, 0, 0.3F, 0.7F, 1};
  const float hard[] = {0, 0, 1, 1, 1};
  for (const bool is_hard : {false, true}) {
    Matte matte(5, 1);
    std::copy_n(values, 5, matte.data());
    make_refiner(is_hard ? "threshold:at=0.3,hard=on" : "threshold:at=0.3")->refine(frame_of(5, 1), matte);
    for (int x = 0; x < 5; ++x) EXPECT_EQ(matte.row(0)[x], is_hard ? hard[x] : soft[x]);
  }
}

TEST(hysteresis, keeps_a_faint_strand_of_a_person_and_drops_a_faint_blob) {
  Matte matte = square(40, 10, 20);
  for (int i = 20; i < 30; ++i) matte.row(i)[i] = 0.2F;  // a strand that hangs on by a corner
  for (int x = 32; x < 38; ++x) matte.row(5)[x] = 0.6F;  // a blob, surer than the strand, of nobody
  matte.row(20)[8] = 0.05F;
  make_refiner("hysteresis")->refine(frame_of(40, 40), matte);
  EXPECT_EQ(matte.row(15)[15], 1);
  EXPECT_EQ(matte.row(29)[29], 0.2F);
  EXPECT_EQ(matte.row(5)[35], 0);
  EXPECT_EQ(matte.row(20)[8], 0);
  EXPECT_THROW(make_refiner("hysteresis:low=0.7,high=0.7"), Error);
}

}  // namespace
}  // namespace segme
