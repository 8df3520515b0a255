// Broken picture files: whatever the bytes are, the answer is a picture or one clear Error(input), never a crash.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "capture/image_file.h"
#include "sink/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

using made::Bytes;

/// A small file of every kind there is.
std::vector<std::pair<std::string, Bytes>> one_of_each() {
  const Image rgb = made::uneven(23, 17, 3);
  const Image rgba = made::uneven(23, 17, 4);
  std::vector<std::pair<std::string, Bytes>> files;
  for (const char* extension : {".png", ".jpg", ".webp", ".tif", ".bmp"}) {
    if (can_write_extension(extension, false)) files.emplace_back(extension, encode_image(rgb, extension));
    if (can_write_extension(extension, true))
      files.emplace_back(std::string("alpha") + extension, encode_image(rgba, extension));
  }
  ImageFileOptions lossy;
  lossy.lossless = false;
  files.emplace_back("lossy.webp", encode_image(rgba, ".webp", lossy));
  made::PngFile interlaced{.width = 23, .height = 17, .bits = 16, .colour_type = 6, .interlaced = true};
  interlaced.sample = [](int x, int y, int c) { return x * 2000 + y * 300 + c; };
  files.emplace_back("interlaced.png", made::png(interlaced));
  made::TiffFile tiles{.width = 40, .height = 33, .bits = 16, .tile = 16};
  tiles.sample = interlaced.sample;
  files.emplace_back("tiles.tif", made::tiff(tiles));
  tiles.planes = true;
  files.emplace_back("planes.tif", made::tiff(tiles));
  files.emplace_back("exif.jpg", made::with_exif(encode_image(rgb, ".jpg"), 6));
  files.emplace_back("exif.webp", made::webp_with(encode_image(rgb, ".webp"), 23, 17, made::exif(6), {}));
  return files;
}

/// The sentence of the Error, or "" when there was none.
std::string sentence_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "";
}

std::string sentence_of(std::span<const std::uint8_t> bytes, const std::string& name) {
  return sentence_of([&] { decode_image(bytes, name, true); });
}

/// Tried, happened, to do: "cannot read 'x': y. Z."
void expect_clear(const std::string& sentence, const std::string& name) {
  EXPECT_EQ(sentence.find("cannot read '" + name + "': "), 0u) << sentence;
  EXPECT_TRUE(sentence.ends_with(".")) << sentence;
  EXPECT_NE(sentence.find(". "), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
}

TEST(broken_files, a_file_cut_short_is_an_error_unless_all_its_pixels_are_there) {
  for (const auto& [name, file] : one_of_each()) {
    ASSERT_EQ(sentence_of(file, name), "") << name;
    const Image whole = decode_image(file, name, true);
    for (std::size_t length = 0; length < file.size(); ++length) {
      Image picture;
      ImageInfo info;
      const std::string sentence = sentence_of([&, &bytes = file, &called = name] {
        picture = decode_image(std::span(bytes).first(length), called, true, &info);
      });
      if (!sentence.empty()) {
        expect_clear(sentence, name);
        continue;
      }
      ASSERT_TRUE(made::same(picture, whole)) << name << " cut to " << length << " of " << file.size();
      ASSERT_EQ(info.notes.size(), 1u) << name << " cut to " << length;
    }
  }
}

/// Without its last `count` bytes a file is read, with a note and the same pixels.
void expect_read_without_end(const Bytes& file, std::size_t count, const std::string& name) {
  const Image whole = decode_image(file, name, true);
  ImageInfo info;
  Image picture;
  EXPECT_EQ(sentence_of([&] { picture = decode_image(std::span(file).first(file.size() - count), name, true, &info); }),
            "");
  EXPECT_TRUE(made::same(picture, whole)) << name;
  ASSERT_EQ(info.notes.size(), 1u) << name;
  EXPECT_NE(info.notes[0].find("all of its pixels are there"), std::string::npos) << info.notes[0];
}

TEST(broken_files, a_missing_end_mark_is_only_worth_a_note) {
  const Image picture = made::uneven(23, 17, 3);
  expect_read_without_end(encode_image(picture, ".jpg"), 2, "x.jpg");                  // EOI
  expect_read_without_end(encode_image(picture, ".png"), 12, "x.png");                 // IEND
  expect_read_without_end(encode_image(picture, ".png"), 14, "x.png");                 // and half a checksum
  expect_read_without_end(encode_image(made::uneven(23, 17, 3), ".bmp"), 3, "x.bmp");  // the last row's padding
  if (!can_write_extension(".webp", true)) return;
  Bytes webp = encode_image(picture, ".webp");
  if (webp.size() % 2 == 0) webp = made::webp_with(webp, 23, 17, {}, {});
  webp[4] = static_cast<std::uint8_t>(webp[4] + 4);  // its header says more than there is
  ImageInfo info;
  EXPECT_TRUE(made::same(decode_image(webp, "x.webp", false, &info), picture));
  EXPECT_EQ(info.notes.size(), 1u);
}

TEST(broken_files, a_png_with_rubbish_behind_its_pixels_is_read) {
  Bytes png = encode_image(made::uneven(23, 17, 3), ".png");
  png.resize(png.size() - 12);
  made::append(png, "rubbish and more rubbish");
  ImageInfo info;
  decode_image(png, "x.png", false, &info);
  EXPECT_EQ(info.notes.size(), 1u);
}

TEST(broken_files, a_webp_without_its_exif_block_is_refused) {
  if (!can_write_extension(".webp", true)) GTEST_SKIP() << "built without libwebp";
  const Bytes webp = made::webp_with(encode_image(made::uneven(23, 17, 3), ".webp"), 23, 17, made::exif(6), {});
  expect_clear(sentence_of(std::span(webp).first(webp.size() - 4), "x.webp"), "x.webp");
}

TEST(broken_files, flipped_bits_give_a_picture_or_an_error) {
  std::mt19937 random(7);
  for (const auto& [name, file] : one_of_each()) {
    int errors = 0;
    for (int round = 0; round < 400; ++round) {
      Bytes broken = file;
      const int flips = 1 + static_cast<int>(random() % 8);
      for (int i = 0; i < flips; ++i) {
        broken[random() % broken.size()] ^= static_cast<std::uint8_t>(1u << (random() % 8));
      }
      const std::string sentence = sentence_of(broken, name);
      if (sentence.empty()) continue;
      ++errors;
      expect_clear(sentence, name);
    }
    RecordProperty(name, errors);
  }
}

TEST(broken_files, random_bytes_behind_a_true_beginning_are_survived) {
  std::mt19937 random(11);
  for (const auto& [name, file] : one_of_each()) {
    for (int round = 0; round < 100; ++round) {
      Bytes broken = file;
      const std::size_t kept = 12 + random() % (broken.size() / 2);
      for (std::size_t i = kept; i < broken.size(); ++i) broken[i] = static_cast<std::uint8_t>(random());
      const std::string sentence = sentence_of(broken, name);
      if (!sentence.empty()) expect_clear(sentence, name);
    }
  }
}

TEST(broken_files, what_is_no_picture_is_called_so) {
  const std::string text = "this is a text that somebody named photo.png\n";
  const Bytes bytes(text.begin(), text.end());
  const std::string sentence = sentence_of(bytes, "photo.png");
  expect_clear(sentence, "photo.png");
  EXPECT_NE(sentence.find("PNG"), std::string::npos) << "the sentence lists what can be read: " << sentence;
  EXPECT_NE(sentence_of(Bytes{}, "empty.png").find("the file is empty"), std::string::npos);
  std::mt19937 random(3);
  for (std::size_t length = 1; length < 300; ++length) {
    Bytes noise(length);
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
    expect_clear(sentence_of(noise, "noise"), "noise");
  }
}

TEST(broken_files, a_header_bomb_is_refused_before_memory_is_asked_for) {
  const Bytes png = made::png({.width = 30000, .height = 30000, .without_rows = true});
  const auto patch = [](Bytes& file, std::size_t at, std::uint64_t value, int count, bool big_endian) {
    Bytes number;
    big_endian ? made::big(number, value, count) : made::little(number, value, count);
    std::copy(number.begin(), number.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
  };
  Bytes bmp = encode_image(made::uneven(8, 8, 3), ".bmp");
  patch(bmp, 18, 30000, 4, false);
  patch(bmp, 22, 30000, 4, false);
  Bytes jpeg = encode_image(made::uneven(8, 8, 3), ".jpg");
  for (std::size_t i = 0; i + 9 < jpeg.size(); ++i) {
    if (jpeg[i] != 0xFF || jpeg[i + 1] != 0xC0) continue;
    patch(jpeg, i + 5, 30000, 2, true);
    patch(jpeg, i + 7, 30000, 2, true);
    break;
  }
  made::TiffFile tiff{.width = 1, .height = 1};
  Bytes tiff_bytes = made::tiff(tiff);
  patch(tiff_bytes, 12 + 2 + 8, 30000, 4, false);  // behind 8 + 3 + 1 bytes of pixels and the count of entries
  patch(tiff_bytes, 12 + 2 + 12 + 8, 30000, 4, false);
  for (const Bytes& file : {png, bmp, jpeg, tiff_bytes}) {
    const std::string sentence = sentence_of(file, "bomb");
    expect_clear(sentence, "bomb");
    EXPECT_NE(sentence.find("30000 x 30000"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("200 million"), std::string::npos) << sentence;
  }
}

TEST(broken_files, the_largest_sides_of_png_are_refused) {
  constexpr int kLargest = 0x7FFFFFFF;
  for (const auto& [width, height] : {std::pair{kLargest, kLargest}, {kLargest, 1}, {1, kLargest}}) {
    const made::PngFile file{.width = width, .height = height, .bits = 16, .colour_type = 6, .without_rows = true};
    const std::string sentence = sentence_of(made::png(file), "bomb.png");
    EXPECT_NE(sentence.find("200 million"), std::string::npos) << sentence;
  }
}

/// The file with another value of a TIFF field that holds one number.
Bytes with_field(Bytes file, int tag, int kind, std::uint32_t value) {
  Bytes entry;
  made::little(entry, static_cast<std::uint64_t>(tag), 2);
  made::little(entry, static_cast<std::uint64_t>(kind), 2);
  made::little(entry, 1, 4);
  const auto place = std::search(file.begin(), file.end(), entry.begin(), entry.end());
  EXPECT_NE(place, file.end());
  for (int i = 0; i < 4; ++i) place[8 + i] = static_cast<std::uint8_t>(value >> (8 * i));
  return file;
}

TEST(broken_files, tiffs_that_ask_for_more_memory_than_their_picture_are_refused) {
  const Bytes strips = made::tiff(made::TiffFile{.width = 4, .height = 4});
  const Bytes tiles = made::tiff(made::TiffFile{.width = 4, .height = 4, .tile = 16});
  const auto refused = [](const Bytes& file, const std::string& why) {
    const std::string sentence = sentence_of(file, "bomb.tif");
    expect_clear(sentence, "bomb.tif");
    EXPECT_NE(sentence.find(why), std::string::npos) << sentence;
  };
  refused(with_field(strips, 277, made::kShort, 65535), "");
  refused(with_field(tiles, 322, made::kLong, 1U << 23U), "8388608 x 16 pixels");
  refused(with_field(with_field(tiles, 322, made::kLong, 1U << 31U), 323, made::kLong, 1U << 31U), "");
  refused(with_field(strips, 256, made::kLong, 190'000'000 / 4), "cannot hold");
}

TEST(broken_files, the_largest_sides_of_webp_are_refused) {
  if (!can_write_extension(".webp", true)) GTEST_SKIP() << "built without libwebp";
  Bytes webp = encode_image(made::uneven(8, 8, 3), ".webp");
  std::fill_n(webp.begin() + 21, 3,
              std::uint8_t{0xFF});  // 14 bits of width - 1 and 14 of height - 1, behind the mark 0x2F
  webp[24] |= 0x0F;
  const std::string sentence = sentence_of(webp, "bomb.webp");
  expect_clear(sentence, "bomb.webp");
  EXPECT_NE(sentence.find("16384 x 16384"), std::string::npos) << sentence;
}

TEST(broken_files, a_file_too_short_for_its_pixels_is_refused_from_the_header) {
  Bytes jpeg = encode_image(made::uneven(8, 8, 3), ".jpg");
  for (std::size_t i = 0; i + 9 < jpeg.size(); ++i) {
    if (jpeg[i] != 0xFF || jpeg[i + 1] != 0xC0) continue;
    jpeg[i + 5] = jpeg[i + 7] = 0x2E;  // 11776 and a bit: below the limit
    break;
  }
  const std::string sentence = sentence_of(jpeg, "short.jpg");
  expect_clear(sentence, "short.jpg");
  EXPECT_NE(sentence.find("cannot hold"), std::string::npos) << sentence;
}

TEST(broken_files, places_that_cannot_be_read_are_named) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "segme_unreadable";
  std::filesystem::create_directories(folder);
  const auto expect = [&](const std::filesystem::path& path, const std::string& why) {
    const std::string sentence = sentence_of([&] { read_image(path); });
    expect_clear(sentence, path.string());
    EXPECT_NE(sentence.find(why), std::string::npos) << sentence;
    EXPECT_EQ(sentence, sentence_of([&] { read_matte(path); }));
  };
  expect(folder / "missing.png", "no such file");
  expect(folder, "it is a folder");
  std::ofstream(folder / "empty.png").close();
  expect(folder / "empty.png", "the file is empty");
  if (::geteuid() != 0) {
    std::filesystem::permissions(folder / "empty.png", std::filesystem::perms::none);
    expect(folder / "empty.png", "no permission");
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace segme
