// render: what is done at the person's edge: smooth_step, overlay, light_wrap, despill, each against its formula.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/render/made_scene.h"

namespace segme {
namespace {

TEST(smooth_step, is_alpha_through_the_stated_ramp) {
  const MadeScene scene;
  const Image out = scene.drawn("smooth_step:estimate=off");
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double t = std::clamp((static_cast<double>(scene.matte.data()[i / 3]) - 0.3) / 0.2, 0.0, 1.0);
    const double m = t * t * (3 - 2 * t);
    ASSERT_NEAR(out.data()[i], m * scene.frame.image.data()[i] + (1 - m) * scene.background.data()[i], 0.51);
  }
  EXPECT_THROW(make_renderer("smooth_step:low=0.5,high=0.5"), Error);
}

TEST(overlay, adds_nine_tenths_of_a_dark_red_and_saturates) {
  MadeScene scene;
  scene.frame.image.data()[0] = 250;
  scene.matte.data()[0] = 1;
  const Image out = scene.drawn("overlay", false);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double red = i % 3 == 0 ? 0.9 * 127 * static_cast<double>(scene.matte.data()[i / 3]) : 0.0;
    ASSERT_NEAR(out.data()[i], std::min(255.0, scene.frame.image.data()[i] + red), 0.51);
  }
  EXPECT_EQ(out.data()[0], 255);
}

/// One box blur of radius 1 along an axis, the border repeated.
std::vector<double> boxed(const std::vector<double>& in, int width, int height, int dx, int dy) {
  std::vector<double> out(in.size());
  const auto at = [&](int x, int y) {
    return in[static_cast<std::size_t>(std::clamp(y, 0, height - 1) * width + std::clamp(x, 0, width - 1))];
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      out[static_cast<std::size_t>(y * width + x)] = (at(x - dx, y - dy) + at(x, y) + at(x + dx, y + dy)) / 3;
    }
  }
  return out;
}

TEST(light_wrap, is_the_stated_formula) {
  // So small that the blur is computed at the picture's own size, with boxes of radius 1.
  const MadeScene scene(60, 44);
  const Image before = scene.drawn("alpha:estimate=off");
  const Image out = scene.drawn("alpha:estimate=off,light_wrap:width=2,strength=0.7");
  std::vector<double> light(scene.matte.size());
  int lit = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 0; i < light.size(); ++i) {
      light[i] = 0.7 * (1 - static_cast<double>(scene.matte.data()[i])) * scene.background.data()[3 * i + c];
    }
    for (int round = 0; round < 3; ++round) light = boxed(boxed(light, 60, 44, 1, 0), 60, 44, 0, 1);
    for (std::size_t i = 0; i < light.size(); ++i) {
      const double p = before.data()[3 * i + c];
      const double m = static_cast<double>(scene.matte.data()[i]);
      ASSERT_NEAR(out.data()[3 * i + c], p + m * light[i] * (255 - p) / 255, 1.01);
      lit += out.data()[3 * i + c] > before.data()[3 * i + c] ? 1 : 0;
    }
  }
  EXPECT_GT(lit, 300) << "there is light at the edge";
}

TEST(light_wrap, leaves_what_is_far_from_the_edge) {
  MadeScene scene(400, 300);
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 400; ++x) scene.matte.row(y)[x] = x < 200 ? 1.0F : 0.0F;
  }
  const Image before = scene.drawn("alpha:estimate=off");
  const Image out = scene.drawn("alpha:estimate=off,light_wrap");
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 3 * 400; ++x) {
      if (x < 3 * 170 || x >= 3 * 200) {
        ASSERT_EQ(out.row(y)[x], before.row(y)[x]) << x / 3;
      }
    }
  }
}

/// A grey person before a green wall that shines on it: more, the nearer to the edge.
TEST(despill, takes_the_walls_green_off_and_nothing_else) {
  MadeScene scene(200, 120);
  const auto spill = [](int x) { return x < 100 ? std::max(0.0, 40 - (100.0 - x) * 20) : 0.0; };
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 200; ++x) {
      scene.matte.row(y)[x] = x < 100 ? 1.0F : 0.0F;
      std::uint8_t* pixel = scene.frame.image.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
      pixel[0] = pixel[2] = x < 100 ? 110 : 30;
      pixel[1] = static_cast<std::uint8_t>(x < 100 ? 110 + spill(x) : 190);
    }
  }
  const Image before = scene.drawn("alpha:estimate=off");
  const Image out = scene.drawn("alpha:estimate=off,despill:strength=1");
  const auto tint = [](const Image& image, int x) { return image.row(60)[3 * x + 1] - image.row(60)[3 * x]; };
  EXPECT_GT(tint(before, 99), 15);
  EXPECT_LE(std::abs(tint(out, 99)), tint(before, 99) / 4);
  for (int x = 0; x < 3 * 60; ++x) ASSERT_EQ(out.row(60)[x], before.row(60)[x]);
  for (int x = 3 * 100; x < 3 * 200; ++x) ASSERT_EQ(out.row(60)[x], before.row(60)[x]) << "the new background stays";
}

TEST(despill, a_red_person_before_green_stays_red) {
  MadeScene scene(100, 60);
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 100; ++x) {
      scene.matte.row(y)[x] = x < 50 ? 1.0F : 0.0F;
      std::uint8_t* pixel = scene.frame.image.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
      pixel[0] = x < 50 ? 200 : 30;
      pixel[1] = x < 50 ? 40 : 190;
      pixel[2] = 30;
    }
  }
  const Image before = scene.drawn("alpha:estimate=off");
  const Image out = scene.drawn("alpha:estimate=off,despill:strength=1");
  EXPECT_TRUE(std::equal(out.data(), out.data() + out.size(), before.data()));
}

}  // namespace
}  // namespace segme
