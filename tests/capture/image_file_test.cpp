// Depths, kinds and orientations of picture files: known pixels in, the same pixels out, upright and in 8 bits.
#include "capture/image_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "sink/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

using made::Bytes;
using made::PngFile;
using made::TiffFile;

/// A test that each format runs, with the stored picture made by `file` and told its orientation.
void expect_upright_in_all_orientations(const std::function<Bytes(const Image& stored, int orientation)>& file) {
  const Image upright = made::uneven(21, 34, 3);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image stored = made::as_stored(upright, orientation);
    ImageInfo info;
    const Image decoded = decode_image(file(stored, orientation), "test", false, &info);
    EXPECT_TRUE(made::same(decoded, upright)) << "orientation " << orientation;
    EXPECT_EQ(info.orientation, orientation);
    EXPECT_EQ(info.file_width, stored.width());
    EXPECT_EQ(info.file_height, stored.height());
  }
}

TEST(image_file, a_png_comes_upright_in_every_orientation) {
  expect_upright_in_all_orientations([](const Image& stored, int orientation) {
    PngFile file{.width = stored.width(), .height = stored.height()};
    file.exif_block = made::exif(orientation);
    file.sample = [&](int x, int y, int c) { return stored.row(y)[3 * x + c]; };
    return made::png(file);
  });
}

TEST(image_file, a_webp_comes_upright_in_every_orientation) {
  if (!can_write_extension(".webp", true)) GTEST_SKIP() << "built without libwebp";
  expect_upright_in_all_orientations([](const Image& stored, int orientation) {
    return made::webp_with(encode_image(stored, ".webp"), stored.width(), stored.height(), made::exif(orientation), {});
  });
}

TEST(image_file, a_tiff_comes_upright_in_every_orientation) {
  for (const bool planes : {false, true}) {  // planes go through libtiff's own reader
    expect_upright_in_all_orientations([planes](const Image& stored, int orientation) {
      TiffFile file{.width = stored.width(), .height = stored.height(), .orientation = orientation, .planes = planes};
      file.sample = [&](int x, int y, int c) { return stored.row(y)[3 * x + c]; };
      return made::tiff(file);
    });
  }
}

TEST(image_file, a_jpeg_comes_upright_in_every_orientation) {
  const Image picture = made::uneven(37, 22, 3);
  const Bytes jpeg = encode_image(picture, ".jpg");
  const Image plain = decode_image(jpeg, "test.jpg");
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image turned = decode_image(made::with_exif(jpeg, orientation), "test.jpg");
    EXPECT_TRUE(made::same(made::as_stored(turned, orientation), plain)) << orientation;
  }
}

TEST(image_file, an_exif_block_behind_the_pixels_of_a_png_turns_it) {
  expect_upright_in_all_orientations([](const Image& stored, int orientation) {
    PngFile file{.width = stored.width(), .height = stored.height()};
    file.exif_block = made::exif(orientation);
    file.exif_last = true;
    file.sample = [&](int x, int y, int c) { return stored.row(y)[3 * x + c]; };
    return made::png(file);
  });
}

TEST(image_file, an_orientation_stored_as_a_long_turns_every_kind) {
  const Image upright = made::uneven(21, 34, 3);
  const Image stored = made::as_stored(upright, 6);
  const auto sample = [&](int x, int y, int c) { return stored.row(y)[3 * x + c]; };
  PngFile png{.width = stored.width(), .height = stored.height()};
  png.exif_block = made::exif(6, made::kLong);
  png.sample = sample;
  TiffFile tiff{.width = stored.width(), .height = stored.height(), .orientation = 6};
  tiff.orientation_kind = made::kLong;
  tiff.sample = sample;
  EXPECT_TRUE(made::same(decode_image(made::png(png), "test.png"), upright));
  EXPECT_TRUE(made::same(decode_image(made::tiff(tiff), "test.tif"), upright));
  tiff.big_endian = true;
  EXPECT_TRUE(made::same(decode_image(made::tiff(tiff), "test.tif"), upright));
  const Bytes jpeg = encode_image(stored, ".jpg");
  EXPECT_TRUE(made::same(decode_image(made::with_exif(jpeg, 6, made::kLong), "test.jpg"),
                         decode_image(made::with_exif(jpeg, 6), "test.jpg")));
  if (!can_write_extension(".webp", true)) return;
  const Bytes webp =
      made::webp_with(encode_image(stored, ".webp"), stored.width(), stored.height(), made::exif(6, made::kLong), {});
  EXPECT_TRUE(made::same(decode_image(webp, "test.webp"), upright));
}

TEST(image_file, a_broken_exif_block_turns_nothing) {
  const Image picture = made::uneven(8, 5, 3);
  const Bytes jpeg = encode_image(picture, ".jpg");
  Bytes payload;
  made::append(payload, std::string_view("Exif\0\0", 6));
  made::append(payload, made::exif(6));
  for (std::size_t length = 0; length < payload.size(); ++length) {
    const Image decoded = decode_image(made::with_segment(jpeg, 0xE1, std::span(payload).first(length)), "test.jpg");
    EXPECT_EQ(decoded.size(), picture.size());
  }
  EXPECT_EQ(decode_image(made::with_exif(jpeg, 9), "test.jpg").width(), 8);
  EXPECT_EQ(decode_image(made::with_exif(jpeg, 0), "test.jpg").width(), 8);
}

TEST(image_file, sixteen_bits_are_rounded_to_eight) {
  const auto value = [](int x, int y) { return y * 256 + x; };  // every value there is
  PngFile png{.width = 256, .height = 256, .bits = 16, .colour_type = 0};
  png.sample = [&](int x, int y, int) { return value(x, y); };
  TiffFile tiff{.width = 256, .height = 256, .bits = 16, .samples = 1, .photometric = 1};
  tiff.sample = png.sample;
  TiffFile other_order = tiff;
  other_order.big_endian = true;
  for (const Bytes& file : {made::png(png), made::tiff(tiff), made::tiff(other_order)}) {
    ImageInfo info;
    const Image decoded = decode_image(file, "test", false, &info);
    EXPECT_EQ(info.bits, 16);
    int wrong = 0;
    for (int y = 0; y < 256; ++y) {
      for (int x = 0; x < 256; ++x) wrong += decoded.row(y)[3 * x + 1] != std::lround(value(x, y) * 255.0 / 65535.0);
    }
    EXPECT_EQ(wrong, 0);
  }
}

TEST(image_file, a_png_of_few_bits_is_spread_over_the_whole_range) {
  for (const int bits : {1, 2, 4}) {
    const int largest = (1 << bits) - 1;
    PngFile file{.width = 13, .height = 3, .bits = bits, .colour_type = 0};
    file.sample = [&](int x, int y, int) { return (x + y) % (largest + 1); };
    const Image decoded = decode_image(made::png(file), "test.png");
    for (int x = 0; x < 13; ++x) EXPECT_EQ(decoded.row(1)[3 * x], (x + 1) % (largest + 1) * 255 / largest);
  }
}

TEST(image_file, a_png_palette_is_looked_up_with_its_transparency) {
  for (const int bits : {1, 2, 4, 8}) {
    PngFile file{.width = 11, .height = 2, .bits = bits, .colour_type = 3};
    file.palette = {10, 20, 30, 200, 150, 100};
    file.transparency = {255, 51};
    file.sample = [](int x, int y, int) { return (x + y) % 2; };
    ImageInfo info;
    const Image decoded = decode_image(made::png(file), "test.png", true, &info);
    ASSERT_EQ(decoded.channels(), 4);
    EXPECT_TRUE(info.had_alpha);
    const Bytes pixel(decoded.row(0) + 4, decoded.row(0) + 8);
    EXPECT_EQ(pixel, (Bytes{200, 150, 100, 51}));
    const Image flat = decode_image(made::png(file), "test.png");
    EXPECT_EQ(flat.channels(), 3);
    EXPECT_EQ(flat.row(0)[3], 244);  // 200 at a fifth over white
    EXPECT_EQ(flat.row(0)[0], 10);
  }
}

TEST(image_file, a_transparent_colour_of_a_png_becomes_alpha) {
  PngFile file{.width = 4, .height = 1, .colour_type = 0};
  file.transparency = {0, 2};
  file.sample = [](int x, int, int) { return x; };
  const Image decoded = decode_image(made::png(file), "test.png", true);
  ASSERT_EQ(decoded.channels(), 4);
  for (int x = 0; x < 4; ++x) EXPECT_EQ(decoded.row(0)[4 * x + 3], x == 2 ? 0 : 255);
}

TEST(image_file, grey_with_alpha_becomes_rgb_with_alpha) {
  for (const int bits : {8, 16}) {
    const int one = bits == 8 ? 1 : 257;
    PngFile png{.width = 5, .height = 4, .bits = bits, .colour_type = 4};
    png.sample = [one](int x, int y, int c) { return one * (c == 0 ? 40 * x : 60 * y); };
    TiffFile tiff{.width = 5, .height = 4, .bits = bits, .samples = 2, .photometric = 1, .extra = 2};
    tiff.sample = png.sample;
    for (const Bytes& file : {made::png(png), made::tiff(tiff)}) {
      const Image decoded = decode_image(file, "test", true);
      ASSERT_EQ(decoded.channels(), 4);
      const Bytes pixel(decoded.row(2) + 4 * 3, decoded.row(2) + 4 * 4);
      EXPECT_EQ(pixel, (Bytes{120, 120, 120, 120}));
    }
  }
}

TEST(image_file, an_interlaced_png_equals_a_plain_one) {
  for (const int bits : {8, 16}) {
    for (const auto& [width, height] : {std::pair{19, 23}, {1, 1}, {3, 1}, {1, 9}}) {
      PngFile file{.width = width, .height = height, .bits = bits, .colour_type = 6};
      file.sample = [](int x, int y, int c) { return (x * 50 + y * 11 + c * 90) % 256; };
      const Image plain = decode_image(made::png(file), "test.png", true);
      file.interlaced = true;
      EXPECT_TRUE(made::same(decode_image(made::png(file), "test.png", true), plain));
    }
  }
}

TEST(image_file, tiles_strips_and_planes_of_a_tiff_hold_the_same_picture) {
  TiffFile file{.width = 37, .height = 21};
  file.sample = [](int x, int y, int c) { return (x * 7 + y * 13 + c * 50) % 256; };
  const Image strips = decode_image(made::tiff(file), "test.tif");
  EXPECT_EQ(strips.row(4)[3 * 5 + 2], (5 * 7 + 4 * 13 + 100) % 256);
  file.tile = 16;
  EXPECT_TRUE(made::same(decode_image(made::tiff(file), "test.tif"), strips));
  file.tile = 0;
  file.planes = true;
  EXPECT_TRUE(made::same(decode_image(made::tiff(file), "test.tif"), strips));
}

TEST(image_file, white_is_zero_and_palette_tiffs_are_understood) {
  TiffFile negative{.width = 4, .height = 1, .samples = 1, .photometric = 0};
  negative.sample = [](int x, int, int) { return 60 * x; };
  EXPECT_EQ(decode_image(made::tiff(negative), "test.tif").row(0)[3], 195);
  TiffFile palette{.width = 4, .height = 1, .samples = 1, .photometric = 3};
  palette.palette.resize(3 * 256);
  palette.palette[1] = 65535;
  palette.palette[256 + 2] = 65535;
  palette.sample = [](int x, int, int) { return x; };
  ImageInfo info;
  const Image decoded = decode_image(made::tiff(palette), "test.tif", true, &info);
  EXPECT_FALSE(info.had_alpha);
  ASSERT_EQ(decoded.channels(), 3);
  EXPECT_EQ(Bytes(decoded.data(), decoded.data() + 9), (Bytes{0, 0, 0, 255, 0, 0, 0, 255, 0}));
}

TEST(image_file, premultiplied_alpha_of_a_tiff_is_made_straight) {
  TiffFile file{.width = 2, .height = 1, .samples = 4, .extra = 1};
  file.sample = [](int x, int, int c) {
    return x == 0 ? 0 : std::array{50, 25, 100, 100}[static_cast<std::size_t>(c)];
  };
  const Image decoded = decode_image(made::tiff(file), "test.tif", true);
  ASSERT_EQ(decoded.channels(), 4);
  EXPECT_EQ(Bytes(decoded.data() + 4, decoded.data() + 8), (Bytes{128, 64, 255, 100}));
}

TEST(image_file, bmp_is_read_in_both_row_orders_and_all_depths) {
  const auto bmp = [](int bits, int height, const Bytes& palette, const Bytes& rows) {
    Bytes file;
    made::append(file, "BM");
    made::little(file, 0, 8);
    made::little(file, 54 + palette.size(), 4);
    made::little(file, 40, 4);
    made::little(file, 2, 4);
    made::little(file, static_cast<std::uint32_t>(height), 4);
    made::little(file, 1, 2);
    made::little(file, static_cast<std::uint64_t>(bits), 2);
    made::little(file, 0, 16);
    made::little(file, palette.size() / 4, 8);
    made::append(file, palette);
    made::append(file, rows);
    return file;
  };
  // Two pixels a row: red, green above blue, white.
  const Bytes expected = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
  const Bytes palette = {0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0};
  const Bytes top24 = {0, 0, 255, 0, 255, 0, 0, 0}, low24 = {255, 0, 0, 255, 255, 255, 0, 0};
  const auto joined = [](Bytes a, const Bytes& b) {
    made::append(a, b);
    return a;
  };
  const std::vector<Bytes> files = {
      bmp(24, 2, {}, joined(low24, top24)),
      bmp(24, -2, {}, joined(top24, low24)),
      bmp(8, 2, palette, {2, 3, 0, 0, 0, 1, 0, 0}),
      bmp(4, 2, palette, {0x23, 0, 0, 0, 0x01, 0, 0, 0}),
      bmp(16, -2, {}, {0x00, 0x7C, 0xE0, 0x03, 0x1F, 0x00, 0xFF, 0x7F}),
      bmp(32, -2, {}, {0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0}),
  };
  for (const Bytes& file : files) {
    const Image decoded = decode_image(file, "test.bmp", true);
    EXPECT_EQ(Bytes(decoded.data(), decoded.data() + decoded.size()), expected);
  }
}

TEST(image_file, a_matte_is_read_exactly) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "segme_matte";
  const auto check = [&](const Bytes& file, double largest) {
    write_file(folder / "matte", file);
    const Matte matte = read_matte(folder / "matte");
    ASSERT_EQ(matte.width(), 256);
    for (int y = 0; y < 256; ++y) {
      for (int x = 0; x < 256; ++x) {
        const double value = largest > 255 ? y * 256 + x : x ^ y;
        ASSERT_EQ(matte.row(y)[x], static_cast<float>(value / largest)) << x << " " << y;
      }
    }
  };
  PngFile png{.width = 256, .height = 256, .bits = 16, .colour_type = 0};
  TiffFile tiff{.width = 256, .height = 256, .bits = 16, .samples = 1, .photometric = 1};
  png.sample = tiff.sample = [](int x, int y, int) { return y * 256 + x; };
  check(made::png(png), 65535.0);
  check(made::tiff(tiff), 65535.0);
  png.bits = tiff.bits = 8;
  png.sample = tiff.sample = [](int x, int y, int) { return x ^ y; };
  check(made::png(png), 255.0);
  check(made::tiff(tiff), 255.0);
  png.colour_type = 2;  // the first channel counts
  png.sample = [](int x, int y, int c) { return c == 0 ? x ^ y : 77; };
  check(made::png(png), 255.0);
  std::filesystem::remove_all(folder);
}

TEST(image_file, a_matte_may_be_the_alpha_of_a_cut_out) {
  const auto path = std::filesystem::path(testing::TempDir()) / "segme_cutout.png";
  const Image picture = made::uneven(9, 7, 4);
  write_file(path, encode_image(picture, ".png"));
  EXPECT_EQ(read_matte(path, true).row(3)[5], static_cast<float>(picture.row(3)[4 * 5 + 3]) / 255.0f);
  EXPECT_EQ(read_matte(path, false).row(3)[5], static_cast<float>(picture.row(3)[4 * 5]) / 255.0f);
  std::filesystem::remove(path);
}

TEST(image_file, the_content_decides_not_the_name) {
  const Image picture = made::uneven(6, 6, 3);
  ImageInfo info;
  EXPECT_TRUE(made::same(decode_image(encode_image(picture, ".png"), "photo.jpg", false, &info), picture));
  EXPECT_EQ(info.format, "PNG");
}

}  // namespace
}  // namespace segme
