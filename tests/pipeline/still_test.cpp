// A picture that has transparent places: its alpha is multiplied into the matte, what is drawn has the stored colours,
// and cutting a cut-out again leaves no white rim. The net takes the red channel for the matte (tests/data/red).
#include "pipeline/still.h"

#include <gtest/gtest.h>

#include <cmath>

#include "recipe/recipe.h"

namespace segme {
namespace {

Recipe red(const std::string& render, const std::string& background = "none") {
  Recipe options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = "none";
  options.render = render;
  options.background = background;
  options.engine.threads = 1;
  options.engine.cache = false;
  return options;
}

/// Alpha of each column of the test's picture: nothing, rising, all.
int alpha_of(int x) { return x < 16 ? 0 : x < 48 ? (x - 16) * 8 : 255; }

/// Red 255, green 40 and blue 10, and where nothing can be seen a loud green.
Image picture() {
  Image image(64, 64, 4);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const int alpha = alpha_of(x);
      const std::uint8_t pixel[] = {static_cast<std::uint8_t>(alpha == 0 ? 0 : 255),
                                    static_cast<std::uint8_t>(alpha == 0 ? 255 : 40), 10,
                                    static_cast<std::uint8_t>(alpha)};
      std::copy_n(pixel, 4, image.row(y) + static_cast<std::ptrdiff_t>(4) * x);
    }
  }
  return image;
}

TEST(still, alpha_is_multiplied_into_the_matte) {
  Frame frame;
  set_picture(frame, picture());
  Pipeline pipeline = make_pipeline(red("cutout"));
  const Matte& matte = pipeline.matte(frame);  // red is 255 everywhere, on white too
  for (int x = 0; x < 64; ++x) EXPECT_NEAR(matte.row(32)[x], static_cast<float>(alpha_of(x)) / 255, 0.005F) << x;
}

TEST(still, a_cut_out_cut_again_keeps_its_colours) {
  for (const char* render : {"cutout", "cutout:estimate=off"}) {
    Frame frame;
    set_picture(frame, picture());
    Pipeline pipeline = make_pipeline(red(render));
    Image cut;
    pipeline.process(frame, cut);
    ASSERT_EQ(cut.channels(), 4);
    for (int x = 0; x < 64; ++x) {
      const std::uint8_t* pixel = cut.row(32) + static_cast<std::ptrdiff_t>(4) * x;
      EXPECT_NEAR(pixel[3], alpha_of(x), 1) << render << " " << x;
      if (pixel[3] == 0) continue;
      EXPECT_EQ(pixel[0], 255) << render << " " << x;
      EXPECT_EQ(pixel[1], 40) << render << " " << x;
      EXPECT_EQ(pixel[2], 10) << render << " " << x;
    }
  }
}

/// What stands on a black background: neither white nor the hidden green may be in it.
TEST(still, every_renderer_over_a_background_takes_the_stored_colours) {
  for (const char* render : {"alpha", "alpha:estimate=off", "colour_transfer:strength=0", "smooth_step:low=0,high=1"}) {
    Frame frame;
    set_picture(frame, picture());
    Pipeline pipeline = make_pipeline(red(render, "#000000"));
    Image drawn;
    pipeline.process(frame, drawn);
    for (int x = 0; x < 64; ++x) {
      const std::uint8_t* pixel = drawn.row(32) + static_cast<std::ptrdiff_t>(3) * x;
      const float share = static_cast<float>(pixel[0]) / 255;
      EXPECT_NEAR(static_cast<float>(pixel[1]), 40 * share, 2.5F) << render << " " << x;
      EXPECT_NEAR(static_cast<float>(pixel[2]), 10 * share, 2.5F) << render << " " << x;
      EXPECT_TRUE(alpha_of(x) > 0 || pixel[0] == 0) << render << " " << x;
    }
  }
}

TEST(still, nothing_hidden_is_seen) {
  Frame frame;
  set_picture(frame, picture());
  EXPECT_EQ(frame.image.row(3)[0], 255) << "nets and refiners see white";
  EXPECT_EQ(frame.image.row(3)[1], 255);
  for (int x = 0; x < 64; ++x) EXPECT_LE(frame.colours.row(3)[3 * x + 1], 41) << x;
}

TEST(still, an_opaque_picture_is_only_its_image) {
  Image opaque = picture();
  for (std::size_t i = 3; i < opaque.size(); i += 4) opaque.data()[i] = 255;
  Frame frame;
  set_picture(frame, picture());
  set_picture(frame, opaque);
  EXPECT_TRUE(frame.alpha.empty());
  EXPECT_TRUE(frame.colours.empty());
  EXPECT_EQ(frame.image.channels(), 3);
  EXPECT_EQ(&frame.person(), &frame.image);
  EXPECT_EQ(frame.image.row(0)[1], 255);
  set_picture(frame, Image());
  EXPECT_TRUE(frame.image.empty());
}

}  // namespace
}  // namespace segme
