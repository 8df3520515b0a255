// render/harmony and harmonise: what the net's numbers mean, and that it puts a photograph right whose person was
// changed.
#include "render/harmony.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "capture/image_file.h"
#include "tests/render/made_scene.h"

namespace segme {
namespace {

TEST(harmony, a_palette_has_means_spreads_and_quantiles) {
  // Lightness 0..99 evenly, a = 10 throughout, b = -20 or 20.
  std::vector<float> values(300), ones(100, 1.0F);
  for (std::size_t i = 0; i < 100; ++i) {
    values[i] = static_cast<float>(i) + 0.5F;
    values[100 + i] = 10;
    values[200 + i] = i % 2 == 0 ? -20.0F : 20.0F;
  }
  const LabRow row{values.data(), values.data() + 100, values.data() + 200};
  const Palette palette = make_palette(row, ones.data(), 100);
  EXPECT_NEAR(palette.mean[0], 50, 0.01F);
  EXPECT_NEAR(palette.values[1], 28.87F / 20, 0.01F);
  EXPECT_NEAR(palette.values[2], (5.0F - 50) / 30, 0.05F);   // 5 %
  EXPECT_NEAR(palette.values[6], (95.0F - 50) / 30, 0.05F);  // 95 %
  EXPECT_NEAR(palette.mean[1], 10, 0.01F);
  EXPECT_NEAR(palette.values[8], 0, 0.01F) << "a does not vary";
  EXPECT_NEAR(palette.values[13], 1, 0.01F) << "the spread of b";
  // Weights choose.
  for (std::size_t i = 0; i < 100; ++i) ones[i] = i % 2 == 0 ? 1.0F : 0.0F;
  EXPECT_NEAR(make_palette(row, ones.data(), 100).mean[2], -20, 0.01F);
}

TEST(harmony, the_last_bits_of_a_colour_do_not_matter) {
  // A grey wall and a grey person: a and b are 0, or a little beside it, as the processor rounds.
  for (const float value : {0.0F, 50.0F, 12.5F}) {
    const float below = value - 2e-5F;
    const float above = value + 2e-5F;
    std::vector<float> ones(64, 1.0F), low(64, below), high(64, above);
    const Palette first = make_palette({low.data(), low.data(), low.data()}, ones.data(), 64);
    const Palette second = make_palette({high.data(), high.data(), high.data()}, ones.data(), 64);
    for (int i = 0; i < kPalette; ++i) EXPECT_NEAR(first.values[i], second.values[i], 1e-4F) << value << " " << i;
  }
}

TEST(harmony, no_weights_are_no_change_and_outputs_are_gain_and_shift) {
  const std::vector<float> none(kHarmonyWeights, 0.0F);
  HarmonyRun run{};
  run_harmony(none, run);
  Palette palette;
  palette.mean[0] = 40;
  float scale[3], offset[3];
  read_harmony(run, palette, 1, scale, offset);
  EXPECT_EQ(scale[0], 1);
  EXPECT_EQ(offset[0], 0);
  run.layers[3][0] = 2 * std::log(1.5F);
  run.layers[3][1] = 0.25F;
  read_harmony(run, palette, 1, scale, offset);
  EXPECT_NEAR(40 * scale[0] + offset[0], 45, 1e-3F) << "the mean is only shifted";
  EXPECT_NEAR(scale[0], 1.5F, 1e-4F);
}

/// The astronaut, darkened or tinted; error to the truth over the inner part of the person.
double error_of(const Image& image, const Image& truth, const Matte& matte) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    if (matte.data()[i / 3] < 0.5F) continue;
    sum += std::pow(image.data()[i] - truth.data()[i], 2);
    ++count;
  }
  return sum / count;
}

TEST(harmonise, puts_right_a_person_who_was_made_dark_or_warm) {
  const Image photo = read_image(SEGME_SOURCE_DIR "/samples/astronaut.png");
  Matte matte(512, 512);
  for (int y = 0; y < 512; ++y) {
    for (int x = 0; x < 512; ++x) {
      const bool head = std::hypot((x - 225) / 75.0, (y - 110) / 95.0) < 1;
      const bool body = y > 200 && x > 60 && x < 350;
      matte.row(y)[x] = head || body ? 1.0F : 0.0F;
    }
  }
  for (const std::array<double, 3>& change : {std::array{0.55, 0.55, 0.55}, std::array{1.3, 1.0, 0.7}}) {
    Frame frame;
    frame.image = photo;
    for (std::size_t i = 0; i < photo.size(); ++i) {
      if (matte.data()[i / 3] < 0.5F) continue;
      frame.image.data()[i] = static_cast<std::uint8_t>(std::min(255.0, photo.data()[i] * change[i % 3] + 0.5));
    }
    Image out;
    make_renderer("alpha:estimate=off,harmonise", std::make_shared<Picture>(photo, Fit::fill))
        ->render(frame, matte, out);
    EXPECT_LT(error_of(out, photo, matte), 0.65 * error_of(frame.image, photo, matte)) << change[0] << " " << change[2];
  }
}

TEST(harmonise, strength_0_and_nobody_change_nothing) {
  MadeScene scene;
  const Image before = scene.drawn("alpha");
  const Image out = scene.drawn("harmonise:strength=0");
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out.data()[i], before.data()[i], 1);
  scene.matte.fill(0);
  const Image nobody = scene.drawn("harmonise");
  EXPECT_TRUE(std::equal(nobody.data(), nobody.data() + nobody.size(), scene.background.data()));
}

}  // namespace
}  // namespace segme
