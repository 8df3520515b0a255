// capture/ffmpeg/tone_map: laws of the curve, in PQ and HLG.
#include "capture/ffmpeg/tone_map.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

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

}  // namespace
}  // namespace segme::ffmpeg
