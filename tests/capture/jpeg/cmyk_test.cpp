// CMYK and progressive JPEGs, made with libjpeg here because sink/ writes none.
// jpeglib.h needs what stands before it.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <gtest/gtest.h>

#include <cstdlib>

#include "capture/image_file.h"
#include "sink/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

made::Bytes jpeg_of(const Image& picture, J_COLOR_SPACE from, J_COLOR_SPACE stored, bool progressive, bool adobe) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long count = 0;
  jpeg_mem_dest(&jpeg, &bytes, &count);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width());
  jpeg.image_height = static_cast<JDIMENSION>(picture.height());
  jpeg.input_components = picture.channels();
  jpeg.in_color_space = from;
  jpeg_set_defaults(&jpeg);
  jpeg_set_colorspace(&jpeg, stored);
  jpeg_set_quality(&jpeg, 100, TRUE);
  if (progressive) jpeg_simple_progression(&jpeg);
  jpeg.write_Adobe_marker = adobe ? TRUE : FALSE;
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(picture.row(static_cast<int>(jpeg.next_scanline)));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  made::Bytes result(bytes, bytes + count);
  std::free(bytes);
  return result;
}

/// Smooth ink, so that JPEG loses almost nothing.
Image ink(bool inverted) {
  Image picture(48, 32, 4);
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 48; ++x) {
      const std::array<int, 4> values = {5 * x, 255 - 7 * y, 2 * x + 2 * y, 3 * y};
      for (std::size_t c = 0; c < 4; ++c) {
        picture.row(y)[4 * static_cast<std::size_t>(x) + c] =
            static_cast<std::uint8_t>(inverted ? 255 - values[c] : values[c]);
      }
    }
  }
  return picture;
}

Image expected_rgb() {
  const Image values = ink(false);
  Image rgb(48, 32, 3);
  for (int i = 0; i < 48 * 32; ++i) {
    const std::uint8_t* cmyk = values.data() + 4 * i;
    for (int c = 0; c < 3; ++c)
      rgb.data()[3 * i + c] = static_cast<std::uint8_t>((255 - cmyk[c]) * (255 - cmyk[3]) / 255);
  }
  return rgb;
}

TEST(cmyk_jpeg, plain_and_adobe_inverted_ink_give_the_same_colours) {
  const Image expected = expected_rgb();
  const std::vector<made::Bytes> files = {
      jpeg_of(ink(false), JCS_CMYK, JCS_CMYK, false, false),
      jpeg_of(ink(true), JCS_CMYK, JCS_CMYK, false, true),
      jpeg_of(ink(true), JCS_CMYK, JCS_YCCK, false, true),
      jpeg_of(ink(true), JCS_CMYK, JCS_YCCK, true, true),
  };
  for (const made::Bytes& file : files) {
    const Image decoded = decode_image(file, "ink.jpg");
    EXPECT_EQ(decoded.channels(), 3);
    EXPECT_GT(made::psnr(decoded, expected), 38.0);
  }
}

TEST(cmyk_jpeg, a_turned_cmyk_picture_comes_upright) {
  const made::Bytes file = jpeg_of(ink(true), JCS_CMYK, JCS_CMYK, false, true);
  const Image plain = decode_image(file, "ink.jpg");
  const Image turned = decode_image(made::with_exif(file, 8), "ink.jpg");
  EXPECT_TRUE(made::same(made::as_stored(turned, 8), plain));
}

TEST(progressive_jpeg, equals_the_baseline_file_of_the_same_picture) {
  const Image picture = made::uneven(50, 41, 3);
  const Image baseline = decode_image(jpeg_of(picture, JCS_RGB, JCS_YCbCr, false, false), "a.jpg");
  const made::Bytes file = jpeg_of(picture, JCS_RGB, JCS_YCbCr, true, false);
  EXPECT_TRUE(made::same(decode_image(file, "b.jpg"), baseline));
  for (std::size_t length = 0; length < file.size(); length += 7) {
    EXPECT_THROW(decode_image(std::span(file).first(length), "cut.jpg"), Error) << length;
  }
}

TEST(grey_jpeg, becomes_rgb_with_equal_channels) {
  Image grey(16, 16, 1);
  for (std::size_t i = 0; i < grey.size(); ++i) grey.data()[i] = static_cast<std::uint8_t>(i);
  const Image decoded = decode_image(encode_image(grey, ".jpg", {.quality = 100}), "grey.jpg");
  ASSERT_EQ(decoded.channels(), 3);
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(decoded.data()[3 * i], decoded.data()[3 * i + 2]);
    EXPECT_NEAR(decoded.data()[3 * i], i, 3);
  }
}

TEST(rgb_jpeg, stored_without_a_colour_transform_keeps_its_colours) {
  const Image picture = made::uneven(32, 32, 3);
  const Image decoded = decode_image(jpeg_of(picture, JCS_RGB, JCS_RGB, false, true), "rgb.jpg");
  EXPECT_GT(made::psnr(decoded, picture), 40.0);
}

}  // namespace
}  // namespace segme
