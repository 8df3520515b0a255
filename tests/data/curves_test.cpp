// data/curves: the look-up tables against the values of the tool they imitate, and the colours against known ones.
#include "data/curves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace segme::data {
namespace {

TEST(data_curves, tables_have_the_known_values) {
  const std::pair<int, std::pair<int, int>> known[] = {
      {16, {16, 4}}, {64, {68, 31}}, {128, {141, 78}}, {192, {208, 121}}, {255, {255, 190}}};
  for (const auto& [x, y] : known) {
    EXPECT_EQ(rising_curve()[static_cast<std::size_t>(x)], y.first) << x;
    EXPECT_EQ(falling_curve()[static_cast<std::size_t>(x)], y.second) << x;
  }
}

TEST(data_curves, tables_are_the_published_polynomials_everywhere) {
  const auto value = [](const double(&c)[5], double x) {
    const double beyond = std::max(0.0, x - 128);
    return std::clamp(c[0] + x * (c[1] + x * (c[2] + x * c[3])) + c[4] * beyond * beyond * beyond, 0.0, 255.0);
  };
  constexpr double kRising[5] = {0.2672612, 0.99972129, 1.46974290e-3, -5.10610911e-6, -5.04657084e-6};
  constexpr double kFalling[5] = {-0.2672612, 0.18777871, 6.09861648e-3, -2.15967717e-5, 5.08229383e-5};
  for (std::size_t x = 0; x < 256; ++x) {
    EXPECT_EQ(rising_curve()[x], static_cast<int>(value(kRising, static_cast<double>(x)))) << x;
    EXPECT_EQ(falling_curve()[x], static_cast<int>(value(kFalling, static_cast<double>(x)))) << x;
  }
}

TEST(data_curves, hsv_is_opencvs) {
  const auto is = [](int r, int g, int b, int h, int s, int v) {
    const Hsv hsv = to_hsv(static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b));
    EXPECT_EQ(hsv.h, h);
    EXPECT_EQ(hsv.s, s);
    EXPECT_EQ(hsv.v, v);
  };
  is(255, 0, 0, 0, 255, 255);
  is(0, 255, 0, 60, 255, 255);
  is(0, 0, 255, 120, 255, 255);
  is(255, 255, 0, 30, 255, 255);
  is(255, 0, 255, 150, 255, 255);
  is(77, 77, 77, 0, 0, 77);
  is(200, 100, 100, 0, 127, 200);  // 127.5 before the rounding to 12 bits
  is(0, 0, 0, 0, 0, 0);
}

TEST(data_curves, a_colour_survives_the_way_there_and_back) {
  int worst = 0;
  for (int r = 0; r < 256; r += 5) {
    for (int g = 0; g < 256; g += 5) {
      for (int b = 0; b < 256; b += 5) {
        const std::uint8_t in[3] = {static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g),
                                    static_cast<std::uint8_t>(b)};
        const auto out = to_rgb(to_hsv(in[0], in[1], in[2]));
        for (std::size_t c = 0; c < 3; ++c) worst = std::max(worst, std::abs(out[c] - in[c]));
      }
    }
  }
  EXPECT_LE(worst, 6);  // a hue has only 180 values
}

TEST(data_curves, warm_is_redder_and_cool_is_bluer) {
  Image picture(2, 1, 3);
  const std::uint8_t pixels[6] = {120, 110, 100, 128, 128, 128};
  std::copy_n(pixels, 6, picture.data());
  Image warm = picture;
  Image cool = picture;
  make_warm(warm);
  make_cool(cool);
  EXPECT_GT(warm.data()[0] - warm.data()[2], 20 + 40);
  EXPECT_LT(cool.data()[0] - cool.data()[2], -10);
  // By hand: (128, 128, 128) -> red 141, blue 78: S = 255 * 63 / 141 = 114 -> 125 in the rising curve, V = 141 stays,
  // so the least channel is 141 * (1 - 125 / 255) = 71.9, truncated.
  ASSERT_EQ(rising_curve()[114], 125);
  EXPECT_EQ(warm.data()[3], 141);
  EXPECT_EQ(warm.data()[5], 71);
}

}  // namespace
}  // namespace segme::data
