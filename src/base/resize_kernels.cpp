// base/resize_kernels: Highway code, compiled for every instruction set and chosen at run time.
#include "base/resize_kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/resize_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::kernels::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::ScalableTag<float>;
using FloatVector = hn::Vec<Floats>;

HWY_INLINE FloatVector load_floats(Floats d, const std::uint8_t* from) {
  const hn::Rebind<std::uint8_t, Floats> bytes;
  const hn::Rebind<std::int32_t, Floats> integers;
  return hn::ConvertTo(d, hn::PromoteTo(integers, hn::LoadU(bytes, from)));
}
HWY_INLINE FloatVector load_floats(Floats d, const float* from) { return hn::LoadU(d, from); }

/// One pass over kRows rows: few passes keep the sums out of memory, and kRows bounds the streams a core must prefetch.
template <int kRows, class T>
void weigh_group(const T* HWY_RESTRICT first, std::size_t stride, const float* HWY_RESTRICT weights, bool add,
                 std::size_t size, float* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    FloatVector sum = add ? hn::LoadU(d, out + i) : hn::Zero(d);
    for (int k = 0; k < kRows; ++k) {
      sum = hn::MulAdd(load_floats(d, first + stride * static_cast<std::size_t>(k) + i), hn::Set(d, weights[k]), sum);
    }
    hn::StoreU(sum, d, out + i);
  }
  for (; i < size; ++i) {
    float sum = add ? out[i] : 0.0F;
    for (int k = 0; k < kRows; ++k) {
      sum += static_cast<float>(first[stride * static_cast<std::size_t>(k) + i]) * weights[k];
    }
    out[i] = sum;
  }
}

template <class T>
void weigh_rows(const T* first, std::size_t stride, const float* weights, int count, std::size_t size, float* out) {
  bool add = false;
  const auto pass = [&]<int kRows>(int& k) {
    weigh_group<kRows>(first + stride * static_cast<std::size_t>(k), stride, weights + k, add, size, out);
    add = true;
    k += kRows;
  };
  for (int k = 0; k < count;) {
    const int left = count - k;
    if (left >= 8)
      pass.template operator()<8>(k);
    else if (left >= 4)
      pass.template operator()<4>(k);
    else if (left >= 2)
      pass.template operator()<2>(k);
    else
      pass.template operator()<1>(k);
  }
}

#if HWY_TARGET != HWY_SCALAR
constexpr int kFewAlike = 3;     // rows of one weight that are worth to be summed first ...
constexpr int kMostAlike = 257;  // ... and how many bytes fit a 16-bit sum

/// A mean over an area has rows of one weight, and one of a smaller weight at each end: the former are summed as whole
/// numbers first, many at a time.
void weigh_mean(const std::uint8_t* HWY_RESTRICT first, std::size_t stride, const float* HWY_RESTRICT weights,
                int count, std::size_t size, float* HWY_RESTRICT out) {
  const Floats d;
  const hn::Rebind<std::int32_t, Floats> integers;
  const hn::Rebind<std::uint16_t, Floats> few;
  const hn::Repartition<std::uint16_t, Floats> words;
  const hn::Rebind<std::uint8_t, decltype(words)> bytes;
  const std::size_t lanes = hn::Lanes(words);
  const std::size_t part = hn::Lanes(d);
  const std::uint8_t* const last = first + stride * static_cast<std::size_t>(count - 1);
  const FloatVector weight = hn::Set(d, weights[1]);
  const FloatVector begin = hn::Set(d, weights[0]);
  const FloatVector end = hn::Set(d, weights[count - 1]);
  HWY_ALIGN std::uint16_t sums[HWY_MAX_BYTES / sizeof(std::uint16_t)];
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    auto sum = hn::Zero(words);
    const std::uint8_t* row = first + stride + i;
    for (int k = 1; k + 1 < count; ++k, row += stride) {
      sum = hn::Add(sum, hn::PromoteTo(words, hn::LoadU(bytes, row)));
    }
    hn::Store(sum, words, sums);
    for (std::size_t k = 0; k < lanes; k += part) {
      const FloatVector alike = hn::ConvertTo(d, hn::PromoteTo(integers, hn::LoadU(few, sums + k)));
      const FloatVector ends =
          hn::MulAdd(load_floats(d, first + i + k), begin, hn::Mul(load_floats(d, last + i + k), end));
      hn::StoreU(hn::MulAdd(alike, weight, ends), d, out + i + k);
    }
  }
  weigh_rows(first + i, stride, weights, count, size - i, out + i);
}

#endif

void WeighBytes(const std::uint8_t* first, std::size_t stride, const float* weights, int count, std::size_t size,
                float* out) {
#if HWY_TARGET != HWY_SCALAR
  bool mean = count >= kFewAlike + 2 && count <= kMostAlike + 2;
  for (int k = 2; mean && k + 1 < count; ++k) mean = weights[k] == weights[1];
  if (mean) return weigh_mean(first, stride, weights, count, size, out);
#endif
  weigh_rows(first, stride, weights, count, size, out);
}
void WeighFloats(const float* first, std::size_t stride, const float* weights, int count, std::size_t size,
                 float* out) {
  weigh_rows(first, stride, weights, count, size, out);
}

void WeighPair(const float* HWY_RESTRICT above, const float* HWY_RESTRICT below, float a, float b, std::size_t size,
               float* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  const auto blend = [&](const float* from_above, const float* from_below, float* to) {
    const FloatVector part = hn::Mul(hn::LoadU(d, from_below), hn::Set(d, b));
    hn::StoreU(hn::MulAdd(hn::LoadU(d, from_above), hn::Set(d, a), part), d, to);
  };
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) blend(above + i, below + i, out + i);
  if (i == size) return;
  // The rest by the same steps, so that a value does not depend on where its line begins and ends.
  HWY_ALIGN float rest[2][HWY_MAX_BYTES / sizeof(float)] = {};
  std::copy_n(above + i, size - i, rest[0]);
  std::copy_n(below + i, size - i, rest[1]);
  blend(rest[0], rest[1], rest[0]);
  std::copy_n(rest[0], size - i, out + i);
}

void columns_plain(const float* line, int channels, const int* first, const int* count, const float* weights,
                   std::size_t weight_stride, int width, float* out) {
  for (int x = 0; x < width; ++x, weights += weight_stride) {
    const float* from = line + static_cast<std::ptrdiff_t>(first[x]) * channels;
    for (int c = 0; c < channels; ++c) {
      float sum = 0;
      for (int k = 0; k < count[x]; ++k) sum += weights[k] * from[k * channels + c];
      *out++ = sum;
    }
  }
}

#if HWY_TARGET != HWY_SCALAR
/// A pixel of 3 or 4 channels is one vector of 4 lanes; with 3 the last lane is the next pixel's and is dropped.
template <int kChannels>
void columns_of_pixels(const float* HWY_RESTRICT line, const int* HWY_RESTRICT first, const int* HWY_RESTRICT count,
                       const float* HWY_RESTRICT weights, std::size_t weight_stride, int width, float* out) {
  const hn::FixedTag<float, 4> d;
  HWY_ALIGN float last[4];
  for (int x = 0; x < width; ++x, weights += weight_stride) {
    const float* from = line + static_cast<std::ptrdiff_t>(first[x]) * kChannels;
    auto even = hn::Zero(d);
    auto odd = hn::Zero(d);
    int k = 0;
    for (; k + 2 <= count[x]; k += 2, from += 2 * kChannels) {
      even = hn::MulAdd(hn::LoadU(d, from), hn::Set(d, weights[k]), even);
      odd = hn::MulAdd(hn::LoadU(d, from + kChannels), hn::Set(d, weights[k + 1]), odd);
    }
    if (k < count[x]) even = hn::MulAdd(hn::LoadU(d, from), hn::Set(d, weights[k]), even);
    const auto sum = hn::Add(even, odd);
    if (kChannels == 4 || x + 1 < width) {
      hn::StoreU(sum, d, out + static_cast<std::ptrdiff_t>(x) * kChannels);
    } else {
      hn::Store(sum, d, last);
      std::copy_n(last, kChannels, out + static_cast<std::ptrdiff_t>(x) * kChannels);
    }
  }
}

void columns_of_one(const float* HWY_RESTRICT line, const int* HWY_RESTRICT first, const int* HWY_RESTRICT count,
                    const float* HWY_RESTRICT weights, std::size_t weight_stride, int width, float* HWY_RESTRICT out) {
  const hn::FixedTag<float, 4> d;
  for (int x = 0; x < width; ++x, weights += weight_stride) {
    const float* from = line + first[x];
    auto sum = hn::Mul(hn::LoadU(d, from), hn::LoadU(d, weights));
    for (int k = 4; k < count[x]; k += 4) sum = hn::MulAdd(hn::LoadU(d, from + k), hn::LoadU(d, weights + k), sum);
    out[x] = hn::GetLane(hn::SumOfLanes(d, sum));
  }
}
#endif

void WeighColumns(const float* line, int channels, const int* first, const int* count, const float* weights,
                  std::size_t weight_stride, int width, float* out) {
#if HWY_TARGET != HWY_SCALAR
  const bool two_taps = weight_stride == 4 && channels == 1;
  if (channels == 3) return columns_of_pixels<3>(line, first, count, weights, weight_stride, width, out);
  if (channels == 4) return columns_of_pixels<4>(line, first, count, weights, weight_stride, width, out);
  if (channels == 1 && !two_taps) return columns_of_one(line, first, count, weights, weight_stride, width, out);
#endif
  columns_plain(line, channels, first, count, weights, weight_stride, width, out);
}

void RoundLine(const float* HWY_RESTRICT in, std::size_t size, std::uint8_t* HWY_RESTRICT out) {
  const Floats d;
  const hn::Rebind<std::uint8_t, Floats> bytes;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const auto rounded = hn::ConvertTo(hn::RebindToSigned<Floats>(), hn::Add(hn::LoadU(d, in + i), hn::Set(d, 0.5F)));
    hn::StoreU(hn::DemoteTo(bytes, rounded), bytes, out + i);
  }
  for (; i < size; ++i) out[i] = static_cast<std::uint8_t>(std::clamp(in[i] + 0.5F, 0.0F, 255.0F));
}

}  // namespace
}  // namespace segme::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme::kernels {

HWY_EXPORT(WeighBytes);
HWY_EXPORT(WeighFloats);
HWY_EXPORT(WeighPair);
HWY_EXPORT(WeighColumns);
HWY_EXPORT(RoundLine);

void weigh_rows(const std::uint8_t* first, std::size_t stride, const float* weights, int count, std::size_t size,
                float* out) {
  HWY_DYNAMIC_DISPATCH(WeighBytes)(first, stride, weights, count, size, out);
}
void weigh_rows(const float* first, std::size_t stride, const float* weights, int count, std::size_t size, float* out) {
  HWY_DYNAMIC_DISPATCH(WeighFloats)(first, stride, weights, count, size, out);
}
void weigh_pair(const float* above, const float* below, float a, float b, std::size_t size, float* out) {
  HWY_DYNAMIC_DISPATCH(WeighPair)(above, below, a, b, size, out);
}
void weigh_columns(const float* line, int channels, const int* first, const int* count, const float* weights,
                   std::size_t weight_stride, int width, float* out) {
  HWY_DYNAMIC_DISPATCH(WeighColumns)(line, channels, first, count, weights, weight_stride, width, out);
}
void round_line(const float* in, std::size_t size, std::uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(RoundLine)(in, size, out);
}

}  // namespace segme::kernels
#endif
