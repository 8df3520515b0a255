// train/rounding_kernels: Highway code, compiled for every instruction set and chosen at run time.
#include "train/rounding_kernels.h"

#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "train/rounding_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::train::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

constexpr float kHighestByte = 255;

/// Calls use(tag, place) for vectors of at most 8 lanes of which each place lies in exactly one.
template <class Use>
HWY_INLINE void for_places(std::int64_t count, const Use& use) {
  std::int64_t place = 0;
  const auto walk = [&](auto d) HWY_ATTR {
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
    for (; place + lanes <= count; place += lanes) use(d, place);
  };
  walk(hn::CappedTag<float, 8>());
  walk(hn::CappedTag<float, 1>());
}

void Round(const ByteRule& rule, const float* x, std::int64_t count, float* out, std::int8_t* side) {
  for_places(count, [&](auto d, std::int64_t at) HWY_ATTR {
    const hn::RebindToSigned<decltype(d)> whole;
    const hn::Rebind<std::int8_t, decltype(d)> bytes;
    const auto zero = hn::Set(d, static_cast<float>(rule.zero));
    const auto highest = hn::Set(d, kHighestByte);
    const auto wanted = hn::Add(hn::Round(hn::Mul(hn::LoadU(d, x + at), hn::Set(d, 1.0F / rule.scale))), zero);
    const auto below = hn::Lt(wanted, hn::Zero(d));
    const auto above = hn::Gt(wanted, highest);
    // Not Min and Max, which make a limit of what is no number.
    const auto byte = hn::IfThenElse(below, hn::Zero(d), hn::IfThenElse(above, highest, wanted));
    hn::StoreU(hn::Mul(hn::Sub(byte, zero), hn::Set(d, rule.scale)), d, out + at);
    const auto one = hn::Set(whole, 1);
    const auto signs = hn::Sub(hn::IfThenElseZero(hn::RebindMask(whole, above), one),
                               hn::IfThenElseZero(hn::RebindMask(whole, below), one));
    hn::StoreU(hn::DemoteTo(bytes, signs), bytes, side + at);
  });
}

void Gradient(const std::int8_t* side, const float* gradient, std::int64_t count, float* out) {
  for_places(count, [&](auto d, std::int64_t at) HWY_ATTR {
    const hn::Rebind<std::int8_t, decltype(d)> bytes;
    const hn::RebindToSigned<decltype(d)> whole;
    const auto signs = hn::ConvertTo(d, hn::PromoteTo(whole, hn::LoadU(bytes, side + at)));
    const auto value = hn::LoadU(d, gradient + at);
    // A step goes against the gradient: one above comes back where that is positive, one below where it is negative.
    const auto outwards = hn::Lt(hn::Mul(signs, value), hn::Zero(d));
    hn::StoreU(hn::IfThenElse(outwards, hn::Zero(d), value), d, out + at);
  });
}

constexpr RoundingLoops kLoops = {Round, Gradient};
const RoundingLoops* Loops() { return &kLoops; }

}  // namespace
}  // namespace segme::train::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme::train {

HWY_EXPORT(Loops);
const RoundingLoops& rounding_loops() { return *HWY_DYNAMIC_DISPATCH(Loops)(); }

}  // namespace segme::train
#endif
