// JPEG XL, from small files that cjxl wrote: lossless and lossy, 8 and 16 bits, grey, alpha, orientation, colours,
// frames.
#include <gtest/gtest.h>

#include <random>

#include "capture/image_file.h"
#include "tests/capture/base64.h"
#include "tests/capture/four_colours.h"

namespace segme {
namespace {

using made::expect_fields;
using made::from_base64;

/// cjxl -d 0
constexpr const char* kRgb = "/woDQUBxIQgCAQDMAEsoN9YfvFdQEAC1Mi9m3ukCQQAQDkqpQ4TkxAI1EGK8Awl+gABJ3hgXifGH++3UyihsAg==";

/// cjxl -d 0, the lower half at 128 of 255
constexpr const char* kAlpha = "/woDwYLiQggIEAC0AEsYk46DgykwIi7zXHsBIQAWkCQB+Phz0YPDLADfgyvOZkqli+HXMfCjxxX9WQ==";

/// cjxl -d 0, from 16 bits
constexpr const char* kDeep =
    "AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAAJanhsbAoAAABXanhsY/8KA/EDUFwICAIBAAQBSzhpmMqD9ysoCIC7Mi8G"
    "i8w7XSAIgMJDK3IoCBGdglhaoCAHTIyMd7ggwk8QUJAhyjscI+MigzH4BHGj/GYKe10=";

/// cjxl -d 1
constexpr const char* kLossy =
    "/woDQUJxIQASiAIATANd5RIAABUqo4wbvJzr+fJDh8W0jesMbbVtYUmiyDg2SSdwSBJLQHm7hEaDQrXVQ8z3A9J004Xlbt9SOBhi+6Nn"
    "p23Dont3KsUAqJACqVUlSUdGZjzeJS/jxRiv/9NrSsZ0ugnLibQmmuRqQJbS41iMYNYlW1xQo1U90uPpOSAlQ80dmBiWrQsTFVIQUySY"
    "U580oTKiUoIRd6qf0+pdSu++PhBSs1rmBhzURD30zCeH5PEIVeH9FA4M8SPvBrJ0ucayQMLkfhRhRgOBVQazuv1nZUQ7";

/// cjxl -d 0: white above 128
constexpr const char* kGrey = "/woDQVC5t4ogCAIBAGgASxiLFQDUmRljjDHzAiAAGBIgYAAEhPtBuQE=";

/// cjxl -d 0 --container=1
constexpr const char* kBox =
    "AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAABIanhsY/8KA0FAcSEIAgEAzABLKDfWH7xXUBAAtTIvZt7pAkEAEA5KqUOE"
    "5MQCNRBivAMJfoAASd4YF4nxh/vt1MoobAI=";

/// cjxl of a JPEG whose EXIF block says 6
constexpr const char* kTurned =
    "AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAADeanhsY/8KAy2QUFwSABKIAgAcA13lEgAAFSqjjBu8nOv58kOHxbSN6wxt"
    "tW1hSaLIODZJJ3BIEkuot1Xo/FBQ+xvEfJ+QpJsuLVddpXCRZOerZ7dz02kR7hhoBgCokAKZrURVxztmzLugjBljlj9zATCJztQMYRoC"
    "pD/A3y15HvD37e9yJcSOUlh89jHKtFRpXIHF/GkM9NTdRTQJLQ9hJ5lhEBgFBOGXFq2vY1N7zpu/50cpV2x1SkgTWr9abHHZMLfJxi8L"
    "Yg2fzma1lYm9AFhh+oC2TYvNmCw=";

/// cjxl -d 0 -x color_space=RGB_D65_SRG_Rel_Lin
constexpr const char* kLinear =
    "/woDQUDRIggCAQDMAEsoN9YfvFdQEAC1Mi9m3ukCQQAQDkqpQ4TkxAI1EGK8Awl+gABJ3hgXifGH++3UyihsAg==";

/// cjxl -d 0 of an animated PNG of three frames
constexpr const char* kAnimation =
    "/woDBQMIKC4JCALTBwAACAAAzABLKDfWH7xXUBAAtTIvZt7pAkEAEA5KqUOE5MQCNRBivAMJfoAASd4YF4nxh/vt1MoobAIIAtMHAAAA"
    "AMwASyg31h+8V1AQALViXsy80wWCAEgcxAEgFICocJAFwiAlef8w0AK9B4kxLlKdD+qhImUHCCIAABBAAEwfAAAQADQASxiLFcJJwuUB"
    "xCADAQ==";

Image read(const char* text, ImageInfo& info) { return decode_image(from_base64(text), "x.jxl", true, &info); }

TEST(jxl, lossless_pictures_are_exact) {
  for (const char* file : {kRgb, kBox, kDeep}) {
    ImageInfo info;
    const Image picture = read(file, info);
    EXPECT_EQ(info.format, "JPEG XL");
    EXPECT_EQ(info.bits, file == kDeep ? 16 : 8);
    EXPECT_FALSE(info.had_profile);
    ASSERT_EQ(picture.width(), 24);
    ASSERT_EQ(picture.channels(), 3);
    expect_fields(picture, 0);
  }
}

TEST(jxl, lossy_pictures_are_close) {
  ImageInfo info;
  expect_fields(read(kLossy, info), 16);
}

TEST(jxl, alpha_is_read) {
  ImageInfo info;
  const Image picture = read(kAlpha, info);
  EXPECT_TRUE(info.had_alpha);
  expect_fields(picture, 0);
  made::expect_half_alpha(picture);
}

TEST(jxl, grey_is_read) {
  ImageInfo info;
  const Image picture = read(kGrey, info);
  ASSERT_EQ(picture.channels(), 3);
  EXPECT_EQ(picture.row(3)[9], 255);
  EXPECT_EQ(picture.row(12)[9], 128);
}

TEST(jxl, a_turned_picture_is_turned_once) {
  ImageInfo info;
  const Image picture = read(kTurned, info);
  ASSERT_EQ(picture.width(), 16);
  ASSERT_EQ(picture.height(), 24);
  expect_fields(picture, 16, {2, 0, 3, 1});
}

TEST(jxl, linear_colours_become_srgb) {
  ImageInfo info;
  const Image picture = read(kLinear, info);
  EXPECT_TRUE(info.had_profile);
  EXPECT_NEAR(picture.row(3)[9], 228, 1);   // 200 of 255 parts of light
  EXPECT_NEAR(picture.row(3)[10], 110, 1);  // 40
}

TEST(jxl, of_an_animation_the_first_frame_is_read) {
  ImageInfo info;
  expect_fields(read(kAnimation, info), 0);
  EXPECT_EQ(info.pages, 3);
  ASSERT_EQ(info.notes.size(), 1u);
  EXPECT_NE(info.notes[0].find("3 frames"), std::string::npos);
}

TEST(jxl, a_file_cut_short_is_said_in_the_error_and_not_on_the_screen) {
  for (const char* text : {kRgb, kAlpha, kDeep, kLossy, kBox}) {
    const auto file = from_base64(text);
    testing::internal::CaptureStderr();
    std::string said;
    try {
      decode_image(std::span(file).first(file.size() / 2), "x", true);
    } catch (const Error& error) {
      said = error.what();
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_NE(said.find("ends in the middle"), std::string::npos) << said;
  }
}

TEST(jxl, a_file_cut_short_or_broken_is_an_error_or_a_picture) {
  std::mt19937 random(5);
  for (const char* text : {kRgb, kAlpha, kDeep, kLossy, kBox, kAnimation}) {
    const auto file = from_base64(text);
    for (std::size_t length = 0; length + 1 < file.size(); ++length) {
      try {
        decode_image(std::span(file).first(length), "x", true);
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).find("cannot read 'x': "), 0u) << error.what();
      }
    }
    for (int round = 0; round < 150; ++round) {
      auto broken = file;
      for (int i = 0; i < 4; ++i) broken[random() % broken.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
      try {
        decode_image(broken, "x", true);
      } catch (const Error&) {
      }
    }
    if (text == kAnimation) continue;  // half of it holds the first frame
    EXPECT_THROW(decode_image(std::span(file).first(file.size() / 2), "x", true), Error);
  }
}

}  // namespace
}  // namespace segme
