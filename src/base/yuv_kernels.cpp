// base/yuv_kernels: Highway code, compiled for every instruction set and chosen at run time. Two pixels that share
// their chroma are the two bytes of a 16-bit lane, so that nothing has to be moved between lanes. What is left of a row
// is done by the same code on a padded copy.
#include "base/yuv_kernels.h"

#include <algorithm>

#ifndef SEGME_YUV_PLAIN  // this file is read once for every instruction set
#define SEGME_YUV_PLAIN
namespace segme::kernels {
namespace {

/// The product of a number with 15 bits of fraction, rounded.
int scale(int a, int b) { return (a * b + (1 << 14)) >> 15; }

std::uint8_t to_byte(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

void read_plain(const std::uint8_t* const y[2], const std::uint8_t* u, const std::uint8_t* v, std::size_t pairs,
                const FromYuv& weights, std::uint8_t* const rgb[2]) {
  for (std::size_t x = 0; x < 2 * pairs; ++x) {
    const int cu = (u[x / 2] - 128) * 256;
    const int cv = (v[x / 2] - 128) * 256;
    const int parts[3] = {scale(cv, weights.red_v), scale(cu, weights.green_u) + scale(cv, weights.green_v),
                          scale(cu, weights.blue_u)};
    for (int row = 0; row < 2; ++row) {
      const int luma = scale((y[row][x] - weights.luma_offset) * 128, weights.luma);
      for (std::size_t c = 0; c < 3; ++c) rgb[row][3 * x + c] = to_byte((luma + parts[c] + 32) >> 6);
    }
  }
}

int weigh_plain(const int (&rgb)[3], const std::int16_t (&weights)[3], int offset) {
  const int sum = scale(rgb[0], weights[0]) + scale(rgb[1], weights[1]) + scale(rgb[2], weights[2]);
  return ((sum + 64) >> 7) + offset;
}

void write_plain(const std::uint8_t* const rgb[2], std::size_t pairs, const ToYuv& weights, std::uint8_t* const y[2],
                 std::uint8_t* u, std::uint8_t* v) {
  for (std::size_t i = 0; i < pairs; ++i) {
    int sums[3] = {0, 0, 0};
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t x = 2 * i + k % 2;
      const std::uint8_t* pixel = rgb[k / 2] + 3 * x;
      const int fine[3] = {pixel[0] * 128, pixel[1] * 128, pixel[2] * 128};
      for (int c = 0; c < 3; ++c) sums[c] += pixel[c] * 32;
      y[k / 2][x] = to_byte(weigh_plain(fine, weights.luma, weights.luma_offset));
    }
    u[i] = to_byte(weigh_plain(sums, weights.u, 128));
    v[i] = to_byte(weigh_plain(sums, weights.v, 128));
  }
}

}  // namespace
}  // namespace segme::kernels
#endif

// Vectors are members here, and those whose size only the running machine knows cannot be; NEON serves there.
#undef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/yuv_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::kernels::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR

using Words = hn::ScalableTag<std::int16_t>;
using WordVector = hn::Vec<Words>;

struct Chroma {
  WordVector red, green, blue;
};

HWY_INLINE WordVector even_bytes(hn::Vec<hn::Repartition<std::uint8_t, Words>> bytes) {
  const Words d;
  return hn::And(hn::BitCast(d, bytes), hn::Set(d, 0xFF));
}
HWY_INLINE WordVector odd_bytes(hn::Vec<hn::Repartition<std::uint8_t, Words>> bytes) {
  const hn::RebindToUnsigned<Words> unsigned_words;
  return hn::BitCast(Words(), hn::ShiftRight<8>(hn::BitCast(unsigned_words, bytes)));
}

/// 6 bits of fraction to a byte in a 16-bit lane.
HWY_INLINE WordVector round_word(WordVector value) {
  const Words d;
  const WordVector whole = hn::ShiftRight<6>(hn::SaturatedAdd(value, hn::Set(d, 32)));
  return hn::Min(hn::Max(whole, hn::Zero(d)), hn::Set(d, 255));
}

HWY_INLINE hn::Vec<hn::Repartition<std::uint8_t, Words>> join(WordVector even, WordVector odd) {
  const hn::Repartition<std::uint8_t, Words> bytes;
  return hn::BitCast(bytes, hn::Or(even, hn::ShiftLeft<8>(odd)));
}

HWY_INLINE void read_row(const std::uint8_t* y, const Chroma& chroma, const FromYuv& weights, std::uint8_t* rgb) {
  const Words d;
  const hn::Repartition<std::uint8_t, Words> bytes;
  const auto luma = hn::LoadU(bytes, y);
  const WordVector offset = hn::Set(d, weights.luma_offset);
  const WordVector weight = hn::Set(d, weights.luma);
  const auto scaled = [&](WordVector value)
                          HWY_ATTR { return hn::MulFixedPoint15(hn::ShiftLeft<7>(hn::Sub(value, offset)), weight); };
  const WordVector even = scaled(even_bytes(luma));
  const WordVector odd = scaled(odd_bytes(luma));
  const auto channel = [&](WordVector part) HWY_ATTR {
    return join(round_word(hn::SaturatedAdd(even, part)), round_word(hn::SaturatedAdd(odd, part)));
  };
  hn::StoreInterleaved3(channel(chroma.red), channel(chroma.green), channel(chroma.blue), bytes, rgb);
}

HWY_INLINE void read_block(const std::uint8_t* const y[2], const std::uint8_t* u, const std::uint8_t* v,
                           const FromYuv& weights, std::uint8_t* const rgb[2]) {
  const Words d;
  const hn::Rebind<std::uint8_t, Words> half_bytes;
  const WordVector middle = hn::Set(d, 128);
  const auto centred = [&](const std::uint8_t* from) HWY_ATTR {
    return hn::ShiftLeft<8>(hn::Sub(hn::PromoteTo(d, hn::LoadU(half_bytes, from)), middle));
  };
  const WordVector cu = centred(u);
  const WordVector cv = centred(v);
  const auto part = [&](WordVector value, std::int16_t weight)
                        HWY_ATTR { return hn::MulFixedPoint15(value, hn::Set(d, weight)); };
  const Chroma chroma{part(cv, weights.red_v), hn::Add(part(cu, weights.green_u), part(cv, weights.green_v)),
                      part(cu, weights.blue_u)};
  for (int row = 0; row < 2; ++row) read_row(y[row], chroma, weights, rgb[row]);
}

/// Of values with 7 bits of fraction, with as many.
HWY_INLINE WordVector weigh(const WordVector (&rgb)[3], const std::int16_t (&weights)[3]) {
  const Words d;
  const WordVector red = hn::MulFixedPoint15(rgb[0], hn::Set(d, weights[0]));
  const WordVector green = hn::MulFixedPoint15(rgb[1], hn::Set(d, weights[1]));
  return hn::Add(hn::Add(red, green), hn::MulFixedPoint15(rgb[2], hn::Set(d, weights[2])));
}

/// 7 bits of fraction to a byte in a 16-bit lane.
HWY_INLINE WordVector round_fine(WordVector value, std::int16_t offset) {
  const Words d;
  const WordVector whole = hn::ShiftRight<7>(hn::SaturatedAdd(value, hn::Set(d, 64)));
  return hn::Min(hn::Max(hn::Add(whole, hn::Set(d, offset)), hn::Zero(d)), hn::Set(d, 255));
}

HWY_INLINE void write_block(const std::uint8_t* const rgb[2], const ToYuv& weights, std::uint8_t* const y[2],
                            std::uint8_t* u, std::uint8_t* v) {
  const Words d;
  const hn::Repartition<std::uint8_t, Words> bytes;
  const hn::Rebind<std::uint8_t, Words> half_bytes;
  WordVector sums[3] = {hn::Zero(d), hn::Zero(d), hn::Zero(d)};
  for (int row = 0; row < 2; ++row) {
    hn::Vec<hn::Repartition<std::uint8_t, Words>> red, green, blue;
    hn::LoadInterleaved3(bytes, rgb[row], red, green, blue);
    const WordVector even[3] = {even_bytes(red), even_bytes(green), even_bytes(blue)};
    const WordVector odd[3] = {odd_bytes(red), odd_bytes(green), odd_bytes(blue)};
    for (int c = 0; c < 3; ++c) sums[c] = hn::Add(sums[c], hn::Add(even[c], odd[c]));
    const auto luma = [&](const WordVector(&channels)[3]) HWY_ATTR {
      const WordVector fine[3] = {hn::ShiftLeft<7>(channels[0]), hn::ShiftLeft<7>(channels[1]),
                                  hn::ShiftLeft<7>(channels[2])};
      return round_fine(weigh(fine, weights.luma), weights.luma_offset);
    };
    hn::StoreU(join(luma(even), luma(odd)), bytes, y[row]);
  }
  for (WordVector& sum : sums) sum = hn::ShiftLeft<5>(sum);  // of four pixels: 7 bits of fraction of their mean
  hn::StoreU(hn::DemoteTo(half_bytes, round_fine(weigh(sums, weights.u), 128)), half_bytes, u);
  hn::StoreU(hn::DemoteTo(half_bytes, round_fine(weigh(sums, weights.v), 128)), half_bytes, v);
}

#endif

void RgbFromYuv(const std::uint8_t* const y[2], const std::uint8_t* u, const std::uint8_t* v, std::size_t pairs,
                const FromYuv& weights, std::uint8_t* const rgb[2]) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const std::size_t step = hn::Lanes(Words());
  for (; i + step <= pairs; i += step) {
    const std::uint8_t* const from[2] = {y[0] + 2 * i, y[1] + 2 * i};
    std::uint8_t* const to[2] = {rgb[0] + 6 * i, rgb[1] + 6 * i};
    read_block(from, u + i, v + i, weights, to);
  }
#endif
  const std::uint8_t* const from[2] = {y[0] + 2 * i, y[1] + 2 * i};
  std::uint8_t* const to[2] = {rgb[0] + 6 * i, rgb[1] + 6 * i};
  read_plain(from, u + i, v + i, pairs - i, weights, to);
}

void YuvFromRgb(const std::uint8_t* const rgb[2], std::size_t pairs, const ToYuv& weights, std::uint8_t* const y[2],
                std::uint8_t* u, std::uint8_t* v) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const std::size_t step = hn::Lanes(Words());
  for (; i + step <= pairs; i += step) {
    const std::uint8_t* const from[2] = {rgb[0] + 6 * i, rgb[1] + 6 * i};
    std::uint8_t* const to[2] = {y[0] + 2 * i, y[1] + 2 * i};
    write_block(from, weights, to, u + i, v + i);
  }
#endif
  const std::uint8_t* const from[2] = {rgb[0] + 6 * i, rgb[1] + 6 * i};
  std::uint8_t* const to[2] = {y[0] + 2 * i, y[1] + 2 * i};
  write_plain(from, pairs - i, weights, to, u + i, v + i);
}

}  // namespace
}  // namespace segme::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme::kernels {

HWY_EXPORT(RgbFromYuv);
HWY_EXPORT(YuvFromRgb);

void rgb_from_yuv(const std::uint8_t* const y[2], const std::uint8_t* u, const std::uint8_t* v, std::size_t pairs,
                  const FromYuv& weights, std::uint8_t* const rgb[2]) {
  HWY_DYNAMIC_DISPATCH(RgbFromYuv)(y, u, v, pairs, weights, rgb);
}

void yuv_from_rgb(const std::uint8_t* const rgb[2], std::size_t pairs, const ToYuv& weights, std::uint8_t* const y[2],
                  std::uint8_t* u, std::uint8_t* v) {
  HWY_DYNAMIC_DISPATCH(YuvFromRgb)(rgb, pairs, weights, y, u, v);
}

}  // namespace segme::kernels
#endif
