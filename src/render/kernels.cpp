// render/kernels: Highway code, compiled for every instruction set and chosen at run time. See kernels_plain.cpp for
// what each loop computes. A vector of L bytes of RGB needs L / 3 matte values: three vectors of bytes take one of the
// matte, each value spread over its three channels.
#include "render/kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "render/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kMost = 16;  // lanes of a vector, at most
using Floats = hn::CappedTag<float, kMost>;
using Vector = hn::Vec<Floats>;
using Integers = hn::RebindToSigned<Floats>;
using Bytes = hn::Rebind<std::uint8_t, Floats>;

HWY_INLINE Vector load(Floats d, const std::uint8_t* from) {
  return hn::ConvertTo(d, hn::PromoteTo(Integers(), hn::LoadU(Bytes(), from)));
}

HWY_INLINE void store_rounded(Floats d, Vector value, std::uint8_t* to) {
  const auto whole = hn::ConvertTo(Integers(), hn::Add(value, hn::Set(d, 0.5F)));
  hn::StoreU(hn::DemoteTo(Bytes(), whole), Bytes(), to);
}

/// Calls step(k, i, matte): vector k of 3 that begins at byte i, with the matte of its pixels. Returns the pixels done.
template <class Step>
HWY_INLINE std::size_t for_vectors(const float* matte, std::size_t pixels, Step step) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN std::int32_t places[3 * kMost];
  for (std::size_t i = 0; i < 3 * lanes; ++i) places[i] = static_cast<std::int32_t>(i / 3);
  const auto first = hn::SetTableIndices(d, places);
  const auto second = hn::SetTableIndices(d, places + lanes);
  const auto third = hn::SetTableIndices(d, places + 2 * lanes);
  std::size_t x = 0;
  for (; x + lanes <= pixels; x += lanes) {
    const Vector values = hn::LoadU(d, matte + x);
    step(std::size_t{0}, 3 * x, hn::TableLookupLanes(values, first));
    step(std::size_t{1}, 3 * x + lanes, hn::TableLookupLanes(values, second));
    step(std::size_t{2}, 3 * x + 2 * lanes, hn::TableLookupLanes(values, third));
  }
  return x;
}

void Look(const float* HWY_RESTRICT matte, std::size_t pixels, std::uint8_t* HWY_RESTRICT flags) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector least = hn::Set(d, 0.5F / 256);
  const Vector most = hn::Set(d, 1 - 0.5F / 256);
  std::size_t x = 0;
  for (; x + kLookedAt <= pixels; x += kLookedAt) {
    Vector low = hn::LoadU(d, matte + x);
    Vector high = low;
    for (std::size_t k = lanes; k < kLookedAt; k += lanes) {
      const Vector value = hn::LoadU(d, matte + x + k);
      low = hn::Min(low, value);
      high = hn::Max(high, value);
    }
    const bool person = !hn::AllFalse(d, hn::Gt(high, least));
    const bool background = !hn::AllFalse(d, hn::Lt(low, most));
    *flags++ = static_cast<std::uint8_t>((person ? 1 : 0) + (background ? 2 : 0));
  }
  plain_render_kernels.look(matte + x, pixels - x, flags);
}

void Blend(const std::uint8_t* HWY_RESTRICT front, const std::uint8_t* HWY_RESTRICT back,
           const float* HWY_RESTRICT matte, std::size_t pixels, std::uint8_t* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t done = for_vectors(matte, pixels, [&](std::size_t, std::size_t i, Vector m) HWY_ATTR {
    const Vector under = load(d, back + i);
    store_rounded(d, hn::MulAdd(m, hn::Sub(load(d, front + i), under), under), out + i);
  });
  plain_render_kernels.blend(front + 3 * done, back + 3 * done, matte + done, pixels - done, out + 3 * done);
}

/// The values of a plane at pixels that lie on it one after another, from column `first` on.
template <class Places>
HWY_INLINE Vector between(Floats d, const float* plane, std::ptrdiff_t first, Places places, Vector part) {
  const Vector here = hn::TableLookupLanes(hn::LoadU(d, plane + first), places);
  const Vector next = hn::TableLookupLanes(hn::LoadU(d, plane + first + 1), places);
  return hn::MulAdd(part, hn::Sub(next, here), here);
}

void OwnColours(const std::uint8_t* HWY_RESTRICT seen, const float* HWY_RESTRICT matte, const LevelRow& level,
                std::size_t pixels, std::uint8_t* HWY_RESTRICT out) {
  const Floats d;
  const Integers whole;
  const Bytes bytes;
  const std::size_t lanes = hn::Lanes(d);
  const Vector most = hn::Set(d, 255.0F);
  std::size_t x = 0;
  for (; x + lanes <= pixels; x += lanes) {
    hn::Vec<Bytes> stored[3];
    hn::LoadInterleaved3(bytes, seen + 3 * x, stored[0], stored[1], stored[2]);
    const Vector a = hn::LoadU(d, matte + x);
    const auto soft = hn::And(hn::Gt(a, hn::Set(d, kSoftLeast)), hn::Lt(a, hn::Set(d, kSure)));
    if (!hn::AllFalse(d, soft)) {
      const Vector rest = hn::Sub(hn::Set(d, 1.0F), a);
      const Vector part = hn::LoadU(d, level.parts + x);
      const std::ptrdiff_t first = level.columns[x];
      const auto steps = hn::Sub(hn::LoadU(whole, level.columns + x), hn::Set(whole, level.columns[x]));
      const auto places = hn::IndicesFromVec(d, steps);
      for (int c = 0; c < 3; ++c) {
        const Vector person = between(d, level.planes[c], first, places, part);
        const Vector background = between(d, level.planes[3 + c], first, places, part);
        const Vector here = hn::ConvertTo(d, hn::PromoteTo(whole, stored[c]));
        const Vector missing = hn::NegMulAdd(rest, background, hn::NegMulAdd(a, person, here));
        const Vector better = hn::Min(most, hn::Max(hn::Zero(d), hn::MulAdd(a, missing, person)));
        const Vector kept = hn::IfThenElse(soft, better, here);
        stored[c] = hn::DemoteTo(bytes, hn::ConvertTo(whole, hn::Add(kept, hn::Set(d, 0.5F))));
      }
    }
    hn::StoreInterleaved3(stored[0], stored[1], stored[2], bytes, out + 3 * x);
  }
  const LevelRow left = {
      {level.planes[0], level.planes[1], level.planes[2], level.planes[3], level.planes[4], level.planes[5]},
      level.columns + x,
      level.parts + x};
  plain_render_kernels.own_colours(seen + 3 * x, matte + x, left, pixels - x, out + 3 * x);
}

void SmoothStep(const float* in, float low, float width, std::size_t size, float* out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector one = hn::Set(d, 1.0F);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const Vector ramp = hn::Div(hn::Sub(hn::LoadU(d, in + i), hn::Set(d, low)), hn::Set(d, width));
    const Vector t = hn::Min(one, hn::Max(hn::Zero(d), ramp));
    hn::StoreU(hn::Mul(hn::Mul(t, t), hn::NegMulAdd(t, hn::Set(d, 2.0F), hn::Set(d, 3.0F))), d, out + i);
  }
  plain_render_kernels.smooth_step(in + i, low, width, size - i, out + i);
}

void Overlay(const std::uint8_t* HWY_RESTRICT front, const float* HWY_RESTRICT matte, const float* colour,
             std::size_t pixels, std::uint8_t* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN float colours[3 * kMost];
  for (std::size_t i = 0; i < 3 * lanes; ++i) colours[i] = colour[i % 3];
  const std::size_t done = for_vectors(matte, pixels, [&](std::size_t k, std::size_t i, Vector m) HWY_ATTR {
    store_rounded(d, hn::MulAdd(m, hn::Load(d, colours + k * lanes), load(d, front + i)), out + i);
  });
  plain_render_kernels.overlay(front + 3 * done, matte + done, colour, pixels - done, out + 3 * done);
}

void Screen(const std::uint8_t* HWY_RESTRICT light, const float* HWY_RESTRICT matte, std::size_t pixels,
            std::uint8_t* HWY_RESTRICT picture) {
  const Floats d;
  const Vector most = hn::Set(d, 255.0F);
  const Vector part = hn::Set(d, 1 / 255.0F);
  const std::size_t done = for_vectors(matte, pixels, [&](std::size_t, std::size_t i, Vector m) HWY_ATTR {
    const Vector seen = load(d, picture + i);
    const Vector added = hn::Mul(hn::Mul(hn::Mul(m, part), load(d, light + i)), hn::Sub(most, seen));
    store_rounded(d, hn::Add(seen, added), picture + i);
  });
  plain_render_kernels.screen(light + 3 * done, matte + done, pixels - done, picture + 3 * done);
}

/// The cube root of 0.005..1.1 by four of Newton's steps towards its inverse, from a guess at the exponent.
HWY_INLINE Vector cube_root(Floats d, Vector x) {
  const Integers whole;
  const Vector third = hn::Set(d, 1 / 3.0F);
  const Vector exponent = hn::ConvertTo(d, hn::BitCast(whole, x));
  Vector y = hn::BitCast(d, hn::Sub(hn::Set(whole, 0x54a21d2a), hn::ConvertTo(whole, hn::Mul(exponent, third))));
  for (int i = 0; i < 3; ++i) {
    const Vector cubed = hn::Mul(hn::Mul(y, y), hn::Mul(y, x));
    y = hn::Mul(y, hn::NegMulAdd(cubed, third, hn::Set(d, 4 / 3.0F)));
  }
  return hn::Mul(x, hn::Mul(y, y));
}

HWY_INLINE Vector lab_root(Floats d, Vector t) {
  const Vector line = hn::MulAdd(t, hn::Set(d, 7.787F), hn::Set(d, 16.0F / 116));
  const Vector edge = hn::Set(d, 0.008856F);
  return hn::IfThenElse(hn::Gt(t, edge), cube_root(d, hn::Max(t, edge)), line);
}

HWY_INLINE Vector lab_cube(Floats d, Vector f) {
  const Vector line = hn::Mul(hn::Sub(f, hn::Set(d, 16.0F / 116)), hn::Set(d, 1 / 7.787F));
  return hn::IfThenElse(hn::Gt(f, hn::Set(d, 6.0F / 29)), hn::Mul(f, hn::Mul(f, f)), line);
}

HWY_INLINE Vector weigh(Floats d, const float w[3], Vector a, Vector b, Vector c) {
  return hn::MulAdd(hn::Set(d, w[0]), a, hn::MulAdd(hn::Set(d, w[1]), b, hn::Mul(hn::Set(d, w[2]), c)));
}

void ToLab(const std::uint8_t* colours, std::size_t pixels, const LabRow& out) {
  static constexpr float kTo[3][3] = {{0.412453F / 0.950456F, 0.357580F / 0.950456F, 0.180423F / 0.950456F},
                                      {0.212671F, 0.715160F, 0.072169F},
                                      {0.019334F / 1.088754F, 0.119193F / 1.088754F, 0.950227F / 1.088754F}};
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const float* linear = light_curve().linear;
  std::size_t i = 0;
  for (; i + lanes <= pixels; i += lanes) {
    // A table is faster looked up one by one than gathered.
    for (std::size_t k = i; k < i + lanes; ++k) {
      out.lightness[k] = linear[colours[3 * k]];
      out.a[k] = linear[colours[3 * k + 1]];
      out.b[k] = linear[colours[3 * k + 2]];
    }
    const Vector red = hn::LoadU(d, out.lightness + i);
    const Vector green = hn::LoadU(d, out.a + i);
    const Vector blue = hn::LoadU(d, out.b + i);
    const Vector x = lab_root(d, weigh(d, kTo[0], red, green, blue));
    const Vector y = lab_root(d, weigh(d, kTo[1], red, green, blue));
    const Vector z = lab_root(d, weigh(d, kTo[2], red, green, blue));
    hn::StoreU(hn::MulSub(y, hn::Set(d, 116.0F), hn::Set(d, 16.0F)), d, out.lightness + i);
    hn::StoreU(hn::Mul(hn::Sub(x, y), hn::Set(d, 500.0F)), d, out.a + i);
    hn::StoreU(hn::Mul(hn::Sub(y, z), hn::Set(d, 200.0F)), d, out.b + i);
  }
  plain_render_kernels.to_lab(colours + 3 * i, pixels - i, {out.lightness + i, out.a + i, out.b + i});
}

HWY_INLINE Vector affine(Floats d, const float* from, float scale, float offset, float low, float high) {
  const Vector value = hn::MulAdd(hn::LoadU(d, from), hn::Set(d, scale), hn::Set(d, offset));
  return hn::Min(hn::Set(d, high), hn::Max(hn::Set(d, low), value));
}

/// Where in the table of bytes a light is.
HWY_INLINE void store_place(Floats d, Vector light, std::int32_t* to) {
  const Vector inside = hn::Min(hn::Set(d, 1.0F), hn::Max(hn::Zero(d), light));
  const Vector steps = hn::Set(d, static_cast<float>(LightCurve::kSteps - 1));
  hn::Store(hn::ConvertTo(Integers(), hn::MulAdd(hn::Sqrt(inside), steps, hn::Set(d, 0.5F))), Integers(), to);
}

void FromLab(const LabRow& row, const float* scale, const float* offset, std::size_t pixels, std::uint8_t* out) {
  static constexpr float kFrom[3][3] = {{3.240479F * 0.950456F, -1.537150F, -0.498535F * 1.088754F},
                                        {-0.969256F * 0.950456F, 1.875991F, 0.041556F * 1.088754F},
                                        {0.055648F * 0.950456F, -0.204043F, 1.057311F * 1.088754F}};
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const std::uint8_t* bytes = light_curve().byte;
  HWY_ALIGN std::int32_t places[3][kMost];
  std::size_t i = 0;
  for (; i + lanes <= pixels; i += lanes) {
    const Vector lightness = affine(d, row.lightness + i, scale[0], offset[0], 0, 100);
    const Vector a = affine(d, row.a + i, scale[1], offset[1], -128, 127);
    const Vector b = affine(d, row.b + i, scale[2], offset[2], -128, 127);
    const Vector y = hn::Mul(hn::Add(lightness, hn::Set(d, 16.0F)), hn::Set(d, 1 / 116.0F));
    const Vector light_x = lab_cube(d, hn::MulAdd(a, hn::Set(d, 1 / 500.0F), y));
    const Vector light_y = lab_cube(d, y);
    const Vector light_z = lab_cube(d, hn::NegMulAdd(b, hn::Set(d, 1 / 200.0F), y));
    for (int c = 0; c < 3; ++c) store_place(d, weigh(d, kFrom[c], light_x, light_y, light_z), places[c]);
    std::uint8_t* to = out + 3 * i;
    for (std::size_t k = 0; k < lanes; ++k, to += 3) {
      for (std::size_t c = 0; c < 3; ++c) to[c] = bytes[places[c][k]];
    }
  }
  plain_render_kernels.from_lab({row.lightness + i, row.a + i, row.b + i}, scale, offset, pixels - i, out + 3 * i);
}

const RenderKernels* Kernels() {
  static constexpr RenderKernels kAll = {Look, Blend, OwnColours, SmoothStep, Overlay, Screen, ToLab, FromLab};
  return &kAll;
}

}  // namespace
}  // namespace segme::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme {

HWY_EXPORT(Kernels);
const RenderKernels& fast_render_kernels() { return *HWY_DYNAMIC_DISPATCH(Kernels)(); }

}  // namespace segme
#endif
