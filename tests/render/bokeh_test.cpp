// render/bokeh and blur: the disc is one, highlights shine, and nothing of the person is in it.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

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

/// Where a row of a blurred step from black to white crosses `value`, in pixels.
double crossing(const Image& image, double value) {
  const std::uint8_t* row = image.row(image.height() / 2);
  for (int x = 1; x < image.width(); ++x) {
    if (row[3 * x] < value) continue;
    const double before = row[3 * (x - 1)];
    return x - 1 + (value - before) / (row[3 * x] - before);
  }
  return image.width();
}

TEST(blurs, a_step_is_as_wide_as_the_strength_says_and_near_the_gaussian) {
  Matte nobody(640, 480);
  nobody.fill(0);
  Frame frame = dark(640, 480);
  for (int y = 0; y < 480; ++y) {
    for (int x = 0; x < 640; ++x) {
      for (int c = 0; c < 3; ++c) frame.image.row(y)[3 * x + c] = x < 320 ? 0 : 255;
    }
  }
  for (const double strength : {1.0, 2.0, 5.0}) {
    const double sigma = 6.4 * strength;
    const Image out = make_background_kind("blur:strength=" + std::to_string(strength))->draw(frame, nobody);
    // A Gaussian's step has 68.27 % of its height within a sigma to both sides. Three boxes have a little less, and the
    // way to the small picture and back blurs a little, too.
    const double width = crossing(out, 255 * 0.8413) - crossing(out, 255 * 0.1587);
    EXPECT_NEAR(width / (2 * sigma), 1, 0.07) << strength;
    for (int x = 0; x < 640; ++x) {
      const double exact = 127.5 * (1 + std::erf((x + 0.5 - 320) / sigma / std::sqrt(2.0)));
      ASSERT_NEAR(out.row(240)[3 * x], exact, 5) << strength << " at " << x;
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
