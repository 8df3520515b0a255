// capture/lcms: ICC profile -> sRGB, by Little CMS. Whether a profile is sRGB already is found by trying it on a grid
// of colours, not by its name: cameras and editors write many variants of the same curve.
#include "capture/colour_profile.h"

#include <lcms2.h>

#include <array>
#include <cstdlib>
#include <new>

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
  cmsUInt32Number from_deep;
  cmsUInt32Number to;
};

Layout layout_of(PixelKind colours) {
  switch (colours) {
    case PixelKind::grey: return {cmsSigGrayData, TYPE_GRAY_8, TYPE_GRAY_16, TYPE_RGB_8};
    case PixelKind::grey_alpha: return {cmsSigGrayData, TYPE_GRAYA_8, TYPE_GRAYA_16, TYPE_RGBA_8};
    case PixelKind::rgb: return {cmsSigRgbData, TYPE_RGB_8, TYPE_RGB_16, TYPE_RGB_8};
    case PixelKind::rgb_alpha: return {cmsSigRgbData, TYPE_RGBA_8, TYPE_RGBA_16, TYPE_RGBA_8};
    case PixelKind::cmyk: break;
  }
  return {cmsSigCmykData, TYPE_CMYK_8, TYPE_CMYK_16, TYPE_RGB_8};
}

Transform make_transform(cmsContext context, const Profile& from, const Profile& to, cmsUInt32Number kind,
                         const Layout& layout, PixelKind colours) {
  const cmsUInt32Number flags = has_alpha(colours) ? cmsFLAGS_COPY_ALPHA : 0;
  return Transform(cmsCreateTransformTHR(context, from.get(), kind, to.get(), layout.to, INTENT_RELATIVE_COLORIMETRIC,
                                         flags | cmsFLAGS_BLACKPOINTCOMPENSATION));
}

class LcmsTransform final : public ColourTransform {
 public:
  /// `from` and `to` were opened in `context`, and `transform` made there for 8 bits.
  LcmsTransform(Context context, Profile from, Profile to, Transform transform, PixelKind colours)
      : context_(std::move(context)),
        from_(std::move(from)),
        to_(std::move(to)),
        transform_(std::move(transform)),
        colours_(colours) {}
  void convert(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) override {
    cmsDoTransform(transform_.get(), from, to, static_cast<cmsUInt32Number>(pixels));
  }
  void convert_deep(const std::uint16_t* from, std::uint8_t* to, std::size_t pixels) override {
    if (!deep_) {
      const Layout layout = layout_of(colours_);
      deep_ = make_transform(context_.get(), from_, to_, layout.from_deep, layout, colours_);
      if (!deep_) throw std::bad_alloc();  // what it needs was there for 8 bits
    }
    cmsDoTransform(deep_.get(), from, to, static_cast<cmsUInt32Number>(pixels));
  }

 private:
  Context context_;  // outlives what was made in it
  Profile from_, to_;
  Transform transform_, deep_;
  PixelKind colours_;
};

/// True when the transform moves no colour of a 6 x 6 x 6 grid by more than one step.
bool changes_nothing(ColourTransform& transform, PixelKind colours) {
  constexpr int kSteps = 6;
  if (colours == PixelKind::cmyk) return false;
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

std::unique_ptr<ColourTransform> make_colour_transform(std::span<const std::uint8_t> profile, PixelKind colours) {
  if (profile.empty()) return nullptr;
  Context context(cmsCreateContext(nullptr, nullptr));
  if (!context) return nullptr;
  cmsSetLogErrorHandlerTHR(context.get(), [](cmsContext, cmsUInt32Number, const char*) {});
  Profile from(cmsOpenProfileFromMemTHR(context.get(), profile.data(), static_cast<cmsUInt32Number>(profile.size())));
  const Layout layout = layout_of(colours);
  if (!from || cmsGetColorSpace(from.get()) != layout.space) return nullptr;
  Profile to(cmsCreate_sRGBProfileTHR(context.get()));
  if (!to) return nullptr;
  Transform transform = make_transform(context.get(), from, to, layout.from, layout, colours);
  if (!transform) return nullptr;
  auto result = std::make_unique<LcmsTransform>(std::move(context), std::move(from), std::move(to),
                                                std::move(transform), colours);
  if (changes_nothing(*result, colours)) return nullptr;
  return result;
}

}  // namespace segme
