// What sink/image_file writes, capture/image_file reads back: bit for bit where the format promises it.
#include "sink/image_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "capture/image_file.h"
#include "capture/synthetic.h"

namespace segme {
namespace {

Image uneven(int width, int height, int channels) {
  Image image(width, height, channels);
  for (std::size_t i = 0; i < image.size(); ++i) image.data()[i] = static_cast<std::uint8_t>(i * 37 + i / 251 * 11);
  return image;
}

/// RGB of a grey picture, for that is how it is read.
Image as_rgb(const Image& picture) {
  if (picture.channels() != 1) return picture;
  Image rgb(picture.width(), picture.height(), 3);
  for (std::size_t i = 0; i < rgb.size(); ++i) rgb.data()[i] = picture.data()[i / 3];
  return rgb;
}

bool same(const Image& a, const Image& b) {
  return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() &&
         std::equal(a.data(), a.data() + a.size(), b.data());
}

double psnr(const Image& a, const Image& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(double(a.data()[i]) - b.data()[i], 2);
  return 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(a.size()) / std::max(sum, 1e-9));
}

constexpr std::pair<int, int> kSizes[] = {{61, 37}, {1, 1}, {1, 19}, {23, 1}, {2, 3}, {16, 16}, {400, 5}};

TEST(write_image, lossless_formats_keep_every_value_at_every_size_and_effort) {
  for (const char* extension : {".png", ".webp", ".tif", ".TIFF", ".bmp", ".jxl"}) {
    for (const auto& [width, height] : kSizes) {
      for (const int channels : {1, 3, 4}) {
        if (!can_write_extension(extension, channels == 4)) continue;
        const Image picture = uneven(width, height, channels);
        for (const int effort : {0, 3, 6}) {
          const Image back = decode_image(encode_image(picture, extension, {.compression = effort}), "test", true);
          EXPECT_TRUE(same(back, as_rgb(picture))) << extension << " " << width << "x" << height << "x" << channels;
        }
      }
    }
  }
}

TEST(write_image, transparent_pixels_keep_their_colours) {
  Image picture = uneven(20, 20, 4);
  for (std::size_t i = 3; i < picture.size(); i += 4) picture.data()[i] = i % 8 == 3 ? 0 : 255;
  for (const char* extension : {".png", ".webp", ".tif", ".jxl"}) {
    if (!can_write_extension(extension, true)) continue;
    EXPECT_TRUE(same(decode_image(encode_image(picture, extension), "test", true), picture)) << extension;
  }
}

TEST(write_image, lossy_formats_come_close_and_closer_with_quality) {
  Synthetic synthetic({.width = 160, .height = 120, .background = Synthetic::Ground::gradient});
  Frame frame;
  ASSERT_TRUE(synthetic.next(frame));
  for (const char* extension : {".jpg", ".webp", ".avif", ".jxl"}) {
    if (!can_write_extension(extension, false)) continue;
    std::vector<double> closeness;
    std::vector<std::size_t> sizes;
    for (const int quality : {30, 85, 100}) {
      const auto bytes = encode_image(frame.image, extension, {.quality = quality, .lossless = false});
      closeness.push_back(psnr(decode_image(bytes, "test"), frame.image));
      sizes.push_back(bytes.size());
    }
    EXPECT_GT(closeness[0], 24.0) << extension;
    EXPECT_GT(closeness[1], closeness[0]) << extension;
    EXPECT_GT(closeness[2], 34.0) << extension;
    EXPECT_LT(sizes[0], sizes[2]) << extension;
  }
}

TEST(write_image, jpeg_keeps_full_colour_from_quality_90_on) {
  Image picture(64, 64, 3);  // red and blue columns of one pixel: half-resolution colour would mix them
  for (int i = 0; i < 64 * 64; ++i) {
    picture.data()[3 * i] = i % 2 == 0 ? 255 : 0;
    picture.data()[3 * i + 1] = 0;
    picture.data()[3 * i + 2] = i % 2 == 0 ? 0 : 255;
  }
  const auto closeness = [&](int quality) {
    return psnr(decode_image(encode_image(picture, ".jpg", {.quality = quality}), "test"), picture);
  };
  EXPECT_LT(closeness(89), 15.0);
  EXPECT_GT(closeness(90), 25.0);
}

TEST(write_image, lossy_formats_keep_every_value_of_alpha) {
  const Image picture = uneven(32, 32, 4);
  for (const char* extension : {".webp", ".avif", ".jxl"}) {
    if (!can_write_extension(extension, true)) continue;
    const Image back = decode_image(encode_image(picture, extension, {.quality = 90, .lossless = false}), "test", true);
    ASSERT_EQ(back.channels(), 4) << extension;
    for (std::size_t i = 3; i < back.size(); i += 4) ASSERT_EQ(back.data()[i], picture.data()[i]) << extension << i;
  }
}

TEST(write_image, avif_does_not_smear_the_colours_of_thin_lines) {
  if (!can_write_extension(".avif", true)) GTEST_SKIP() << "built without libheif";
  Image picture(64, 64, 3);  // red and blue columns of two pixels: half-resolution colour would mix them
  for (int i = 0; i < 64 * 64; ++i) {
    picture.data()[3 * i] = i % 4 < 2 ? 200 : 40;
    picture.data()[3 * i + 1] = 60;
    picture.data()[3 * i + 2] = i % 4 < 2 ? 40 : 200;
  }
  EXPECT_GT(psnr(decode_image(encode_image(picture, ".avif"), "test"), picture), 32.0);
}

TEST(write_matte, eight_and_sixteen_bits_round_to_nearest) {
  Matte matte(257, 3);
  for (std::size_t i = 0; i < matte.size(); ++i)
    matte.data()[i] = static_cast<float>(i) / static_cast<float>(matte.size() - 1);
  const auto path = std::filesystem::path(testing::TempDir()) / "segme_written_matte";
  for (const char* extension : {".png", ".tif", ".webp", ".bmp", ".jxl", ".avif"}) {
    if (!can_write_extension(extension, false)) continue;
    for (const int bits : {8, 16}) {
      const std::string_view kind = extension;
      if (bits == 16 && kind != ".png" && kind != ".tif" && kind != ".jxl") continue;
      write_file(path, encode_matte(matte, extension, bits));
      const Matte back = read_matte(path);
      ASSERT_EQ(back.width(), 257);
      const float step = bits == 8 ? 1.0f / 255.0f : 1.0f / 65535.0f;
      for (std::size_t i = 0; i < matte.size(); ++i) {
        ASSERT_NEAR(back.data()[i], matte.data()[i], 0.502f * step) << extension << " " << bits;
      }
    }
  }
  std::filesystem::remove(path);
}

TEST(write_matte, what_is_outside_0_to_1_is_brought_inside) {
  Matte matte(4, 1);
  const float values[] = {-1.0f, 2.0f, std::numeric_limits<float>::quiet_NaN(), 0.5f};
  std::copy(std::begin(values), std::end(values), matte.data());
  const Image back = decode_image(encode_matte(matte, ".png", 8), "test");
  EXPECT_EQ(back.data()[0], 0);
  EXPECT_EQ(back.data()[3], 255);
  EXPECT_EQ(back.data()[6], 0);
  EXPECT_EQ(back.data()[9], 128);
}

TEST(write_image, what_a_format_cannot_hold_is_refused_with_a_way_out) {
  const auto code_of = [](const std::function<void()>& work) {
    try {
      work();
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(".png"), std::string::npos) << error.what();
      return error.code();
    }
    return ExitCode::ok;
  };
  const Image rgba = uneven(4, 4, 4);
  Matte matte(4, 4);
  matte.fill(0.5f);
  EXPECT_EQ(code_of([&] { encode_image(rgba, ".jpg"); }), ExitCode::output);
  EXPECT_EQ(code_of([&] { encode_image(rgba, ".bmp"); }), ExitCode::output);
  EXPECT_EQ(code_of([&] { encode_matte(matte, ".jpg", 16); }), ExitCode::output);
  EXPECT_EQ(code_of([&] { encode_image(rgba, ".gif"); }), ExitCode::usage);
  EXPECT_EQ(code_of([&] { encode_image(rgba, ""); }), ExitCode::usage);
  EXPECT_EQ(code_of([&] { encode_image(uneven(16384, 1, 3), ".webp"); }), ExitCode::output);
  EXPECT_EQ(code_of([&] { encode_image(uneven(1, 65501, 3), ".jpg"); }), ExitCode::output);
}

TEST(write_image, the_table_says_what_can_be_written) {
  for (const char* extension : {".png", ".PNG", ".webp", ".tif", ".tiff"})
    EXPECT_TRUE(can_write_extension(extension, true));
  for (const char* extension : {".jpg", ".jpeg", ".bmp"}) {
    EXPECT_TRUE(can_write_extension(extension, false));
    EXPECT_FALSE(can_write_extension(extension, true));
  }
  for (const char* extension : {"", ".", "png", ".jp", ".jpg .jpeg", ".gif", ".tif "}) {
    EXPECT_FALSE(can_write_extension(extension, false)) << extension;
  }
}

TEST(write_image, a_png_says_that_it_is_srgb) {
  const auto bytes = encode_image(uneven(4, 4, 3), ".png");
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_NE(text.find("sRGB"), std::string::npos);
}

}  // namespace
}  // namespace segme
