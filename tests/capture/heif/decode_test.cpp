// HEIC and AVIF, from small files that heif-enc and avifenc wrote: 8 to 12 bits, alpha, orientation, colour codes.
#include <gtest/gtest.h>

#include <random>

#include "capture/image_file.h"
#include "tests/capture/base64.h"
#include "tests/capture/four_colours.h"

namespace segme {
namespace {

using made::expect_fields;
using made::from_base64;

/// heif-enc -q 90
constexpr const char* kHeic =
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5w"
    "aXRtAAAAAAACAAAAEGlkYXQAAAAAABgAEAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAA0AACAAEAAAAAAAAAAQAAAAAA"
    "AAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAA"
    "dmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAAD"
    "AB6gIIEFluqumubgQEDAgAAAAwCAAAADAIQiAAEABkQBwXPBiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAGAAAABAA"
    "AAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAANhtZGF0AAAA"
    "zCgBrwYyHpqEcF1Bcvb1Cv//kf9D3afTiRsxug/22ZtahMkxLP9fPY2rfYn4Dfheo717J7IeGl//IAq/3hK0c2qcx/2JPyiv7NH0YHkO"
    "D/mviOEfy1G5SfuU4UJf6J/mf3FnFnXZqv/5QNq0dHjTRLxTr6OEFhEHGs4t+E2nRnfQRN7QjVWQz2FS5Y6gGvZiweFBcc3QBNwyxYIj"
    "LoVzcIRa3PLmyf3hlLjooJ14S3D7ccNc6822dFMRg00L7MxNzxP0ivHNSJ0uTTiSeA==";

/// heif-enc -b 10 -q 95, from 16 bits
constexpr const char* kDeepHeic =
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5w"
    "aXRtAAAAAAACAAAAEGlkYXQAAAAAABgAEAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHQAAEAAAAAAAAAiAACAAEAAAAAAAAAAQAAAAAA"
    "AAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADXaXBycAAAALVpcGNvAAAA"
    "dWh2Y0MBBAgAAAAAAAAAAAAe8AD8/fr6AAAPAyAAAQAXQAEMAf//BAgAAAMAnbgAAAMAAB66AkAhAAEAKkIBAQQIAAADAJ24AAADAAAe"
    "oCCBBNluqumubgQEDAgAAAMACAAAAwAIQCIAAQAGRAHBc8GJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAAAYAAAAEAAA"
    "ABBwaXhpAAAAAAMKCgoAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAABppcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAAkG1kYXQAAACE"
    "KAGvBrIe8KDwlH8gsvoif//Qu+y9ii26ECPtPP4GC3a+XE/Sb6D3sIjPptrnF9smkNmW6vHh8P/8uua4TrtdN9cj+vXBfxaTSK6Sob44"
    "YONV/no2SxEFdbxJOW2FY7Xkd76N7fmk/0Cg3DrH/9xy+6OnIP7Ovs1gUA3Ej01BZepZo1vg";

/// avifenc --lossless, the lower half at 128 of 255
constexpr const char* kAlphaAvif =
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAGNbWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxp"
    "YmF2aWYAAAAADnBpdG0AAAAAAAEAAAAsaWxvYwAAAABEAAACAAEAAAABAAABygAAACkAAgAAAAEAAAG1AAAAFQAAAEJpaW5mAAAAAAAC"
    "AAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAAaaW5mZQIAAAAAAgAAYXYwMUFscGhhAAAAABppcmVmAAAAAAAAAA5hdXhsAAIAAQAB"
    "AAAAw2lwcnAAAACdaXBjbwAAABRpc3BlAAAAAAAAABgAAAAQAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAAB"
    "AA0AAIAAAAAOcGl4aQAAAAABCAAAAAxhdjFDgQAcAAAAADhhdXhDAAAAAHVybjptcGVnOm1wZWdCOmNpY3A6c3lzdGVtczphdXhpbGlh"
    "cnk6YWxwaGEAAAAAHmlwbWEAAAAAAAAAAgABBAECgwQAAgQBBYYHAAAARm1kYXQSAAoFGBDv7CoyCkQAAOitPORllYESAAoIOBDv7CAh"
    "oAQyG0QAANx/4sagg73ATaEpagPkJYbmi03Ow11i0w==";

/// The same with --premultiply
constexpr const char* kPremultipliedAvif =
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAGbbWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxp"
    "YmF2aWYAAAAADnBpdG0AAAAAAAEAAAAsaWxvYwAAAABEAAACAAEAAAABAAAB2AAAACkAAgAAAAEAAAHDAAAAFQAAAEJpaW5mAAAAAAAC"
    "AAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAAaaW5mZQIAAAAAAgAAYXYwMUFscGhhAAAAAChpcmVmAAAAAAAAAA5wcmVtAAEAAQAC"
    "AAAADmF1eGwAAgABAAEAAADDaXBycAAAAJ1pcGNvAAAAFGlzcGUAAAAAAAAAGAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBIAAA"
    "AAAAE2NvbHJuY2x4AAEADQAAgAAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpz"
    "eXN0ZW1zOmF1eGlsaWFyeTphbHBoYQAAAAAeaXBtYQAAAAAAAAACAAEEAQKDBAACBAEFhgcAAABGbWRhdBIACgUYEO/sKjIKRAAA6K08"
    "5GWVgRIACgg4EO/sICGgBDIbRAAA3H/ixqCDvcBNoSlqA8icPnwLTc73usWm";

/// The same in 12 bits, --max 5
constexpr const char* kDeepAvif =
    "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAY1tZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZp"
    "ZgAAAAAOcGl0bQAAAAAAAQAAACxpbG9jAAAAAEQAAAIAAQAAAAEAAAHHAAAAMgACAAAAAQAAAbEAAAAWAAAAQmlpbmYAAAAAAAIAAAAa"
    "aW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAABppbmZlAgAAAAACAABhdjAxQWxwaGEAAAAAGmlyZWYAAAAAAAAADmF1eGwAAgABAAEAAADD"
    "aXBycAAAAJ1pcGNvAAAAFGlzcGUAAAAAAAAAGAAAABAAAAAQcGl4aQAAAAADDAwMAAAADGF2MUOBQGAAAAAAE2NvbHJuY2x4AAEADQAG"
    "gAAAAA5waXhpAAAAAAEMAAAADGF2MUOBQHwAAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTph"
    "bHBoYQAAAAAeaXBtYQAAAAAAAAACAAEEAQKDBAACBAEFhgcAAABQbWRhdBIACgVYEO/sdTILRAAA6K070Im0lYESAAoJWBDv7GgIaDRA"
    "MiNEIAAAFNpxU/YotpxnGSytCbpaMYRA2fVpRdarlVG8fKY7gA==";

/// avifenc --max 10 of a JPEG whose EXIF block says 6: the block is there, and a box that turns
constexpr const char* kTurnedAvif =
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAE9bWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxp"
    "YmF2aWYAAAAADnBpdG0AAAAAAAEAAAAsaWxvYwAAAABEAAACAAEAAAABAAABgwAAACsAAgAAAAEAAAFlAAAAHgAAAEFpaW5mAAAAAAAC"
    "AAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAAZaW5mZQIAAAAAAgAARXhpZkV4aWYAAAAAGmlyZWYAAAAAAAAADmNkc2MAAgABAAEA"
    "AAB0aXBycAAAAFRpcGNvAAAAFGlzcGUAAAAAAAAAGAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBIAAAAAAAE2NvbHJuY2x4AAEA"
    "DQAGgAAAAAlpcm90AwAAABhpcG1hAAAAAAAAAAEAAQUBAoMEhQAAAFFtZGF0AAAAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAAEgAK"
    "CDgQ7+wgIaDSMh1EUAAAFNpxVGp5s6Up3FBaMYRZAhDontFXeCY7gA==";

/// avifenc --lossless --cicp 12/13/0: Display P3
constexpr const char* kWideAvif =
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxp"
    "YmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAACkAAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAAB"
    "AABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3BlAAAAAAAAABgAAAAQAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAA"
    "ABNjb2xybmNseAAMAA0AAIAAAAAXaXBtYQAAAAAAAAABAAEEAQKDBAAAADFtZGF0EgAKCDgQ7+whgaASMhtEAADcf+LGoIO9wE2hKWoD"
    "5CWG5otNzsNdYtM=";

/// avifenc -d 10 --cicp 9/16/9: PQ
constexpr const char* kBrightAvif =
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxp"
    "YmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAAC0AAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAAB"
    "AABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3BlAAAAAAAAABgAAAAQAAAAEHBpeGkAAAAAAwoKCgAAAAxhdjFDgSBAAAAA"
    "ABNjb2xybmNseAAJABAACYAAAAAXaXBtYQAAAAAAAAABAAEEAQKDBAAAADVtZGF0EgAKCDgQ7+xhIgEyMh9EIAAAFNpxRPn/eZoLNZSj"
    "JaMYMbthmc9UyhiJ3Ux3";

/// The picture of a file, or a skipped test where this machine's libheif has no decoder for it (some distributions pack
/// decoders by themselves).
#define READ_OR_SKIP(text)                                              \
  ImageInfo info;                                                       \
  Image picture;                                                        \
  try {                                                                 \
    picture = decode_image(from_base64(text), "x", true, &info);        \
  } catch (const Error& error) {                                        \
    const std::string sentence = error.what();                          \
    if (sentence.find("lacks the decoder") == std::string::npos) throw; \
    GTEST_SKIP() << sentence;                                           \
  }

TEST(heif, eight_bits_are_read) {
  READ_OR_SKIP(kHeic)
  EXPECT_EQ(info.format, "HEIC");
  EXPECT_EQ(info.bits, 8);
  EXPECT_EQ(info.pages, 1);
  EXPECT_TRUE(info.notes.empty());
  ASSERT_EQ(picture.width(), 24);
  ASSERT_EQ(picture.channels(), 3);
  expect_fields(picture, 4);
}

TEST(heif, ten_bits_are_read) {
  READ_OR_SKIP(kDeepHeic)
  EXPECT_EQ(info.bits, 10);
  expect_fields(picture, 4);
}

TEST(heif, alpha_is_read_in_eight_bits) {
  READ_OR_SKIP(kAlphaAvif)
  EXPECT_EQ(info.format, "AVIF");
  EXPECT_TRUE(info.had_alpha);
  expect_fields(picture, 1);
  made::expect_half_alpha(picture);
}

TEST(heif, alpha_is_read_in_twelve_bits) {
  READ_OR_SKIP(kDeepAvif)
  EXPECT_EQ(info.bits, 12);
  expect_fields(picture, 4);
  made::expect_half_alpha(picture);
}

TEST(heif, colours_multiplied_by_alpha_are_made_straight) {
  READ_OR_SKIP(kPremultipliedAvif)
  expect_fields(picture, 2);
  made::expect_half_alpha(picture);
}

TEST(heif, a_turned_picture_is_turned_once) {
  READ_OR_SKIP(kTurnedAvif)
  ASSERT_EQ(picture.width(), 16);
  ASSERT_EQ(picture.height(), 24);
  expect_fields(picture, 4, {2, 0, 3, 1});  // a quarter, clockwise
}

TEST(heif, a_colour_code_is_honoured) {
  READ_OR_SKIP(kWideAvif)
  EXPECT_TRUE(info.had_profile);
  const std::uint8_t* red = picture.row(3) + 3 * 3;
  EXPECT_GT(red[0], 215);  // (200, 40, 40) of Display P3
  EXPECT_LT(red[1], 25);
}

TEST(heif, high_dynamic_range_is_brought_down) {
  READ_OR_SKIP(kBrightAvif)
  EXPECT_TRUE(info.had_profile);
  const std::uint8_t* red = picture.row(3) + 3 * 3;  // 200 of PQ is bright, 40 nearly black
  EXPECT_GT(red[0], 240);
}

TEST(heif, a_file_cut_short_or_broken_is_an_error_or_a_picture) {
  std::mt19937 random(5);
  for (const char* text : {kHeic, kAlphaAvif, kTurnedAvif}) {
    const auto file = from_base64(text);
    const auto decode = [](std::span<const std::uint8_t> bytes) {
      try {
        decode_image(bytes, "x", true);
        return true;
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find("cannot read 'x': "), 0u) << error.what();
        return false;
      }
    };
    if (!decode(file)) GTEST_SKIP() << "no decoder";
    for (std::size_t length = 0; length < file.size(); length += 3)
      EXPECT_FALSE(decode(std::span(file).first(length))) << length;
    for (int round = 0; round < 150; ++round) {
      auto broken = file;
      for (int i = 0; i < 4; ++i) broken[random() % broken.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
      decode(broken);
    }
  }
}

}  // namespace
}  // namespace segme
