// Embedded colour profiles: the pixels must come out as Little CMS itself converts them, in every format that can hold
// one.
#include <gtest/gtest.h>
#include <lcms2.h>

#include <cstdlib>
#include <memory>

#include "capture/image_file.h"
#include "sink/image_file.h"
#include "tests/capture/made_files.h"

namespace segme {
namespace {

using made::Bytes;
using Profile = std::unique_ptr<void, void (*)(void*)>;
void close_profile(void* profile) { cmsCloseProfile(profile); }

Bytes saved(const Profile& profile) {
  cmsUInt32Number count = 0;
  EXPECT_TRUE(cmsSaveProfileToMem(profile.get(), nullptr, &count));
  Bytes bytes(count);
  EXPECT_TRUE(cmsSaveProfileToMem(profile.get(), bytes.data(), &count));
  return bytes;
}

/// A room where red and green have changed places and the curve is another.
Profile swapped_primaries() {
  const cmsCIExyY white = {0.3127, 0.3290, 1.0};
  const cmsCIExyYTRIPLE primaries = {{0.30, 0.60, 1.0}, {0.64, 0.33, 1.0}, {0.15, 0.06, 1.0}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 1.8);
  cmsToneCurve* curves[] = {curve, curve, curve};
  Profile profile(cmsCreateRGBProfile(&white, &primaries, curves), close_profile);
  cmsFreeToneCurve(curve);
  return profile;
}

Profile grey_gamma(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  Profile profile(cmsCreateGrayProfile(cmsD50_xyY(), curve), close_profile);
  cmsFreeToneCurve(curve);
  return profile;
}

/// A printer whose paper is white, whose inks subtract, and whose magenta prints a little blue.
Profile printer() {
  Profile profile(cmsCreateProfilePlaceholder(nullptr), close_profile);
  cmsSetProfileVersion(profile.get(), 4.3);
  cmsSetDeviceClass(profile.get(), cmsSigOutputClass);
  cmsSetColorSpace(profile.get(), cmsSigCmykData);
  cmsSetPCS(profile.get(), cmsSigLabData);
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
  cmsStage* grid = cmsStageAllocCLut16bit(nullptr, 9, 4, 3, nullptr);
  cmsStageSampleCLut16bit(
      grid,
      [](const cmsUInt16Number in[], cmsUInt16Number out[], void*) -> cmsInt32Number {
        const double black = 1.0 - in[3] / 65535.0;
        const double lightness = 100.0 * black * (1.0 - (0.3 * in[0] + 0.5 * in[1] + 0.1 * in[2]) / 65535.0);
        const double a = black * (60.0 * in[1] - 40.0 * in[0]) / 65535.0;
        const double b = black * (70.0 * in[2] - 30.0 * in[1] - 40.0 * in[0]) / 65535.0;
        const cmsCIELab lab = {lightness, a, b};
        cmsFloat2LabEncoded(out, &lab);
        return TRUE;
      },
      nullptr, 0);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 4, nullptr));  // the file wants curves
  cmsPipelineInsertStage(pipeline, cmsAT_END, grid);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, nullptr));
  cmsWriteTag(profile.get(), cmsSigAToB0Tag, pipeline);
  cmsPipelineFree(pipeline);
  return profile;
}

Image by_lcms(const Profile& profile, const std::uint8_t* pixels, cmsUInt32Number layout, int width, int height) {
  const Profile srgb(cmsCreate_sRGBProfile(), close_profile);
  cmsHTRANSFORM transform = cmsCreateTransform(profile.get(), layout, srgb.get(), TYPE_RGB_8,
                                               INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_BLACKPOINTCOMPENSATION);
  Image result(width, height, 3);
  cmsDoTransform(transform, pixels, result.data(), static_cast<cmsUInt32Number>(width * height));
  cmsDeleteTransform(transform);
  return result;
}

int largest_difference(const Image& a, const Image& b) {
  if (a.size() != b.size()) return 256;
  int largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a.data()[i] - b.data()[i]));
  return largest;
}

Bytes png_of(const Image& picture, const Bytes& profile, int bits = 8) {
  made::PngFile file{.width = picture.width(),
                     .height = picture.height(),
                     .bits = bits,
                     .colour_type = picture.channels() == 1   ? 0
                                    : picture.channels() == 4 ? 6
                                                              : 2};
  file.profile = profile;
  file.sample = [&](int x, int y, int c) {
    return picture.row(y)[x * picture.channels() + c] * (bits == 16 ? 257 : 1);
  };
  return made::png(file);
}

TEST(colour_profile, pixels_are_converted_to_srgb_in_every_format) {
  const Image picture = made::uneven(33, 19, 3);
  const Profile profile = swapped_primaries();
  const Bytes icc = saved(profile);
  const Image expected = by_lcms(profile, picture.data(), TYPE_RGB_8, 33, 19);
  ASSERT_GT(largest_difference(expected, picture), 100) << "the profile must do something";
  made::TiffFile tiff{.width = 33, .height = 19, .profile = icc};
  tiff.sample = [&](int x, int y, int c) { return picture.row(y)[3 * x + c]; };
  const std::vector<Bytes> files = {png_of(picture, icc), png_of(picture, icc, 16), made::tiff(tiff),
                                    made::webp_with(encode_image(picture, ".webp"), 33, 19, {}, icc)};
  for (const Bytes& file : files) {
    ImageInfo info;
    EXPECT_LE(largest_difference(decode_image(file, "test", false, &info), expected), 1);
    EXPECT_TRUE(info.had_profile);
  }
}

TEST(colour_profile, a_jpeg_profile_in_several_pieces_is_joined) {
  const Bytes jpeg = encode_image(made::uneven(40, 24, 3), ".jpg");
  const Image plain = decode_image(jpeg, "test.jpg");
  const Profile profile = swapped_primaries();
  const Image expected = by_lcms(profile, plain.data(), TYPE_RGB_8, 40, 24);
  for (const int pieces : {1, 3}) {
    const Bytes file = made::with_profile(jpeg, saved(profile), pieces);
    EXPECT_LE(largest_difference(decode_image(file, "test.jpg"), expected), 1) << pieces;
    // Turned pictures take another way through the code.
    const Image turned = decode_image(made::with_exif(file, 6), "test.jpg");
    EXPECT_LE(largest_difference(made::as_stored(turned, 6), expected), 1) << pieces;
  }
}

TEST(colour_profile, alpha_stays_as_it_is) {
  const Image picture = made::uneven(12, 12, 4);
  const Profile profile = swapped_primaries();
  const Image expected = by_lcms(profile, picture.data(), TYPE_RGBA_8, 12, 12);
  const Image decoded = decode_image(png_of(picture, saved(profile)), "test.png", true);
  ASSERT_EQ(decoded.channels(), 4);
  for (std::size_t i = 0; i < 144; ++i) {
    EXPECT_EQ(decoded.data()[4 * i + 3], picture.data()[4 * i + 3]);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(decoded.data()[4 * i + c], expected.data()[3 * i + c], 1);
  }
}

TEST(colour_profile, a_grey_profile_converts_grey) {
  const Image picture = made::uneven(16, 16, 1);
  const Profile profile = grey_gamma(1.0);
  const Image expected = by_lcms(profile, picture.data(), TYPE_GRAY_8, 16, 16);
  EXPECT_LE(largest_difference(decode_image(png_of(picture, saved(profile)), "test.png"), expected), 1);
}

TEST(colour_profile, srgb_itself_changes_no_pixel) {
  const Image picture = made::uneven(33, 19, 3);
  const Profile srgb(cmsCreate_sRGBProfile(), close_profile);
  ImageInfo info;
  EXPECT_TRUE(made::same(decode_image(png_of(picture, saved(srgb)), "test.png", false, &info), picture));
  EXPECT_FALSE(info.had_profile);
}

TEST(colour_profile, a_broken_or_unfitting_profile_is_left_aside) {
  const Image picture = made::uneven(9, 9, 3);
  const Bytes whole = saved(swapped_primaries());
  const Bytes jpeg = encode_image(picture, ".jpg");
  const Image plain = decode_image(jpeg, "test.jpg");
  const auto decoded = [&](const Bytes& profile) {
    return decode_image(made::with_profile(jpeg, profile, 1), "test.jpg");
  };
  EXPECT_TRUE(made::same(decoded(Bytes(whole.begin(), whole.begin() + 100)), plain));
  EXPECT_TRUE(made::same(decoded(Bytes(200, 0x55)), plain));
  EXPECT_TRUE(made::same(decoded(saved(grey_gamma(2.2))), plain)) << "grey profile, colour picture";
}

TEST(colour_profile, a_cmyk_profile_converts_ink) {
  const Image ink = made::uneven(20, 20, 4);
  made::TiffFile file{.width = 20, .height = 20, .samples = 4, .photometric = 5};
  file.sample = [&](int x, int y, int c) { return ink.row(y)[4 * x + c]; };
  const Image plain = decode_image(made::tiff(file), "test.tif");
  const Profile profile = printer();
  file.profile = saved(profile);
  const Image expected = by_lcms(profile, ink.data(), TYPE_CMYK_8, 20, 20);
  const Image decoded = decode_image(made::tiff(file), "test.tif");
  EXPECT_LE(largest_difference(decoded, expected), 1);
  EXPECT_GT(largest_difference(decoded, plain), 20);
}

}  // namespace
}  // namespace segme
