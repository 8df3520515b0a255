// render/seamless_clone: what Poisson editing promises: outside the person the background, inside the frame's
// own second differences.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/render/made_scene.h"

namespace segme {
namespace {

/// A textured square, standing on the lower border, before a smooth ramp of middle greys, which leaves room for both.
MadeScene square_scene(int side, int from, int to) {
  MadeScene scene(side, side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      for (int c = 0; c < 3; ++c) {
        scene.frame.image.row(y)[3 * x + c] = static_cast<std::uint8_t>(100 + 12 * ((x / 3 + y / 5 + c) % 4));
        scene.background.row(y)[3 * x + c] = static_cast<std::uint8_t>(110 + 40 * x / side + 10 * c);
      }
      scene.matte.row(y)[x] = x >= from && x < to && y >= from ? 1.0F : 0.0F;
    }
  }
  return scene;
}

int second_difference(const Image& image, int x, int y, int c) {
  const auto at = [&](int u, int v) { return static_cast<int>(image.row(v)[3 * u + c]); };
  return at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
}

TEST(seamless_clone, outside_is_the_background_and_inside_are_the_frames_details) {
  const MadeScene scene = square_scene(120, 40, 80);
  const Image out = scene.drawn("seamless_clone:grow=0");
  int inside = 0;
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 120; ++x) {
      const bool near = x >= 38 && x < 82 && y >= 38;
      const bool deep = x >= 43 && x < 77 && y >= 43 && y < 116;
      for (int c = 0; c < 3; ++c) {
        if (!near) {
          ASSERT_EQ(out.row(y)[3 * x + c], scene.background.row(y)[3 * x + c]) << x << "," << y;
        }
        // Rounding of five pixels.
        if (deep) {
          ASSERT_NEAR(second_difference(out, x, y, c), second_difference(scene.frame.image, x, y, c), 5);
        }
        inside += deep ? 1 : 0;
      }
    }
  }
  EXPECT_GT(inside, 5000);
}

TEST(seamless_clone, a_person_who_floats_is_put_on_the_lower_border) {
  MadeScene scene = square_scene(120, 40, 80);
  for (int y = 60; y < 120; ++y) std::fill_n(scene.matte.row(y), 120, 0.0F);  // rows 40..59 only
  const Image out = scene.drawn("seamless_clone:grow=0");
  const auto differs = [&](int y) {
    for (int i = 3 * 45; i < 3 * 75; ++i) {
      if (out.row(y)[i] != scene.background.row(y)[i]) return true;
    }
    return false;
  };
  EXPECT_FALSE(differs(50));
  EXPECT_TRUE(differs(110));
}

TEST(seamless_clone, a_large_picture_keeps_its_details) {
  const MadeScene scene = square_scene(600, 200, 400);
  const Image exact = scene.drawn("seamless_clone:grow=0,size=600");
  const Image fast = scene.drawn("seamless_clone:grow=0,size=200");
  double error = 0, count = 0;
  for (int y = 220; y < 580; ++y) {
    for (int i = 3 * 220; i < 3 * 380; ++i, ++count) error += std::abs(exact.row(y)[i] - fast.row(y)[i]);
  }
  EXPECT_LT(error / count, 4);
  for (int y = 0; y < 190; ++y) {
    ASSERT_TRUE(std::equal(fast.row(y), fast.row(y) + 3 * 600, scene.background.row(y)));
  }
}

TEST(seamless_clone, nobody_leaves_the_background) {
  MadeScene scene = square_scene(120, 40, 80);
  scene.matte.fill(0);
  const Image out = scene.drawn("seamless_clone");
  EXPECT_TRUE(std::equal(out.data(), out.data() + out.size(), scene.background.data()));
}

}  // namespace
}  // namespace segme
