// render: shadows and outlines around a person whose matte is known.
#include <gtest/gtest.h>

#include <cmath>

#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

constexpr int kWidth = 120;
constexpr int kHeight = 90;

/// A grey frame with a person who stands from (40, 20) to (60, 80), in front of white.
struct Standing {
  Frame frame;
  Matte matte{kWidth, kHeight};
  Image white{kWidth, kHeight, 3};
  Standing() {
    frame.image.resize(kWidth, kHeight, 3);
    frame.image.fill(90);
    white.fill(255);
    matte.fill(0);
    for (int y = 20; y < 80; ++y) std::fill_n(matte.row(y) + 40, 20, 1.0F);
  }
  [[nodiscard]] Image drawn(const std::string& chain, bool behind) const {
    Image out;
    make_renderer(chain, behind ? std::make_shared<Picture>(white, Fit::fill) : nullptr)->render(frame, matte, out);
    return out;
  }
  static const std::uint8_t* at(const Image& picture, int x, int y) { return picture.row(y) + x * picture.channels(); }
};

TEST(shadow, a_soft_one_falls_to_the_right_and_down_and_leaves_the_person) {
  const Standing scene;
  const Image out = scene.drawn("shadow:right=5,down=5,width=1,strength=0.5", true);
  EXPECT_EQ(Standing::at(out, 50, 50)[0], 90) << "the person";
  EXPECT_NEAR(Standing::at(out, 63, 60)[0], 128, 12) << "beside the person, in the shadow";
  EXPECT_EQ(Standing::at(out, 30, 50)[0], 255) << "on the other side there is none";
  EXPECT_EQ(Standing::at(out, 110, 5)[0], 255);
}

TEST(shadow, its_strength_is_how_dark_it_is) {
  const Standing scene;
  int before = 256;
  for (const char* strength : {"0", "0.3", "0.6", "1"}) {
    const int value =
        *Standing::at(scene.drawn(std::string("shadow:right=5,width=1,strength=") + strength, true), 63, 60);
    EXPECT_LT(value, before) << strength;
    before = value;
  }
  EXPECT_EQ(*Standing::at(scene.drawn("shadow:strength=0", true), 63, 60), 255);
}

TEST(shadow, contact_lies_below_the_feet_and_nowhere_else) {
  const Standing scene;
  const Image out = scene.drawn("shadow:kind=contact,width=1", true);
  EXPECT_LT(Standing::at(out, 50, 80)[0], 200);
  EXPECT_EQ(Standing::at(out, 63, 40)[0], 255);
  EXPECT_EQ(Standing::at(out, 50, 50)[0], 90);
}

TEST(shadow, of_a_cut_out_is_black_with_alpha_and_gives_the_composite) {
  const Standing scene;
  const Image cut = scene.drawn("shadow:right=5,width=1", false);
  const Image whole = scene.drawn("shadow:right=5,width=1", true);
  ASSERT_EQ(cut.channels(), 4);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const std::uint8_t* pixel = Standing::at(cut, x, y);
      const double over = (pixel[0] * pixel[3] + 255.0 * (255 - pixel[3])) / 255;
      ASSERT_NEAR(over, Standing::at(whole, x, y)[0], 2) << x << " " << y;
    }
  }
}

TEST(shadow, where_nobody_is_there_is_none) {
  Standing scene;
  scene.matte.fill(0);
  for (const char* kind : {"soft", "contact"}) {
    const Image out = scene.drawn(std::string("shadow:kind=") + kind, true);
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_EQ(out.data()[i], 255) << kind;
  }
}

TEST(outline, is_as_wide_as_asked_for_on_every_side) {
  const Standing scene;
  const Image out = scene.drawn("outline:colour=#ff0000,width=5", true);  // 5 of 120 pixels: 6
  const auto red = [&](int x, int y) { return Standing::at(out, x, y)[0] > 250 && Standing::at(out, x, y)[1] < 5; };
  for (const auto& [x, y] : {std::pair{35, 50}, {64, 50}, {50, 15}, {50, 84}}) EXPECT_TRUE(red(x, y)) << x << " " << y;
  for (const auto& [x, y] : {std::pair{32, 50}, {67, 50}, {50, 12}, {50, 87}, {34, 14}}) {
    EXPECT_EQ(Standing::at(out, x, y)[1], 255) << x << " " << y;
  }
  EXPECT_EQ(Standing::at(out, 50, 50)[0], 90) << "the person";
}

TEST(outline, of_a_cut_out_is_opaque) {
  const Standing scene;
  const Image out = scene.drawn("outline:colour=#00ff00,width=5", false);
  const std::uint8_t* line = Standing::at(out, 35, 50);
  EXPECT_EQ(line[1], 255);
  EXPECT_EQ(line[3], 255);
  EXPECT_EQ(Standing::at(out, 5, 5)[3], 0);
  EXPECT_EQ(Standing::at(out, 50, 50)[0], 90);
}

TEST(outline, distances_are_exact) {
  Standing scene;
  scene.matte.fill(0);
  scene.matte.row(45)[60] = 1;
  const Image out = scene.drawn("outline:colour=black,width=10", true);  // 12 pixels
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      if (x == 60 && y == 45) continue;
      const double distance = std::hypot(x - 60, y - 45);
      const double line = std::clamp(12.5 - distance, 0.0, 1.0);
      ASSERT_NEAR(Standing::at(out, x, y)[0], 255 * (1 - line), 1) << x << " " << y;
    }
  }
}

TEST(outline, a_colour_that_is_none_is_refused) { EXPECT_THROW(make_renderer("outline:colour=#12"), Error); }

}  // namespace
}  // namespace segme
