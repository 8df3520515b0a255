// refine/guided_kernels: Highway code, compiled for every instruction set and chosen at run time. See guided_plain.cpp
// for what each loop computes. Loops run over whole vectors: rows are padded by kRowPad floats.
#include "refine/guided_kernels.h"

#include <algorithm>

// Arrays of vectors, as used here, cannot be made of vectors whose size only the running machine knows; NEON serves
// there.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "refine/guided_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace segme::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kRowPad>;
using Vector = hn::Vec<Floats>;

void AddBytes(const std::uint8_t* HWY_RESTRICT row, std::size_t size, std::uint16_t* HWY_RESTRICT sums) {
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Rebind<std::uint8_t, decltype(d)> bytes;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    hn::StoreU(hn::Add(hn::LoadU(d, sums + i), hn::PromoteTo(d, hn::LoadU(bytes, row + i))), d, sums + i);
  }
  for (; i < size; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
}

/// One pixel of each cell joins the cells' sums.
HWY_INLINE void join(Vector* HWY_RESTRICT sums, Vector weight, Vector matte, const Vector* features) {
  const Vector weighted_matte = hn::Mul(weight, matte);
  sums[0] = hn::Add(sums[0], weight);
  sums[1 + kFeatures] = hn::Add(sums[1 + kFeatures], weighted_matte);
  int product = kProducts;
  for (int i = 0; i < kFeatures; ++i) {
    const Vector weighted = hn::Mul(weight, features[i]);
    sums[1 + i] = hn::Add(sums[1 + i], weighted);
    sums[2 + kFeatures + i] = hn::MulAdd(weighted_matte, features[i], sums[2 + kFeatures + i]);
    for (int j = i; j < kFeatures; ++j, ++product) sums[product] = hn::MulAdd(weighted, features[j], sums[product]);
  }
}

void Moments(const WorkRows& rows, std::size_t cells, std::size_t stride, float* HWY_RESTRICT out) {
  const Floats d;
  for (std::size_t x = 0; x < cells; x += hn::Lanes(d)) {
    Vector sums[kMoments];
    for (Vector& sum : sums) sum = hn::Zero(d);
    for (int row = 0; row < 2; ++row) {
      Vector even[kFeatures], odd[kFeatures], matte[2], weight[2];
      for (int i = 0; i < kFeatures; ++i) hn::LoadInterleaved2(d, rows.features[i][row] + 2 * x, even[i], odd[i]);
      hn::LoadInterleaved2(d, rows.matte[row] + 2 * x, matte[0], matte[1]);
      hn::LoadInterleaved2(d, rows.weight[row] + 2 * x, weight[0], weight[1]);
      join(sums, weight[0], matte[0], even);
      join(sums, weight[1], matte[1], odd);
    }
    for (std::size_t m = 0; m < kMoments; ++m) hn::StoreU(sums[m], d, out + m * stride + x);
  }
}

void SumRows(const float* const* rows, int count, std::size_t size, float* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    Vector sum = hn::LoadU(d, rows[0] + i);
    for (int k = 1; k < count; ++k) sum = hn::Add(sum, hn::LoadU(d, rows[k] + i));
    hn::StoreU(sum, d, out + i);
  }
  for (; i < size; ++i) {
    out[i] = rows[0][i];
    for (int k = 1; k < count; ++k) out[i] += rows[k][i];
  }
}

/// The same L D L^T as the plain solve(); l[i][j] with j < i.
HWY_INLINE void solve(const Vector* HWY_RESTRICT mean, const float* epsilon, Vector* HWY_RESTRICT a) {
  const Floats d;
  constexpr int n = kFeatures;
  const Vector* first = mean + 1;
  const Vector* with_matte = mean + 2 + n;
  const Vector* product = mean + kProducts;
  Vector l[n][n], scaled[n][n], inverse[n];  // scaled[i][j] = l[i][j] * d[j]
  for (int j = 0; j < n; ++j) {
    for (int i = j; i < n; ++i) {
      Vector value = hn::NegMulAdd(first[i], first[j], *product++);
      if (i == j) value = hn::Add(value, hn::Set(d, epsilon[j]));
      for (int k = 0; k < j; ++k) value = hn::NegMulAdd(l[i][k], scaled[j][k], value);
      if (i == j) {
        inverse[j] = hn::Div(hn::Set(d, 1.0F), hn::Max(value, hn::Set(d, epsilon[j] * 0.5F)));
      } else {
        scaled[i][j] = value;
        l[i][j] = hn::Mul(value, inverse[j]);
      }
    }
  }
  for (int i = 0; i < n; ++i) {
    a[i] = hn::NegMulAdd(first[i], mean[1 + n], with_matte[i]);
    for (int k = 0; k < i; ++k) a[i] = hn::NegMulAdd(l[i][k], a[k], a[i]);
  }
  a[n] = mean[1 + n];
  for (int i = n - 1; i >= 0; --i) {
    a[i] = hn::Mul(a[i], inverse[i]);
    for (int k = i + 1; k < n; ++k) a[i] = hn::NegMulAdd(l[k][i], a[k], a[i]);
    a[n] = hn::NegMulAdd(a[i], first[i], a[n]);
  }
}

void Fit(const float* HWY_RESTRICT sums, std::size_t stride, int radius, std::size_t cells,
         const float epsilon[kFeatures], std::size_t out_stride, float* HWY_RESTRICT out) {
  const Floats d;
  const auto taps = static_cast<std::size_t>(2 * radius + 1);
  for (std::size_t x = 0; x < cells; x += hn::Lanes(d)) {
    Vector window[kMoments];
    for (std::size_t m = 0; m < kMoments; ++m) {
      const float* from = sums + m * stride + x;
      Vector sum = hn::LoadU(d, from);
      for (std::size_t k = 1; k < taps; ++k) sum = hn::Add(sum, hn::LoadU(d, from + k));
      window[m] = sum;
    }
    const Vector scale = hn::Div(hn::Set(d, 1.0F), hn::Max(window[0], hn::Set(d, 1e-20F)));
    for (Vector& moment : window) moment = hn::Mul(moment, scale);
    Vector a[kFeatures + 1];
    solve(window, epsilon, a);
    for (std::size_t c = 0; c <= kFeatures; ++c) hn::StoreU(a[c], d, out + c * out_stride + x);
  }
}

void MixRows(const float* HWY_RESTRICT above, const float* HWY_RESTRICT below, float a, float b, std::size_t size,
             float* HWY_RESTRICT out) {
  const Floats d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const Vector part = hn::Mul(hn::LoadU(d, below + i), hn::Set(d, b));
    hn::StoreU(hn::MulAdd(hn::LoadU(d, above + i), hn::Set(d, a), part), d, out + i);
  }
  for (; i < size; ++i) out[i] = a * above[i] + b * below[i];
}

HWY_INLINE Vector clamp_to_one(Vector value) {
  const Floats d;
  return hn::Min(hn::Set(d, 1.0F), hn::Max(hn::Zero(d), value));
}

HWY_INLINE Vector confidence_of(Vector matte) {
  const Floats d;
  const Vector away = hn::Sub(hn::Add(matte, matte), hn::Set(d, 1.0F));
  const Vector second = hn::Mul(away, away);
  const Vector fourth = hn::Mul(second, second);
  return hn::MulAdd(fourth, fourth, hn::Set(d, confidence(0.5F)));
}

void Predict(const float* HWY_RESTRICT coefficients, std::size_t stride, const float* const colours[3],
             std::size_t cells, float* HWY_RESTRICT matte, float* HWY_RESTRICT weight) {
  const Floats d;
  const Vector quarter = hn::Set(d, 0.25F);
  const Vector rest = hn::Set(d, 0.75F);
  for (std::size_t x = 0; x < cells; x += hn::Lanes(d)) {
    Vector even = hn::Zero(d), odd = hn::Zero(d);
    for (std::size_t c = 0; c < kCoefficients; ++c) {
      const float* plane = coefficients + c * stride + x;
      const Vector own = hn::Mul(hn::LoadU(d, plane + 1), rest);
      const Vector left = hn::MulAdd(hn::LoadU(d, plane), quarter, own);
      const Vector right = hn::MulAdd(hn::LoadU(d, plane + 2), quarter, own);
      if (c == 3) {
        even = hn::Add(even, left);
        odd = hn::Add(odd, right);
      } else {
        Vector first, second;
        hn::LoadInterleaved2(d, colours[c] + 2 * x, first, second);
        even = hn::MulAdd(left, first, even);
        odd = hn::MulAdd(right, second, odd);
      }
    }
    even = clamp_to_one(even);
    odd = clamp_to_one(odd);
    hn::StoreInterleaved2(even, odd, d, matte + 2 * x);
    hn::StoreInterleaved2(confidence_of(even), confidence_of(odd), d, weight + 2 * x);
  }
}

/// An interval's model at its first pixel and its growth from pixel to pixel.
struct Ramp {
  float start[kCoefficients] = {}, step[kCoefficients] = {};
  Ramp(const ApplyRow& row, int index, const Interval& interval) {
    const float per_pixel = 1 / static_cast<float>(row.cell_size);
    const float first = (static_cast<float>(interval.begin - interval.origin) + 0.5F) * per_pixel;
    for (std::size_t c = 0; c < kCoefficients; ++c) {
      const float* at = row.coefficients + c * row.stride + index;
      start[c] = at[0] + first * (at[1] - at[0]);
      step[c] = per_pixel * (at[1] - at[0]);
    }
  }
};

HWY_INLINE Vector model(const Ramp& ramp, float offset, const std::uint8_t* colours) {
  const Floats d;
  const hn::Rebind<std::uint8_t, Floats> bytes;
  const hn::Rebind<std::int32_t, Floats> integers;
  hn::Vec<decltype(bytes)> red8, green8, blue8;
  hn::LoadInterleaved3(bytes, colours, red8, green8, blue8);
  const Vector red = hn::ConvertTo(d, hn::PromoteTo(integers, red8));
  const Vector green = hn::ConvertTo(d, hn::PromoteTo(integers, green8));
  const Vector blue = hn::ConvertTo(d, hn::PromoteTo(integers, blue8));
  const auto along = [&](const float* c) {
    const Vector first = hn::MulAdd(red, hn::Set(d, c[0]), hn::Set(d, c[3]));
    return hn::MulAdd(blue, hn::Set(d, c[2]), hn::MulAdd(green, hn::Set(d, c[1]), first));
  };
  return clamp_to_one(hn::MulAdd(hn::Iota(d, offset), along(ramp.step), along(ramp.start)));
}

float model_plain(const Ramp& ramp, float offset, const std::uint8_t* colour) {
  float value = ramp.start[3] + offset * ramp.step[3];
  for (std::size_t c = 0; c < 3; ++c) value += (ramp.start[c] + offset * ramp.step[c]) * static_cast<float>(colour[c]);
  return std::min(1.0F, std::max(0.0F, value));
}

/// A vector may reach into the intervals to the right, which are written later; not where kept pixels lie there.
void compute_span(const ApplyRow& row, int index, const Interval& interval) {
  const Floats d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const Ramp ramp(row, index, interval);
  int x = interval.begin;
  for (; x < interval.end && x + lanes <= (row.exact ? interval.end : row.width); x += lanes) {
    const auto offset = static_cast<float>(x - interval.begin);
    hn::StoreU(model(ramp, offset, row.colours + static_cast<std::ptrdiff_t>(x) * 3), d, row.out + x);
  }
  for (; x < interval.end; ++x) {
    const auto offset = static_cast<float>(x - interval.begin);
    row.out[x] = model_plain(ramp, offset, row.colours + static_cast<std::ptrdiff_t>(x) * 3);
  }
}

void Apply(const ApplyRow& row) {
  for (int i = 0; i <= row.cells;) {
    const Span span = row.spans[i];
    const Interval interval(i, row);
    int last = i;
    if (span == Span::compute) {
      if (interval.begin < interval.end) compute_span(row, i, interval);
    } else {
      while (last < row.cells && row.spans[last + 1] == span) ++last;
      const int end = Interval(last, row).end;
      if (span != Span::keep && interval.begin < end) {
        std::fill(row.out + interval.begin, row.out + end, span == Span::person ? 1.0F : 0.0F);
      }
    }
    i = last + 1;
  }
}

const GuidedKernels* Kernels() {
  static constexpr GuidedKernels kAll = {AddBytes, Moments, SumRows, Fit, MixRows, Predict, Apply};
  return &kAll;
}

}  // namespace
}  // namespace segme::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme {

HWY_EXPORT(Kernels);
const GuidedKernels& fast_guided_kernels() { return *HWY_DYNAMIC_DISPATCH(Kernels)(); }

}  // namespace segme
#endif
