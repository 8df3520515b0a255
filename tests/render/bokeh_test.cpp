// render/bokeh and blur: the disc is one, highlights shine, and nothing of the person is in it.
#include <gtest/gtest.h>

#include <cmath>

#include "render/background.h"

namespace segme {
namespace {

Frame dark(int width, int height) {
  Frame frame;
  frame.image.resize(width, height, 3);
  frame.image.fill(20);
  return frame;
}

TEST(bokeh, a_bright_point_becomes_a_bright_disc) {
  Frame frame = dark(160, 121);  // 5 % of 160 is a radius of 8: computed at the picture's own size
  for (int c = 0; c < 3; ++c) frame.image.row(60)[3 * 80 + c] = 255;
  Matte nobody(160, 121);
  nobody.fill(0);
  const Image out = make_background_kind("bokeh:strength=5,highlights=1")->draw(frame, nobody);
  const int inside = out.row(60)[3 * 80];
  for (int y = 0; y < 121; ++y) {
    for (int x = 0; x < 160; ++x) {
      const double away = std::hypot(x - 80, y - 60);
      if (away < 6.5) {
        ASSERT_NEAR(out.row(y)[3 * x], inside, 2) << x << "," << y;
      }
      if (away > 9.5) {
        ASSERT_EQ(out.row(y)[3 * x], 20) << x << "," << y;
      }
    }
  }
  const Image flat = make_background_kind("bokeh:strength=5,highlights=0")->draw(frame, nobody);
  EXPECT_GT(inside, 40) << "it shines";
  EXPECT_LT(flat.row(60)[3 * 80], 23) << "without highlights a point is only one of two hundred";
}

TEST(blurs, a_bright_person_does_not_glow_into_the_background) {
  for (const char* kind : {"blur", "bokeh", "blur:strength=0.1", "bokeh:strength=10"}) {
    for (const int side : {40, 400}) {
      Frame frame = dark(side, side);
      Matte matte(side, side);
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          matte.row(y)[x] = x < side / 2 ? 1.0F : 0.0F;
          for (int c = 0; c < 3; ++c) frame.image.row(y)[3 * x + c] = x < side / 2 ? 255 : 20;
        }
      }
      const Image out = make_background_kind(kind)->draw(frame, matte);
      ASSERT_EQ(out.width(), side);
      // Reduced pixels lie across the edge: two of them may.
      const int from = side / 2 + side / 10;
      for (int y = 0; y < side; ++y) {
        for (int x = from; x < side; ++x) ASSERT_NEAR(out.row(y)[3 * x], 20, 3) << kind << " " << x;
      }
    }
  }
}

TEST(blurs, a_flat_picture_stays_flat) {
  for (const char* kind : {"blur", "bokeh"}) {
    Matte nobody(333, 222);
    nobody.fill(0);
    const Image out = make_background_kind(kind)->draw(dark(333, 222), nobody);
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_EQ(out.data()[i], 20) << kind;
  }
}

}  // namespace
}  // namespace segme
