// train/float_lanes: vectors of floats from memory that holds 32-bit or 16-bit ones (bf16, as their bits), and the walk
// over channels in whole vectors. Per-target header: include inside foreach_target.

#if defined(SEGME_TRAIN_FLOAT_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SEGME_TRAIN_FLOAT_LANES_INL_H
#undef SEGME_TRAIN_FLOAT_LANES_INL_H
#else
#define SEGME_TRAIN_FLOAT_LANES_INL_H
#endif

#include <cstdint>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::train::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D>
HWY_INLINE hn::Vec<D> load_lanes(D d, const float* from) {
  return hn::LoadU(d, from);
}

template <class D>
HWY_INLINE hn::Vec<D> load_lanes(D d, const std::uint16_t* from) {
  const hn::RebindToUnsigned<D> bits;
  return hn::BitCast(d, hn::ShiftLeft<16>(hn::PromoteTo(bits, hn::LoadU(hn::Rebind<std::uint16_t, D>(), from))));
}

template <class D, class V = hn::Vec<D>>
HWY_INLINE void store_lanes(D d, V value, float* to) {
  hn::StoreU(value, d, to);
}

/// To the nearest 16-bit float, ties to the even one.
template <class D, class V = hn::Vec<D>>
HWY_INLINE void store_lanes(D /*d*/, V value, std::uint16_t* to) {
  const hn::RebindToUnsigned<D> unsigned_bits;
  const hn::RebindToSigned<D> signed_bits;
  const hn::Rebind<std::uint16_t, D> half;
  const auto bits = hn::BitCast(unsigned_bits, value);
  const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(unsigned_bits, 1));
  const auto rounded = hn::Add(bits, hn::Add(odd, hn::Set(unsigned_bits, 0x7FFF)));
  hn::StoreU(hn::DemoteTo(half, hn::BitCast(signed_bits, hn::ShiftRight<16>(rounded))), half, to);
}

/// Calls use(tag, channel) for vectors of at most 16 lanes of which each channel lies in exactly one.
template <class Use>
HWY_INLINE void for_channels(int channels, const Use& use) {
  int channel = 0;
  const auto walk = [&](auto d) HWY_ATTR {
    const int lanes = static_cast<int>(hn::Lanes(d));
    for (; channel + lanes <= channels; channel += lanes) use(d, channel);
  };
  walk(hn::CappedTag<float, 16>());
  walk(hn::CappedTag<float, 8>());
  walk(hn::CappedTag<float, 4>());
  walk(hn::CappedTag<float, 1>());
}

}  // namespace segme::train::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
