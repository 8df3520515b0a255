// refine/temporal: what stands still gets calm, what moves is followed at once, and nothing of one video gets into the
// next. How much calmer a whole video gets is measured in tests/eval/calm_video_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>

#include "refine/refiner.h"

namespace segme {
namespace {

constexpr int kSide = 24;
constexpr double kStep = 1.0 / 30;

/// A frame of one grey, number `number` of a video of 30 a second.
Frame grey(std::uint8_t value, std::int64_t number, int side = 48) {
  Frame frame;
  frame.image.resize(side, side, 3);
  frame.image.fill(value);
  frame.number = number;
  frame.seconds = static_cast<double>(number) * kStep;
  return frame;
}

Matte even(float value, int side = kSide) {
  Matte matte(side, side);
  matte.fill(value);
  return matte;
}

/// What comes out for an even matte of `value`: it is even too.
float give(Refiner& refiner, const Frame& frame, float value) {
  Matte matte = even(value);
  refiner.refine(frame, matte);
  const auto [least, most] = std::minmax_element(matte.data(), matte.data() + matte.size());
  EXPECT_FLOAT_EQ(*least, *most);
  return *least;
}

TEST(temporal, the_first_matte_comes_out_as_it_is) {
  EXPECT_FLOAT_EQ(give(*make_refiner("temporal"), grey(100, 0), 0.3F), 0.3F);
}

TEST(temporal, in_a_still_picture_a_wobble_becomes_a_fraction_of_itself) {
  const auto refiner = make_refiner("temporal");
  float least = 1, most = 0;
  for (int i = 0; i < 40; ++i) {
    const float out = give(*refiner, grey(100, i), i % 2 == 0 ? 0.3F : 0.7F);
    if (i < 20) continue;
    least = std::min(least, out);
    most = std::max(most, out);
  }
  EXPECT_LT(most - least, 0.4F * 0.45F);
  EXPECT_NEAR((least + most) / 2, 0.5F, 0.03F);
}

TEST(temporal, what_the_net_insists_on_comes_through_though_the_picture_stands_still) {
  const auto refiner = make_refiner("temporal");
  for (int i = 0; i < 10; ++i) give(*refiner, grey(100, i), 0.0F);
  float out = 0;
  for (int i = 10; i < 18; ++i) out = give(*refiner, grey(100, i), 1.0F);
  EXPECT_GT(out, 0.9F) << "a quarter of a second later";
}

TEST(temporal, where_the_picture_changes_the_new_matte_counts_alone) {
  const auto refiner = make_refiner("temporal");
  for (int i = 0; i < 10; ++i) give(*refiner, grey(100, i), 1.0F);
  EXPECT_FLOAT_EQ(give(*refiner, grey(140, 10), 0.0F), 0.0F) << "no ghost";
}

/// How much of somebody who is gone at once is still there in the next three frames, before ground that differs by
/// `contrast`.
std::array<float, 3> ghost(const char* chain, int contrast, float noise) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 1);
  const auto refiner = make_refiner(chain);
  const auto look = [&](int value, std::int64_t number, float in) {
    Frame frame = grey(0, number);
    for (std::size_t i = 0; i < frame.image.size(); ++i) {
      const float shade = static_cast<float>(value) + noise * normal(random);
      frame.image.data()[i] = static_cast<std::uint8_t>(std::clamp(shade, 0.0F, 255.0F));
    }
    Matte matte = even(in);
    refiner->refine(frame, matte);
    return *std::max_element(matte.data(), matte.data() + matte.size());
  };
  for (int i = 0; i < 20; ++i) look(80, i, 1);
  return {look(80 + contrast, 20, 0), look(80 + contrast, 21, 0), look(80 + contrast, 22, 0)};
}

TEST(temporal, somebody_who_is_gone_at_once_leaves_no_ghost_however_alike_the_ground_is) {
  for (const char* chain : {"temporal", "temporal:motion=still", "temporal:motion=still,patience=4"}) {
    for (const float noise : {0.0F, 12.0F}) {
      for (const int contrast : {0, 4, 8, 15, 25, 40, 100}) {
        SCOPED_TRACE(std::string(chain) + ", contrast " + std::to_string(contrast) + ", noise " +
                     std::to_string(noise));
        const auto left = ghost(chain, contrast, noise);
        EXPECT_LE(left[0], 0.25F);
        EXPECT_LE(left[1], 0.07F);
        EXPECT_LE(left[2], 0.03F);
      }
    }
  }
}

TEST(temporal, patience_calms_what_the_camera_changes_a_little) {
  const auto wobble = [](const char* chain) {
    const auto refiner = make_refiner(chain);
    float least = 1, most = 0;
    for (int i = 0; i < 6; ++i) {  // before it is learnt as the camera's noise
      const float out = give(*refiner, grey(i % 2 == 0 ? 100 : 115, i), i % 2 == 0 ? 0.4F : 0.6F);
      if (i < 2) continue;
      least = std::min(least, out);
      most = std::max(most, out);
    }
    return most - least;
  };
  EXPECT_NEAR(wobble("temporal"), 0.2F, 1e-4F);
  EXPECT_LT(wobble("temporal:patience=4"), 0.1F);
}

/// A dark bar on bright ground: nothing of the matte stays behind it where it has gone, and none is missing before it.
TEST(temporal, a_moving_edge_leaves_no_ghost_and_does_not_lag) {
  const auto refiner = make_refiner("temporal");
  for (int i = 0; i < 12; ++i) {
    Frame frame = grey(220, i);
    const int from = 2 * i, to = 2 * i + 16;  // in the frame; half of it in the matte
    Matte matte = even(0);
    for (int y = 0; y < 48; ++y) {
      std::fill_n(frame.image.row(y) + static_cast<std::ptrdiff_t>(3) * from, 3 * (std::min(to, 48) - from),
                  std::uint8_t{40});
      std::fill_n(matte.row(y / 2) + from / 2, std::min(to, 48) / 2 - from / 2, 1.0F);
    }
    const Matte truth = matte;
    refiner->refine(frame, matte);
    for (int x = 0; x < kSide; ++x) ASSERT_NEAR(matte.row(7)[x], truth.row(7)[x], 1e-5F) << "frame " << i << ", " << x;
  }
}

/// Ground whose every place looks different, pushed to the right by `pushed` pixels.
Frame ground(int side, int pushed, std::int64_t number) {
  Frame frame = grey(0, number, side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double u = x - pushed;
      const double value = 128 + 50 * std::sin(0.31 * u + 0.17 * y) + 50 * std::sin(0.23 * y - 0.11 * u);
      std::fill_n(frame.image.row(y) + std::ptrdiff_t{3} * x, 3, static_cast<std::uint8_t>(value));
    }
  }
  return frame;
}

/// How far the values of a matte that moves two pixels a frame and wobbles get apart.
float wobble_of_what_moves(const char* chain, int side) {
  const auto refiner = make_refiner(chain);
  float least = 1, most = 0;
  for (int i = 0; i < 24; ++i) {
    Matte matte(side, side);
    const float in = i % 2 == 0 ? 0.3F : 0.7F;
    matte.fill(in);
    refiner->refine(ground(side, 2 * i, i), matte);
    if (i < 12) continue;
    const float* middle = matte.row(side / 2) + side / 2;
    least = std::min(least, *middle);
    most = std::max(most, *middle);
  }
  return most - least;
}

TEST(temporal, what_moves_is_followed_and_calmed_like_what_stands_still) {
  EXPECT_LT(wobble_of_what_moves("temporal", 128), 0.5F * 0.4F);
  EXPECT_FLOAT_EQ(wobble_of_what_moves("temporal:motion=still", 128), 0.4F);
}

/// The matte of what moves goes along with it: a soft edge on ground that is pushed, exactly known in every frame.
TEST(temporal, a_soft_edge_that_moves_stays_where_it_is) {
  constexpr int kWide = 128;
  const auto refiner = make_refiner("temporal");
  for (int i = 0; i < 20; ++i) {
    Matte matte(kWide, kWide);
    for (int y = 0; y < kWide; ++y) {
      for (int x = 0; x < kWide; ++x) {
        matte.row(y)[x] = std::clamp(0.5F + 0.1F * static_cast<float>(x - 40 - 2 * i), 0.0F, 1.0F);
      }
    }
    Matte out = matte;
    refiner->refine(ground(kWide, 2 * i, i), out);
    for (int y = 16; y < kWide - 16; ++y) {
      for (int x = 16; x < kWide - 16; ++x)
        ASSERT_NEAR(out.row(y)[x], matte.row(y)[x], 0.05F) << i << ": " << x << ", " << y;
    }
  }
}

/// A matte as large as the frame, of which only a part is kept from frame to frame.
constexpr int kLarge = 672;

TEST(temporal, in_a_large_matte_an_edge_that_stands_still_gets_calm_and_the_rest_stays_as_it_is) {
  const auto refiner = make_refiner("temporal");
  const auto edge_at = [](float value) {
    Matte matte(kLarge, kLarge);
    for (int y = 0; y < kLarge; ++y) {
      std::fill_n(matte.row(y), 300, 1.0F);
      std::fill_n(matte.row(y) + 300, 8, value);
      std::fill_n(matte.row(y) + 308, kLarge - 308, 0.0F);
    }
    return matte;
  };
  float least = 1, most = 0;
  for (int i = 0; i < 24; ++i) {
    Matte matte = edge_at(i % 2 == 0 ? 0.3F : 0.7F);
    refiner->refine(grey(100, i, kLarge), matte);
    ASSERT_FLOAT_EQ(matte.row(9)[100], 1.0F);
    ASSERT_FLOAT_EQ(matte.row(9)[500], 0.0F);
    if (i < 12) continue;
    least = std::min(least, matte.row(333)[304]);
    most = std::max(most, matte.row(333)[304]);
  }
  EXPECT_LT(most - least, 0.45F * 0.4F);
}

/// The bar of the test above, at the frame's size: where it comes nothing is known, where it was nothing stays.
TEST(temporal, in_a_large_matte_a_moving_edge_leaves_no_ghost) {
  const auto refiner = make_refiner("temporal");
  for (int i = 0; i < 12; ++i) {
    Frame frame = grey(220, i, kLarge);
    Matte matte(kLarge, kLarge);
    matte.fill(0);
    for (int y = 0; y < kLarge; ++y) {
      std::fill_n(frame.image.row(y) + std::ptrdiff_t{3} * 23 * i, 3 * 100, std::uint8_t{40});
      std::fill_n(matte.row(y) + std::ptrdiff_t{23} * i, 100, 1.0F);
    }
    const Matte truth = matte;
    refiner->refine(frame, matte);
    for (int x = 0; x < kLarge; ++x)
      ASSERT_NEAR(matte.row(77)[x], truth.row(77)[x], 1e-5F) << "frame " << i << ", " << x;
  }
}

TEST(temporal, another_size_or_a_gap_or_a_step_back_in_time_forgets) {
  const auto old = [] {
    auto refiner = make_refiner("temporal");
    for (int i = 0; i < 10; ++i) give(*refiner, grey(100, i), 1.0F);
    return refiner;
  };
  EXPECT_LT(0.2F, give(*old(), grey(100, 10), 0.0F)) << "without any of these it remembers";
  EXPECT_FLOAT_EQ(give(*old(), grey(100, 10, 64), 0.0F), 0.0F) << "another frame size";
  EXPECT_FLOAT_EQ(give(*old(), grey(100, 90), 0.0F), 0.0F) << "two seconds later";
  EXPECT_FLOAT_EQ(give(*old(), grey(100, 3), 0.0F), 0.0F) << "back in time";
  Matte other = even(0.0F, 16);
  old()->refine(grey(100, 10), other);
  EXPECT_FLOAT_EQ(other.data()[0], 0.0F) << "another matte size";
}

TEST(temporal, no_time_to_average_over_is_no_change) {
  const auto refiner = make_refiner("temporal:seconds=0");
  for (int i = 0; i < 6; ++i) {
    const float in = i % 2 == 0 ? 0.25F : 0.75F;
    EXPECT_FLOAT_EQ(give(*refiner, grey(100, i), in), in);
  }
}

}  // namespace
}  // namespace segme
