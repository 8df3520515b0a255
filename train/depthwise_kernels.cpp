// train/depthwise_kernels: Highway code, compiled for every instruction set and chosen at run time. For every row of
// the result and of the kernel the sums of all taps of a row stay in registers while the row is walked.
#include "train/depthwise_kernels.h"

#include <algorithm>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "train/depthwise_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "train/float_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace segme::train::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

/// One row of the result, one row of the kernel, for the channels of one vector.
template <class T>
struct Walk {
  const T* in;              ///< the pixel under the first tap when the result's pixel is 0; may lie before the row
  const T* gradient;        ///< the result's pixel 0
  std::ptrdiff_t step;      ///< between values of `in` from one pixel of the result to the next
  std::ptrdiff_t tap;       ///< from one tap to the next
  std::ptrdiff_t pixel;     ///< between values of `gradient` from one pixel to the next
  float* sums;              ///< of the first tap
  std::ptrdiff_t channels;  ///< between sums from one tap to the next
};

/// Adds the pixels first .. last - 1 to the sums of `Taps` (1, 3 or 5) taps that all lie inside the row.
template <int Taps, class D, class T>
HWY_INLINE void add_pixels(D d, const Walk<T>& walk, int first, int last) {
  if (first >= last) return;
  float* const s = walk.sums;
  const std::ptrdiff_t c = walk.channels;
  auto s0 = hn::LoadU(d, s);
  auto s1 = hn::LoadU(d, Taps > 1 ? s + c : s);
  auto s2 = hn::LoadU(d, Taps > 1 ? s + 2 * c : s);
  auto s3 = hn::LoadU(d, Taps > 3 ? s + 3 * c : s);
  auto s4 = hn::LoadU(d, Taps > 3 ? s + 4 * c : s);
  const T* in = walk.in + first * walk.step;
  const T* gradient = walk.gradient + first * walk.pixel;
  for (int x = first; x < last; ++x, in += walk.step, gradient += walk.pixel) {
    const auto g = load_lanes(d, gradient);
    s0 = hn::MulAdd(load_lanes(d, in), g, s0);
    if constexpr (Taps > 1) {
      s1 = hn::MulAdd(load_lanes(d, in + walk.tap), g, s1);
      s2 = hn::MulAdd(load_lanes(d, in + 2 * walk.tap), g, s2);
    }
    if constexpr (Taps > 3) {
      s3 = hn::MulAdd(load_lanes(d, in + 3 * walk.tap), g, s3);
      s4 = hn::MulAdd(load_lanes(d, in + 4 * walk.tap), g, s4);
    }
  }
  hn::StoreU(s0, d, s);
  if constexpr (Taps > 1) {
    hn::StoreU(s1, d, s + c);
    hn::StoreU(s2, d, s + 2 * c);
  }
  if constexpr (Taps > 3) {
    hn::StoreU(s3, d, s + 3 * c);
    hn::StoreU(s4, d, s + 4 * c);
  }
}

struct Range {
  int first, last;
};

/// The pixels of the result whose tap `kx` lies inside the row.
HWY_INLINE Range inside(const DepthwiseSizes& z, int kx) {
  const int at = kx * z.dilation - z.pad_left;  // of pixel 0's tap
  const int first = at < 0 ? (-at + z.stride_x - 1) / z.stride_x : 0;
  const int last = at < z.width ? (z.width - at - 1) / z.stride_x + 1 : 0;
  return {std::min(first, z.out_width), std::clamp(last, std::min(first, z.out_width), z.out_width)};
}

template <int Taps, class D, class T>
HWY_INLINE void add_row(D d, const DepthwiseSizes& z, const Walk<T>& walk) {
  Range all = {0, z.out_width};
  for (int kx = 0; kx < z.kernel_width; ++kx) {
    const Range range = inside(z, kx);
    all = {std::max(all.first, range.first), std::min(all.last, range.last)};
  }
  if (Taps == 1 || all.first >= all.last) all = {z.out_width, z.out_width};  // each tap for itself
  for (int kx = 0; kx < z.kernel_width; ++kx) {
    const Range range = inside(z, kx);
    Walk<T> one = walk;
    one.in += kx * walk.tap;
    one.sums += kx * walk.channels;
    add_pixels<1>(d, one, range.first, std::min(range.last, all.first));
    add_pixels<1>(d, one, std::max(range.first, all.last), range.last);
  }
  add_pixels<Taps>(d, walk, all.first, all.last);
}

template <class T>
HWY_INLINE void add_picture(const DepthwiseSizes& z, const T* in, const T* gradient, float* sums) {
  const std::ptrdiff_t channels = z.channels;
  std::fill_n(sums, channels * z.kernel_height * z.kernel_width, 0.0F);
  for (int y = 0; y < z.out_height; ++y) {
    for (int ky = 0; ky < z.kernel_height; ++ky) {
      const int row = y * z.stride_y + ky * z.dilation - z.pad_top;
      if (row < 0 || row >= z.height) continue;
      const Walk<T> walk = {in + (static_cast<std::ptrdiff_t>(row) * z.width - z.pad_left) * channels,
                            gradient + static_cast<std::ptrdiff_t>(y) * z.out_width * channels,
                            z.stride_x * channels,
                            z.dilation * channels,
                            channels,
                            sums + static_cast<std::ptrdiff_t>(ky) * z.kernel_width * channels,
                            channels};
      for_channels(z.channels, [&](auto d, int c) HWY_ATTR {
        Walk<T> here = walk;
        here.in += c;
        here.gradient += c;
        here.sums += c;
        if (z.kernel_width == 5) {
          add_row<5>(d, z, here);
        } else if (z.kernel_width == 3) {
          add_row<3>(d, z, here);
        } else {
          add_row<1>(d, z, here);
        }
      });
    }
  }
}

void Whole(const DepthwiseSizes& z, const float* in, const float* gradient, float* sums) {
  add_picture(z, in, gradient, sums);
}

void Half(const DepthwiseSizes& z, const std::uint16_t* in, const std::uint16_t* gradient, float* sums) {
  add_picture(z, in, gradient, sums);
}

}  // namespace
}  // namespace segme::train::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme::train {

HWY_EXPORT(Whole);
HWY_EXPORT(Half);

void depthwise_kernel_gradient(const DepthwiseSizes& sizes, const float* in, const float* gradient, float* sums) {
  HWY_DYNAMIC_DISPATCH(Whole)(sizes, in, gradient, sums);
}
void depthwise_kernel_gradient(const DepthwiseSizes& sizes, const std::uint16_t* in, const std::uint16_t* gradient,
                               float* sums) {
  HWY_DYNAMIC_DISPATCH(Half)(sizes, in, gradient, sums);
}

}  // namespace segme::train
#endif
