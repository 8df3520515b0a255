// Colour codes: gAMA, cHRM, sRGB and cICP of PNG, and the numbers of H.273 behind them.
#include "capture/colour_code.h"

#include <gtest/gtest.h>

#include <cmath>

#include "capture/colour_profile.h"
#include "capture/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

using made::Bytes;
using made::PngFile;

Bytes numbers(const std::vector<std::uint32_t>& values) {
  Bytes bytes;
  for (const std::uint32_t value : values) made::big(bytes, value, 4);
  return bytes;
}

const Bytes kSrgbPrimaries = numbers({31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000});
const Bytes kP3Primaries = numbers({31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000});

/// The first pixel of a PNG with one colour and these chunks.
std::array<int, 3> read(const std::array<int, 3>& colour, std::vector<std::pair<std::string, Bytes>> chunks,
                        int bits = 8, int colour_type = 2) {
  PngFile file{.width = 2, .height = 2, .bits = bits, .colour_type = colour_type};
  file.chunks = std::move(chunks);
  file.sample = [&](int, int, int c) { return colour[static_cast<std::size_t>(c)]; };
  const Image decoded = decode_image(made::png(file), "x.png");
  return {decoded.row(0)[0], decoded.row(0)[1], decoded.row(0)[2]};
}

int srgb_of(double light) {
  return static_cast<int>(
      std::lround(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055)));
}

void expect_near(const std::array<int, 3>& got, const std::array<int, 3>& wanted, int off = 1) {
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(got[c], wanted[c], off) << "channel " << c;
}

TEST(colour_code, linear_values_become_srgb) {
  for (const int value : {0, 1, 20, 128, 200, 255}) {
    const int wanted = srgb_of(value / 255.0);
    expect_near(read({value, value, value}, {{"gAMA", numbers({100000})}}), {wanted, wanted, wanted});
    expect_near(read({value, 0, 0}, {{"gAMA", numbers({100000})}}, 8, 0), {wanted, wanted, wanted});
  }
  const int dark = srgb_of(100 / 65535.0);  // 8 bits would make it 0
  expect_near(read({100, 100, 100}, {{"gAMA", numbers({100000})}}, 16), {dark, dark, dark}, 0);
}

TEST(colour_code, what_says_srgb_changes_nothing) {
  const std::array<int, 3> colour = {10, 100, 200};
  EXPECT_EQ(read(colour, {{"gAMA", numbers({45455})}}), colour);
  EXPECT_EQ(read(colour, {{"gAMA", numbers({45455})}, {"cHRM", kSrgbPrimaries}}), colour);
  EXPECT_EQ(read(colour, {{"sRGB", {0}}, {"gAMA", numbers({100000})}}), colour) << "sRGB comes before gAMA";
  EXPECT_EQ(read(colour, {{"cICP", {1, 13, 0, 1}}, {"gAMA", numbers({100000})}}), colour) << "and cICP before all";
  EXPECT_EQ(read(colour, {{"gAMA", numbers({0})}}), colour) << "no number";
  EXPECT_EQ(read(colour, {{"cHRM", Bytes(32, 0)}}), colour) << "no colours";
}

TEST(colour_code, wide_primaries_are_brought_to_srgb) {
  const auto display_p3 = read({200, 100, 100}, {{"gAMA", numbers({45455})}, {"cHRM", kP3Primaries}});
  // Display P3 (200, 100, 100) is sRGB (215, 93, 97).
  expect_near(display_p3, {215, 93, 97}, 1);
  EXPECT_EQ(read({200, 100, 100}, {{"cICP", {12, 13, 0, 1}}}), display_p3);
  expect_near(read({128, 128, 128}, {{"cHRM", kP3Primaries}}), {128, 128, 128});
}

TEST(colour_code, high_dynamic_range_shows_white_paper_nearly_white) {
  const auto value = [](double light) {  // SMPTE ST 2084, light in cd/m2
    const double y = std::pow(light / 10000, 2610.0 / 16384);
    return static_cast<int>(std::lround(65535 * std::pow((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375)));
  };
  const auto pq = [&](double light) {
    const int v = value(light);
    return read({v, v, v}, {{"cICP", {9, 16, 0, 1}}}, 16);
  };
  expect_near(pq(0), {0, 0, 0});
  const int grey = srgb_of(0.18);
  expect_near(pq(0.18 * 203), {grey, grey, grey});  // 18 % grey stays what it is
  const int paper = pq(203)[0];
  EXPECT_GT(paper, 235);
  EXPECT_GE(pq(1000)[0], paper);
  EXPECT_EQ(pq(10000)[0], 255);
  const auto hlg = read({49151, 49151, 49151}, {{"cICP", {9, 18, 0, 1}}}, 16);  // 75 %: its white paper
  EXPECT_NEAR(hlg[0], paper, 3);
}

TEST(colour_code, alpha_is_kept) {
  PngFile file{.width = 1, .height = 1, .bits = 16, .colour_type = 6};
  file.chunks = {{"gAMA", numbers({100000})}};
  file.sample = [](int, int, int c) { return c == 3 ? 32896 : 65535; };
  const Image decoded = decode_image(made::png(file), "x.png", true);
  ASSERT_EQ(decoded.channels(), 4);
  EXPECT_EQ(Bytes(decoded.data(), decoded.data() + 4), (Bytes{255, 255, 255, 128}));
}

TEST(colour_code, every_number_of_the_standard_gives_colours) {
  for (int primaries = 0; primaries < 256; ++primaries) {
    for (int transfer = 0; transfer < 256; ++transfer) {
      const auto transform = make_colour_transform(colour_code(primaries, transfer), PixelKind::rgb);
      if (!transform) continue;
      const std::uint8_t white[] = {255, 255, 255}, black[] = {0, 0, 0};
      std::uint8_t to[3];
      transform->convert(white, to, 1);
      EXPECT_NEAR(to[0], 255, 1) << primaries << " " << transfer;
      EXPECT_NEAR(to[2], 255, 1) << primaries << " " << transfer;
      transform->convert(black, to, 1);
      EXPECT_EQ(to[1], 0);
    }
  }
}

}  // namespace
}  // namespace segme
