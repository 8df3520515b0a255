// refine/temporal_kernels: Highway code, compiled for every instruction set and chosen at run time. See
// temporal_plain.cpp for what each loop computes; it also does what does not fill a vector.
#include "refine/temporal_kernels.h"

// Arrays of vectors, as used here, cannot be made of vectors whose size only the running machine knows; NEON serves
// there.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "refine/temporal_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kStillBlock>;
using Vector = hn::Vec<Floats>;

void Look(const float* HWY_RESTRICT row, std::size_t count, std::uint8_t* HWY_RESTRICT flags) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector least = hn::Set(d, kDecided);
  const Vector most = hn::Set(d, 1 - kDecided);
  std::size_t x = 0;
  for (; x + kStillBlock <= count; x += kStillBlock) {
    Vector low = hn::LoadU(d, row + x);
    Vector high = low;
    for (std::size_t k = lanes; k < kStillBlock; k += lanes) {
      const Vector value = hn::LoadU(d, row + x + k);
      low = hn::Min(low, value);
      high = hn::Max(high, value);
    }
    const int some = hn::AllFalse(d, hn::Gt(high, least)) ? 0 : kSomePerson;
    const int lacks = hn::AllFalse(d, hn::Lt(low, most)) ? 0 : kLacksPerson;
    *flags = static_cast<std::uint8_t>(*flags | some | lacks);
    ++flags;
  }
  if (x < count) plain_temporal_kernels.look(row + x, count - x, flags);
}

void Change(const std::uint8_t* HWY_RESTRICT now, const std::uint8_t* HWY_RESTRICT before, std::size_t pixels,
            float* HWY_RESTRICT out) {
  const hn::CappedTag<std::uint8_t, 16> bytes;
  const hn::CappedTag<float, 4> d;
  const hn::Rebind<std::int32_t, decltype(d)> integers;
  const hn::Rebind<std::uint8_t, decltype(d)> few;
  using Bytes = hn::Vec<decltype(bytes)>;
  const std::size_t lanes = hn::Lanes(bytes);
  const std::size_t part = hn::Lanes(d);
  const auto differ = [](Bytes a, Bytes b) HWY_ATTR { return hn::Or(hn::SaturatedSub(a, b), hn::SaturatedSub(b, a)); };
  HWY_ALIGN std::uint8_t most[16];
  std::size_t x = 0;
  for (; x + lanes <= pixels; x += lanes) {
    Bytes a[3], b[3];
    hn::LoadInterleaved3(bytes, now + 3 * x, a[0], a[1], a[2]);
    hn::LoadInterleaved3(bytes, before + 3 * x, b[0], b[1], b[2]);
    hn::Store(hn::Max(hn::Max(differ(a[0], b[0]), differ(a[1], b[1])), differ(a[2], b[2])), bytes, most);
    for (std::size_t k = 0; k < lanes; k += part) {
      hn::StoreU(hn::ConvertTo(d, hn::PromoteTo(integers, hn::LoadU(few, most + k))), d, out + x + k);
    }
  }
  plain_temporal_kernels.change(now + 3 * x, before + 3 * x, pixels - x, out + x);
}

void Subtract(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b, std::size_t count, float* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) hn::StoreU(hn::Sub(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, out + i);
  plain_temporal_kernels.subtract(a + i, b + i, count - i, out + i);
}

void Box(const float* const rows[3], std::size_t count, float* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector part = hn::Set(d, 1.0F / 9);
  const auto column = [&](const float* const* from, std::ptrdiff_t at) HWY_ATTR {
    return hn::Add(hn::Add(hn::LoadU(d, from[0] + at), hn::LoadU(d, from[1] + at)), hn::LoadU(d, from[2] + at));
  };
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    const Vector sum = hn::Add(hn::Add(column(rows, at - 1), column(rows, at)), column(rows, at + 1));
    hn::StoreU(hn::Mul(sum, part), d, out + i);
  }
  const float* const rest[3] = {rows[0] + i, rows[1] + i, rows[2] + i};
  plain_temporal_kernels.box(rest, count - i, out + i);
}

HWY_INLINE Vector ramp(Floats d, Vector value, float begin, float end) {
  const Vector rise = hn::Mul(hn::Sub(value, hn::Set(d, begin)), hn::Set(d, 1 / (end - begin)));
  return hn::Min(hn::Set(d, 1.0F), hn::Max(hn::Zero(d), rise));
}

float Mix(const MixRow& row) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const Vector quiet = hn::Set(d, kQuietFloor);
  const Vector patience = hn::Set(d, row.patience);
  Vector sum = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= row.count; i += lanes) {
    const Vector innovation = hn::LoadU(d, row.innovations + i);
    const Vector before = hn::LoadU(d, row.drifts + i);
    const Vector drift = hn::MulAdd(hn::Set(d, row.drift), hn::Sub(innovation, before), before);
    const Vector floor = hn::LoadU(d, row.floors + i);
    const Vector change = hn::LoadU(d, row.changes + i);
    const Vector moved = ramp(d, hn::Div(change, hn::Mul(floor, patience)), kChangeBegin, kChangeEnd);
    const Vector blind = ramp(d, floor, kQuietFloor, kNoisyFloor);
    const Vector leapt = hn::Mul(blind, ramp(d, hn::Abs(hn::LoadU(d, row.leaps + i)), kLeapBegin, kLeapEnd));
    const Vector lasting = hn::MulAdd(hn::Set(d, kDriftWeight), hn::Abs(drift), hn::Set(d, row.still));
    const Vector kept = hn::Min(hn::Set(d, 1.0F), hn::Max(lasting, hn::Max(moved, leapt)));
    hn::StoreU(hn::MulAdd(kept, innovation, hn::LoadU(d, row.priors + i)), d, row.given + i);
    hn::StoreU(drift, d, row.drifts + i);
    const Vector learnt = hn::Sub(hn::Min(change, hn::Add(floor, floor)), floor);
    const Vector next = hn::Max(quiet, hn::MulAdd(hn::Set(d, row.floor), learnt, floor));
    hn::StoreU(next, d, row.floors + i);
    sum = hn::Add(sum, next);
  }
  const float done = hn::GetLane(hn::SumOfLanes(d, sum));
  MixRow rest = row;
  rest.count -= i;
  for (const float** values : {&rest.changes, &rest.innovations, &rest.leaps, &rest.priors}) *values += i;
  for (float** values : {&rest.drifts, &rest.floors, &rest.given}) *values += i;
  return done + plain_temporal_kernels.mix(rest);
}

const TemporalKernels* Kernels() {
  static constexpr TemporalKernels kAll = {Look, Change, Subtract, Box, Mix};
  return &kAll;
}

}  // namespace
}  // namespace segme::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme {

HWY_EXPORT(Kernels);
const TemporalKernels& fast_temporal_kernels() { return *HWY_DYNAMIC_DISPATCH(Kernels)(); }

}  // namespace segme
#endif
