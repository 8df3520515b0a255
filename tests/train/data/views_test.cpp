// train/data: what a warp shows is where the warp says it is, at every level of the cache, and the views keep their
// word.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "train/data/decoded.h"
#include "train/data/warp.h"

namespace segme::train {
namespace {

/// Red is x, green is y (scaled by `step`), alpha is 255 inside the box.
Decoded ramp(int width, int height, float step, int left, int top, int right, int bottom) {
  Decoded picture;
  picture.levels[0].width = width;
  picture.levels[0].height = height;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool person = x >= left && x < right && y >= top && y < bottom;
      const auto level = [&](int at) { return static_cast<int>(std::lround(static_cast<float>(at) * step)); };
      for (const int value : {level(x), level(y), 7, person ? 255 : 0}) {
        picture.levels[0].rgba.push_back(static_cast<std::uint8_t>(value));
      }
    }
  }
  finish_decoded(picture);
  return picture;
}

struct Place {
  float x, y;
};
Place place(const Warp& warp, float u, float v) {
  return {warp.xx * u + warp.xy * v + warp.x0, warp.yx * u + warp.yy * v + warp.y0};
}

TEST(train_views, the_identity_gives_the_picture_back) {
  const Decoded picture = ramp(40, 40, 6, 10, 10, 30, 30);
  std::vector<std::uint8_t> rgba;
  sample(picture, Warp{}, 40, Beyond::mirror, rgba);
  EXPECT_EQ(rgba, picture.levels[0].rgba);
}

TEST(train_views, a_ramp_stays_a_ramp_at_every_scale_and_turn) {
  const Decoded picture = ramp(400, 400, 0.6F, 0, 0, 400, 400);
  Random random(5);
  std::vector<std::uint8_t> rgba;
  constexpr int kSize = 48;
  for (const float zoom : {0.4F, 1.0F, 1.4F, 1.7F, 2.9F, 3.3F, 5.0F}) {
    const float angle = uniform(random, -0.4F, 0.4F);
    Warp warp{zoom * std::cos(angle), -zoom * std::sin(angle), 0, zoom * std::sin(angle), zoom * std::cos(angle), 0};
    warp.x0 = 200.0F - (warp.xx + warp.xy) * kSize / 2;
    warp.y0 = 200.0F - (warp.yx + warp.yy) * kSize / 2;
    sample(picture, warp, kSize, Beyond::mirror, rgba);
    for (int v = 0; v < kSize; ++v) {
      for (int u = 0; u < kSize; ++u) {
        const Place at = place(warp, static_cast<float>(u) + 0.5F, static_cast<float>(v) + 0.5F);
        if (at.x < 8 || at.y < 8 || at.x > 392 || at.y > 392) continue;
        const std::uint8_t* pixel = rgba.data() + (v * kSize + u) * 4;
        // Half a step by rounding in the ramp, each halving and each of three blends.
        ASSERT_NEAR(pixel[0], (at.x - 0.5F) * 0.6F, 1.6) << zoom;
        ASSERT_NEAR(pixel[1], (at.y - 0.5F) * 0.6F, 1.6) << zoom;
        ASSERT_EQ(pixel[3], 255);
      }
    }
  }
}

TEST(train_views, beyond_the_picture_lies_its_mirror_image_or_its_border_or_nobody) {
  const Decoded picture = ramp(10, 10, 20, 0, 0, 10, 10);
  const Warp left{1, 0, -10, 0, 1, 0};  // shows x = -10 .. 9
  std::vector<std::uint8_t> rgba;
  const auto red = [&](int u) { return static_cast<int>(rgba[static_cast<std::size_t>(u) * 4]); };
  const auto alpha = [&](int u) { return static_cast<int>(rgba[static_cast<std::size_t>(u) * 4 + 3]); };
  sample(picture, left, 20, Beyond::mirror, rgba);
  for (int u = 0; u < 10; ++u) EXPECT_EQ(red(u), red(19 - u));
  EXPECT_EQ(alpha(3), 255);
  sample(picture, left, 20, Beyond::repeat, rgba);
  for (int u = 0; u < 10; ++u) EXPECT_EQ(red(u), 0);
  EXPECT_EQ(alpha(3), 255);
  sample(picture, left, 20, Beyond::nobody, rgba);
  for (int u = 0; u < 10; ++u) EXPECT_EQ(alpha(u), 0);
  for (int u = 10; u < 20; ++u) EXPECT_EQ(alpha(u), 255);
}

TEST(train_views, the_box_and_the_cut_borders_of_a_person_are_found) {
  const Decoded picture = ramp(40, 60, 4, 10, 20, 40, 60);
  EXPECT_EQ(picture.left, 10);
  EXPECT_EQ(picture.top, 20);
  EXPECT_EQ(picture.right, 40);
  EXPECT_EQ(picture.bottom, 60);
  EXPECT_FALSE(picture.cut_left);
  EXPECT_FALSE(picture.cut_top);
  EXPECT_TRUE(picture.cut_right);
  EXPECT_TRUE(picture.cut_bottom);
}

TEST(train_views, no_border_that_cuts_the_person_is_seen_in_a_composite) {
  const int boxes[][4] = {{20, 20, 100, 160}, {0, 20, 120, 160}, {0, 0, 120, 160}, {0, 30, 60, 160}, {0, 30, 120, 130}};
  for (const auto& box : boxes) {
    const Decoded picture = ramp(120, 160, 1.5F, box[0], box[1], box[2], box[3]);
    Random random(11);
    for (int i = 0; i < 300; ++i) {
      const int side = i % 3 - 1;
      const Warp warp = draw_person_view(picture, 64, side, random);
      for (const auto& [u, v] : {std::pair{0.0F, 0.0F}, {64.0F, 0.0F}, {0.0F, 64.0F}, {64.0F, 64.0F}}) {
        const Place at = place(warp, u, v);
        constexpr float kSlack = 0.01F;
        ASSERT_TRUE(!picture.cut_left || at.x >= -kSlack);
        ASSERT_TRUE(!picture.cut_top || at.y >= -kSlack);
        ASSERT_TRUE(!picture.cut_right || at.x <= 120 + kSlack);
        ASSERT_TRUE(!picture.cut_bottom || at.y <= 160 + kSlack);
      }
    }
  }
}

TEST(train_views, two_people_stand_side_by_side) {
  const Decoded picture = ramp(120, 160, 1.5F, 40, 30, 80, 130);
  std::vector<std::uint8_t> rgba;
  constexpr int kSize = 48;
  const auto mean_x = [&](int side) {
    Random random(3);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < 100; ++i) {
      sample(picture, draw_person_view(picture, kSize, side, random), kSize, Beyond::nobody, rgba);
      for (int p = 0; p < kSize * kSize; ++p) {
        sum += rgba[static_cast<std::size_t>(p) * 4 + 3] * (p % kSize + 0.5);
        weight += rgba[static_cast<std::size_t>(p) * 4 + 3];
      }
    }
    return sum / weight / kSize;
  };
  EXPECT_LT(mean_x(-1), 0.4);
  EXPECT_GT(mean_x(1), 0.6);
}

TEST(train_views, some_whole_pictures_are_seen_exactly_as_in_use_and_all_nearly_so) {
  const Decoded picture = ramp(120, 160, 1.5F, 40, 30, 80, 160);
  Random random(2);
  int exact = 0;
  constexpr int kDraws = 600;
  for (int i = 0; i < kDraws; ++i) {
    const Warp warp = draw_whole_view(picture, 64, random);
    const Place first = place(warp, 0, 0);
    const Place last = place(warp, 64, 64);
    const bool upright = std::abs(first.y) < 0.01F && std::abs(last.y - 160) < 0.01F;
    const bool full = std::abs(std::min(first.x, last.x)) < 0.01F && std::abs(std::max(first.x, last.x) - 120) < 0.01F;
    exact += upright && full ? 1 : 0;
    const Place middle = place(warp, 32, 32);
    ASSERT_TRUE(middle.x > 0 && middle.x < 120 && middle.y > 0 && middle.y < 160);
  }
  EXPECT_GT(exact, kDraws / 10);
  EXPECT_LT(exact, kDraws / 4);
}

TEST(train_views, a_picture_of_one_pixel_can_be_seen) {
  const Decoded picture = ramp(1, 1, 1, 0, 0, 1, 1);
  Random random(1);
  std::vector<std::uint8_t> rgba;
  for (const Beyond beyond : {Beyond::mirror, Beyond::repeat}) {
    sample(picture, draw_whole_view(picture, 9, random), 9, beyond, rgba);
    for (std::size_t i = 0; i < rgba.size(); i += 4) EXPECT_EQ(rgba[i + 2], 7);
  }
  sample(picture, draw_person_view(picture, 9, 0, random), 9, Beyond::nobody, rgba);
  sample(picture, draw_background_view(picture, 9, random), 9, Beyond::mirror, rgba);
  for (std::size_t i = 0; i < rgba.size(); i += 4) EXPECT_EQ(rgba[i + 2], 7);
}

/// Keras' affine warp by its definition: stretched picture, matrix about the centre, order 1, nearest fill.
double slow_affine(const Decoded& picture, const Warp& warp, int u, int v, std::size_t channel) {
  const Decoded::Level& level = picture.levels[0];
  const double x = static_cast<double>(warp.xx) * (u + 0.5) + static_cast<double>(warp.x0) - 0.5;
  const double y = static_cast<double>(warp.yy) * (v + 0.5) + static_cast<double>(warp.y0) - 0.5;
  const auto at = [&](double column, double row) {
    const int left = std::clamp(static_cast<int>(column), 0, level.width - 1);
    const int top = std::clamp(static_cast<int>(row), 0, level.height - 1);
    return static_cast<double>(level.rgba[static_cast<std::size_t>(top * level.width + left) * 4 + channel]);
  };
  const double column = std::floor(x);
  const double row = std::floor(y);
  return std::lerp(std::lerp(at(column, row), at(column + 1, row), x - column),
                   std::lerp(at(column, row + 1), at(column + 1, row + 1), x - column), y - row);
}

TEST(train_views, an_affine_view_is_bilinear_and_repeats_the_border) {
  Decoded picture;
  picture.levels[0].width = picture.levels[0].height = 48;
  std::mt19937 noise(1);
  for (int i = 0; i < 48 * 48 * 4; ++i) picture.levels[0].rgba.push_back(static_cast<std::uint8_t>(noise() % 256));
  finish_decoded(picture);
  std::vector<std::uint8_t> rgba;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    const Warp warp = draw_affine_view(picture, 48, 0.3F, 0.4F, random);
    EXPECT_EQ(warp.xy, 0);
    EXPECT_EQ(warp.yx, 0);
    sample(picture, warp, 48, Beyond::repeat, rgba);
    for (int v = 0; v < 48; v += 5) {
      for (int u = 0; u < 48; ++u) {
        for (std::size_t c = 0; c < 4; ++c) {
          // Weights of 8 bits on steps of at most 255: two grey values.
          ASSERT_NEAR(rgba[static_cast<std::size_t>(v * 48 + u) * 4 + c], slow_affine(picture, warp, u, v, c), 2.5);
        }
      }
    }
  }
}

TEST(train_views, affine_shifts_zooms_and_flips_fill_their_ranges_and_never_leave_them) {
  Decoded picture;
  picture.levels[0].width = 80;
  picture.levels[0].height = 40;
  float widest = 0;
  float least = 9;
  float most = 0;
  float apart = 0;
  int flips = 0;
  constexpr int kDraws = 2000;
  Random random(7);
  for (int i = 0; i < kDraws; ++i) {
    const Warp warp = draw_affine_view(picture, 64, 0.1F, 0.2F, random);
    const float zoom_x = std::abs(warp.xx) * 64 / 80;
    const float zoom_y = warp.yy * 64 / 40;
    const float centre = (warp.xx * 32 + warp.x0) / 80 - 0.5F;  // of the square, in sides of the picture
    flips += warp.xx < 0 ? 1 : 0;
    for (const float zoom : {zoom_x, zoom_y}) {
      least = std::min(least, zoom);
      most = std::max(most, zoom);
    }
    apart = std::max(apart, std::abs(zoom_x - zoom_y));
    widest = std::max({widest, std::abs(centre), std::abs((warp.yy * 32 + warp.y0) / 40 - 0.5F)});
  }
  EXPECT_NEAR(flips, kDraws / 2, 100);
  EXPECT_LE(widest, 0.1001F);
  EXPECT_GT(widest, 0.099F);
  EXPECT_NEAR(least, 0.8F, 2e-3F);
  EXPECT_NEAR(most, 1.2F, 2e-3F);
  EXPECT_GT(apart, 0.3F);
}

}  // namespace
}  // namespace segme::train
