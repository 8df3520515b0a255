// Files of several pages, frames or pictures: which of them is read, where it stands, and what is said of the others.
#include <gtest/gtest.h>

#include "capture/image_file.h"
#include "sink/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

using made::Bytes;
using made::TiffFile;

TiffFile page(int width, int value, int subfile = -1) {
  TiffFile file{.width = width, .height = 3, .samples = 1, .photometric = 1};
  file.subfile = subfile;
  file.sample = [value](int, int, int) { return value; };
  return file;
}

TEST(several_pages, a_thumbnail_is_not_the_picture) {
  for (const bool big_endian : {false, true}) {
    std::vector<TiffFile> pages = {page(4, 10, 1), page(40, 20, 0)};
    for (TiffFile& each : pages) each.big_endian = big_endian;
    ImageInfo info;
    const Image decoded = decode_image(made::tiff(pages), "x.tif", false, &info);
    EXPECT_EQ(decoded.width(), 40);
    EXPECT_EQ(decoded.row(0)[0], 20);
    EXPECT_EQ(info.pages, 1);
    ASSERT_EQ(info.notes.size(), 1u);
    EXPECT_NE(info.notes[0].find("thumbnail"), std::string::npos);
  }
}

TEST(several_pages, the_first_page_of_a_tiff_is_read_and_the_others_are_counted) {
  ImageInfo info;
  const Image decoded =
      decode_image(made::tiff({page(5, 1), page(4, 2, 1), page(6, 3), page(7, 4, 4)}), "x.tif", false, &info);
  EXPECT_EQ(decoded.width(), 5);
  EXPECT_EQ(info.pages, 2) << "a thumbnail and a mask are no pages";
  ASSERT_EQ(info.notes.size(), 1u);
  EXPECT_NE(info.notes[0].find("2 pages"), std::string::npos);
  info = {};
  decode_image(made::tiff(page(5, 1)), "x.tif", false, &info);
  EXPECT_EQ(info.pages, 1);
  EXPECT_TRUE(info.notes.empty());
}

TEST(several_pages, of_thumbnails_alone_the_largest_is_read) {
  EXPECT_EQ(decode_image(made::tiff({page(5, 1, 1), page(9, 2, 1), page(6, 3, 1)}), "x.tif").width(), 9);
}

TEST(several_pages, a_small_first_frame_keeps_its_place_on_the_canvas) {
  if (!can_write_extension(".webp", true)) GTEST_SKIP() << "built without libwebp";
  const Image small = made::uneven(8, 6, 3);
  const Bytes webp = encode_image(small, ".webp");
  const Bytes file = made::webp_animation(20, 16, {{webp, 4, 2, 8, 6}, {webp, 0, 0, 8, 6}});
  ImageInfo info;
  const Image decoded = decode_image(file, "x.webp", true, &info);
  ASSERT_EQ(decoded.channels(), 4);
  ASSERT_EQ(decoded.width(), 20);
  ASSERT_EQ(decoded.height(), 16);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 20; ++x) {
      const bool inside = x >= 4 && x < 12 && y >= 2 && y < 8;
      const std::uint8_t* pixel = decoded.row(y) + 4 * x;
      EXPECT_EQ(pixel[3], inside ? 255 : 0) << x << " " << y;
      if (!inside) continue;
      EXPECT_EQ(pixel[1], small.row(y - 2)[3 * (x - 4) + 1]);
    }
  }
  EXPECT_EQ(info.pages, 2);
  ASSERT_EQ(info.notes.size(), 1u);
  EXPECT_NE(info.notes[0].find("2 frames"), std::string::npos);
  EXPECT_EQ(decode_image(file, "x.webp").row(0)[0], 255) << "on white";
}

TEST(several_pages, a_frame_that_fills_its_canvas_stays_opaque) {
  if (!can_write_extension(".webp", true)) GTEST_SKIP() << "built without libwebp";
  const Image picture = made::uneven(8, 6, 3);
  const Bytes webp = encode_image(picture, ".webp");
  EXPECT_TRUE(made::same(decode_image(made::webp_animation(8, 6, {{webp, 0, 0, 8, 6}}), "x.webp", true), picture));
}

TEST(several_pages, the_frames_of_an_animated_png_are_counted) {
  made::PngFile file{.width = 2, .height = 2};
  file.chunks = {{"acTL", {0, 0, 0, 3, 0, 0, 0, 0}}};
  ImageInfo info;
  decode_image(made::png(file), "x.png", false, &info);
  EXPECT_EQ(info.pages, 4) << "its still picture is no frame";
  ASSERT_EQ(info.notes.size(), 1u);
  file.chunks.push_back({"fcTL", Bytes(26, 0)});
  decode_image(made::png(file), "x.png", false, &info);
  EXPECT_EQ(info.pages, 3);
}

/// A JPEG segment "MPF" that lists pictures of these types.
Bytes picture_list(const std::vector<std::uint32_t>& types) {
  Bytes block;
  made::append(block, std::string_view("MPF\0MM\0*", 8));
  made::big(block, 8, 4);
  made::big(block, 1, 2);
  made::big(block, 0xB002, 2);
  made::big(block, 7, 2);
  made::big(block, 16 * types.size(), 4);
  made::big(block, 8 + 2 + 12 + 4, 4);
  made::big(block, 0, 4);
  for (const std::uint32_t type : types) {
    made::big(block, type, 4);
    made::big(block, 0, 12);
  }
  return block;
}

TEST(several_pages, pictures_of_an_mpo_are_counted_and_previews_are_not) {
  const Bytes jpeg = encode_image(made::uneven(8, 8, 3), ".jpg");
  const auto pages = [&](const std::vector<std::uint32_t>& types) {
    ImageInfo info;
    decode_image(made::with_segment(jpeg, 0xE2, picture_list(types)), "x.mpo", false, &info);
    EXPECT_EQ(info.notes.size(), info.pages > 1 ? 1u : 0u);
    return info.pages;
  };
  EXPECT_EQ(pages({0x20020002, 0x00020002}), 2) << "a pair for 3-D";
  EXPECT_EQ(pages({0x20030000, 0x00010001, 0x00000000}), 1) << "a preview and a gain map";
  EXPECT_EQ(pages({}), 1);
}

}  // namespace
}  // namespace segme
