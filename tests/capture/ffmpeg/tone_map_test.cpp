// capture/ffmpeg/tone_map: laws of the curve, in PQ and HLG.
#include "capture/ffmpeg/tone_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/hdr_curves.h"

namespace segme::ffmpeg {
namespace {

std::array<int, 3> mapped(int transfer, double r, double g, double b) {
  const auto stored = [](double value) { return static_cast<std::uint16_t>(std::lround(value * 65535)); };
  const std::uint16_t pixel[3] = {stored(r), stored(g), stored(b)};
  Image image(1, 1, 3);
  ToneMap(transfer, true).run(pixel, image);
  return {image.data()[0], image.data()[1], image.data()[2]};
}

TEST(capture_tone_map, black_is_black_and_the_brightest_is_white) {
  for (const int transfer : {static_cast<int>(AVCOL_TRC_SMPTE2084), static_cast<int>(AVCOL_TRC_ARIB_STD_B67)}) {
    EXPECT_EQ(mapped(transfer, 0, 0, 0), (std::array{0, 0, 0}));
    for (const int channel : mapped(transfer, 1, 1, 1)) EXPECT_GE(channel, 253);
  }
}

TEST(capture_tone_map, it_never_falls_and_greys_stay_grey) {
  int before = 0;
  for (double value = 0; value <= 1; value += 0.01) {
    const auto [r, g, b] = mapped(AVCOL_TRC_SMPTE2084, value, value, value);
    EXPECT_GE(r, before - 1) << value;
    EXPECT_NEAR(r, g, 1);
    EXPECT_NEAR(r, b, 1);
    before = r;
  }
}

TEST(capture_tone_map, the_white_of_paper_is_bright_and_not_the_brightest) {
  const int paper = mapped(AVCOL_TRC_SMPTE2084, 0.5807, 0.5807, 0.5807)[0];  // 203 nits
  EXPECT_GT(paper, 215);
  EXPECT_LT(paper, 245);
  EXPECT_NEAR(mapped(AVCOL_TRC_ARIB_STD_B67, 0.75, 0.75, 0.75)[0], paper, 6);   // the same, in HLG
  EXPECT_NEAR(mapped(AVCOL_TRC_SMPTE2084, 0.3806, 0.3806, 0.3806)[0], 103, 3);  // 26 nits: middle grey stays what it is
}

/// SDR's linear light (BT.709, 1 is white) as a stored colour of HDR, with white at 203 nits.
std::array<int, 3> mapped_light(int transfer, const Light& light) {
  const Light nits = scaled(to_wide(light), 203);
  const Light stored = transfer == AVCOL_TRC_SMPTE2084 ? to_pq(nits) : to_hlg(nits);
  return mapped(transfer, stored[0], stored[1], stored[2]);
}

constexpr Light kColours[] = {{0.6, 0.32, 0.21}, {0.1, 0.04, 0.02}, {0.5, 0, 0},     {0, 0.5, 0},
                              {0, 0, 0.5},       {0.9, 0.2, 0.2},   {0.2, 0.2, 0.9}, {0.4, 0.4, 0.05}};

TEST(capture_tone_map, hlg_shows_the_colours_that_pq_shows) {
  for (const Light& light : kColours) {
    const auto pq = mapped_light(AVCOL_TRC_SMPTE2084, light), hlg = mapped_light(AVCOL_TRC_ARIB_STD_B67, light);
    for (std::size_t c = 0; c < 3; ++c) {  // 0.5 of 255 is where the last entries of the tables lie
      EXPECT_NEAR(pq[c], hlg[c], std::max(pq[c], hlg[c]) < 12 ? 6 : 2)
          << light[0] << ' ' << light[1] << ' ' << light[2];
    }
  }
}

TEST(capture_tone_map, what_is_darker_than_the_knee_keeps_its_colour) {
  for (const Light& colour : kColours) {
    const Light light = scaled(colour, 0.3);
    const auto seen = mapped_light(AVCOL_TRC_ARIB_STD_B67, light);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(seen[c], 255 * to_srgb(light[c]), light[c] < 0.001 ? 8 : 2.5);
  }
}

TEST(capture_tone_map, alpha_stays) {
  const std::uint16_t pixel[8] = {38000, 38000, 38000, 65535, 38000, 38000, 38000, 0x8080};
  Image image(2, 1, 4);
  ToneMap(AVCOL_TRC_SMPTE2084, true).run(pixel, image);
  EXPECT_EQ(image.data()[3], 255);
  EXPECT_EQ(image.data()[7], 128);
  EXPECT_EQ(image.data()[0], image.data()[4]);
}

}  // namespace
}  // namespace segme::ffmpeg
