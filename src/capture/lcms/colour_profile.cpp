// capture/lcms: ICC profile -> sRGB, by Little CMS. Whether a profile is sRGB already is found by trying it on a grid
// of colours, not by its name: cameras and editors write many variants of the same curve.
#include "capture/colour_profile.h"

#include <lcms2.h>

#include <array>
#include <cstdlib>

namespace segme {
namespace {

struct CloseContext {
  void operator()(cmsContext context) const { cmsDeleteContext(context); }
};
struct CloseProfile {
  void operator()(cmsHPROFILE profile) const { cmsCloseProfile(profile); }
};
struct CloseTransform {
  void operator()(cmsHTRANSFORM transform) const { cmsDeleteTransform(transform); }
};
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, CloseContext>;
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, CloseTransform>;

struct Layout {
  cmsColorSpaceSignature space;
  cmsUInt32Number from;
  cmsUInt32Number to;
};

Layout layout_of(Colours colours) {
  switch (colours) {
    case Colours::grey: return {cmsSigGrayData, TYPE_GRAY_8, TYPE_RGB_8};
    case Colours::grey_alpha: return {cmsSigGrayData, TYPE_GRAYA_8, TYPE_RGBA_8};
    case Colours::rgb: return {cmsSigRgbData, TYPE_RGB_8, TYPE_RGB_8};
    case Colours::rgb_alpha: return {cmsSigRgbData, TYPE_RGBA_8, TYPE_RGBA_8};
    case Colours::cmyk: break;
  }
  return {cmsSigCmykData, COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4) | BYTES_SH(1), TYPE_RGB_8};
}

class LcmsTransform final : public ColourTransform {
 public:
  LcmsTransform(Context context, Transform transform)
      : context_(std::move(context)), transform_(std::move(transform)) {}
  void convert(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) const override {
    cmsDoTransform(transform_.get(), from, to, static_cast<cmsUInt32Number>(pixels));
  }

 private:
  Context context_;  // outlives the transform made in it
  Transform transform_;
};

/// True when the transform moves no colour of a 6 x 6 x 6 grid by more than one step.
bool changes_nothing(const ColourTransform& transform, Colours colours) {
  constexpr int kSteps = 6;
  if (colours == Colours::cmyk) return false;
  const int samples = samples_of(colours);
  for (int i = 0; i < kSteps * kSteps * kSteps; ++i) {
    const std::array<int, 3> rgb = {51 * (i % kSteps), 51 * (i / kSteps % kSteps), 51 * (i / kSteps / kSteps)};
    const bool grey = samples < 3;
    std::array<std::uint8_t, 4> from{};
    std::array<std::uint8_t, 4> to{};
    for (std::size_t c = 0; c < 3; ++c) from[c] = static_cast<std::uint8_t>(grey ? (c == 0 ? i : 0) : rgb[c]);
    transform.convert(from.data(), to.data(), 1);
    for (std::size_t c = 0; c < 3; ++c) {
      if (std::abs(to[c] - (grey ? i : rgb[c])) > 1) return false;
    }
  }
  return true;
}

}  // namespace

std::unique_ptr<ColourTransform> make_colour_transform(std::span<const std::uint8_t> profile, Colours colours) {
  if (profile.empty()) return nullptr;
  Context context(cmsCreateContext(nullptr, nullptr));
  if (!context) return nullptr;
  cmsSetLogErrorHandlerTHR(context.get(), [](cmsContext, cmsUInt32Number, const char*) {});
  const Profile from(
      cmsOpenProfileFromMemTHR(context.get(), profile.data(), static_cast<cmsUInt32Number>(profile.size())));
  const Layout layout = layout_of(colours);
  if (!from || cmsGetColorSpace(from.get()) != layout.space) return nullptr;
  const Profile to(cmsCreate_sRGBProfileTHR(context.get()));
  if (!to) return nullptr;
  const cmsUInt32Number flags = has_alpha(colours) ? cmsFLAGS_COPY_ALPHA : 0;
  Transform transform(cmsCreateTransformTHR(context.get(), from.get(), layout.from, to.get(), layout.to,
                                            INTENT_RELATIVE_COLORIMETRIC, flags | cmsFLAGS_BLACKPOINTCOMPENSATION));
  if (!transform) return nullptr;
  auto result = std::make_unique<LcmsTransform>(std::move(context), std::move(transform));
  if (changes_nothing(*result, colours)) return nullptr;
  return result;
}

}  // namespace segme
