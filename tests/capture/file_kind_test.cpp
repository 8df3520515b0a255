// What files are by their first bytes, and which of them a folder's walk takes for pictures.
#include "capture/file_kind.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/error.h"
#include "capture/decoder.h"
#include "capture/image_file.h"
#include "sink/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

using made::Bytes;

Bytes bytes_of(std::string_view text) {
  Bytes bytes;
  made::append(bytes, text);
  return bytes;
}

/// The beginning of a file of the MP4 family.
Bytes ftyp(std::string_view brands) {
  Bytes bytes;
  made::big(bytes, 8 + 4 + brands.size(), 4);
  made::append(bytes, "ftyp");
  made::append(bytes, brands.substr(0, 4));
  made::big(bytes, 0, 4);
  made::append(bytes, brands.substr(4));
  return bytes;
}

std::string name_of(const Bytes& bytes) {
  const FileKind* kind = kind_of(bytes);
  return kind == nullptr ? "" : std::string(kind->name);
}

TEST(file_kind, what_segme_writes_is_known) {
  const Image picture = made::uneven(5, 4, 3);
  EXPECT_EQ(name_of(encode_image(picture, ".jpg")), "a JPEG picture");
  EXPECT_EQ(name_of(encode_image(picture, ".png")), "a PNG picture");
  EXPECT_EQ(name_of(encode_image(picture, ".tif")), "a TIFF picture");
  EXPECT_EQ(name_of(encode_image(picture, ".bmp")), "a BMP picture");
  if (!can_write_extension(".webp", true)) return;
  EXPECT_EQ(name_of(encode_image(picture, ".webp")), "a WebP picture");
}

TEST(file_kind, the_family_of_mp4_is_told_apart_by_its_brands) {
  EXPECT_EQ(name_of(ftyp("heicmif1heic")), "a HEIC picture");
  EXPECT_EQ(name_of(ftyp("mif1heicmiaf")), "a HEIC picture");
  EXPECT_EQ(name_of(ftyp("msf1hevc")), "a HEIC picture");
  EXPECT_EQ(name_of(ftyp("avifmif1miaf")), "an AVIF picture");
  EXPECT_EQ(name_of(ftyp("avisavifmsf1")), "an AVIF picture");
  EXPECT_EQ(name_of(ftyp("mif1avif")), "an AVIF picture");
  EXPECT_EQ(name_of(ftyp("isomiso2avc1mp41")), "an MP4 video");
  EXPECT_EQ(name_of(ftyp("qt  qt  ")), "an MP4 video");
  EXPECT_EQ(name_of(ftyp("crx isom")), "a camera's raw photo");
}

TEST(file_kind, other_kinds_are_named) {
  EXPECT_EQ(name_of(bytes_of("GIF89a")), "a GIF");
  EXPECT_EQ(name_of(bytes_of("\x1A\x45\xDF\xA3")), "a Matroska or WebM video");
  EXPECT_EQ(name_of(bytes_of("RIFF....AVI LIST")), "an AVI video");
  EXPECT_EQ(name_of(bytes_of("\xFF\x0A")), "a JPEG XL picture");
  EXPECT_EQ(name_of(bytes_of("8BPS")), "a Photoshop picture");
  EXPECT_EQ(name_of(bytes_of("%PDF-1.7")), "a PDF document");
  EXPECT_EQ(name_of(bytes_of("<?xml version='1.0'?>\n<svg xmlns='x'>")), "an SVG drawing");
  EXPECT_EQ(name_of(bytes_of("<?xml version='1.0'?>\n<html>")), "");
  EXPECT_EQ(name_of(bytes_of("a text")), "");
  EXPECT_EQ(name_of({}), "");
}

std::string sentence_of(const Bytes& bytes) {
  try {
    decode_image(bytes, "x");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(file_kind, what_is_no_single_picture_is_named_in_the_error) {
  for (const Bytes& video : {bytes_of("GIF89a"), ftyp("isommp42")}) {
    const std::string sentence = sentence_of(video);
    EXPECT_NE(sentence.find(name_of(video)), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("segme video"), std::string::npos) << sentence;
  }
  EXPECT_NE(sentence_of(bytes_of("8BPS")).find("a Photoshop picture"), std::string::npos);
}

TEST(file_kind, a_kind_whose_library_is_missing_names_its_package) {
  try {
    needs_package("x.heic", "a HEIC picture", "libheif-dev", "it is not there");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::missing);
    EXPECT_STREQ(error.what(),
                 "cannot read 'x.heic': it is a HEIC picture, which takes Debian's package libheif-dev, and it is not "
                 "there. Install the package and build SegMe again (./segme does both), or save the picture as JPEG.");
  }
  for (const auto& [bytes, package] : {std::pair{ftyp("heicmif1"), "libheif-dev"},
                                       {ftyp("avifmif1"), "libheif-dev"},
                                       {bytes_of("\xFF\x0A"), "libjxl-dev"},
                                       {bytes_of("\xFF\xD8\xFF"), "libjpeg-dev"}}) {
    EXPECT_EQ(kind_of(bytes)->package, package);
  }
}

TEST(file_kind, names_of_pictures_are_known_in_any_case) {
  for (const char* name : {"a.jpg", "b.JPEG", "c.Png", "d/e.webp", "f.TIF", "g.tiff", "h.bmp", "i.HEIC", "j.jfif",
                           "k.jpe", "l.mpo", "m.avif", "n.jxl"}) {
    EXPECT_TRUE(has_image_extension(name)) << name;
  }
  for (const char* name : {"a.txt", "jpg", ".jpg", "a.jpg.part", "", "a.", "a.gif", "a.mp4"})
    EXPECT_FALSE(has_image_extension(name)) << name;
}

TEST(file_kind, a_file_is_judged_by_its_contents_where_its_name_does_not_say) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "segme_file_kind";
  const Bytes png = encode_image(made::uneven(5, 4, 3), ".png");
  write_file(folder / "e", png);
  write_file(folder / "c.png_large", png);
  write_file(folder / "clip", ftyp("isommp42"));
  write_file(folder / "raw.NEF", made::tiff(made::TiffFile{}));
  write_file(folder / "empty", {});
  EXPECT_TRUE(judge_file(folder / "e").picture);
  EXPECT_TRUE(judge_file(folder / "c.png_large").picture);
  EXPECT_TRUE(judge_file(folder / "missing.heic").picture) << "reading it says what is wrong";
  EXPECT_FALSE(judge_file(folder / "clip").picture);
  EXPECT_TRUE(judge_file(folder / "clip").video);
  EXPECT_EQ(judge_file(folder / "raw.NEF").why, "a camera's raw photo");
  EXPECT_EQ(judge_file(folder / "empty").why, "an empty file");
  EXPECT_EQ(judge_file(folder / "nothing").why, "no regular file");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace segme
