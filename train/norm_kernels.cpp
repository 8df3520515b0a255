// train/norm_kernels: Highway code, compiled for every instruction set and chosen at run time. A vector of channels is
// walked down all rows, so that what belongs to the channels stays in registers; callers give so few rows that they
// stay in the cache meanwhile.
#include "train/norm_kernels.h"

#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "train/norm_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "train/float_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace segme::train::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

template <class T>
void Sums(const T* x, std::int64_t rows, int channels, float* sum, float* squares) {
  for_channels(channels, [&](auto d, int c) HWY_ATTR {
    auto sum0 = hn::Zero(d);
    auto sum1 = hn::Zero(d);
    auto squares0 = hn::Zero(d);
    auto squares1 = hn::Zero(d);
    const T* from = x + c;
    std::int64_t row = 0;
    for (; row + 2 <= rows; row += 2, from += 2 * static_cast<std::ptrdiff_t>(channels)) {
      const auto a = load_lanes(d, from);
      const auto b = load_lanes(d, from + channels);
      sum0 = hn::Add(sum0, a);
      sum1 = hn::Add(sum1, b);
      squares0 = hn::MulAdd(a, a, squares0);
      squares1 = hn::MulAdd(b, b, squares1);
    }
    if (row < rows) {
      const auto a = load_lanes(d, from);
      sum0 = hn::Add(sum0, a);
      squares0 = hn::MulAdd(a, a, squares0);
    }
    hn::StoreU(hn::Add(sum0, sum1), d, sum + c);
    hn::StoreU(hn::Add(squares0, squares1), d, squares + c);
  });
}

template <class T>
void Apply(const NormPlan& plan, const T* x, std::int64_t rows, T* out) {
  for_channels(plan.channels, [&](auto d, int c) HWY_ATTR {
    const auto scale = hn::LoadU(d, plan.scale + c);
    const auto shift = hn::LoadU(d, plan.shift + c);
    const auto low = hn::Set(d, plan.low);
    const auto high = hn::Set(d, plan.high);
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::ptrdiff_t at = row * plan.channels + c;
      const auto value = hn::MulAdd(load_lanes(d, x + at), scale, shift);
      // Not Min and Max, which make a limit of what is no number.
      const auto above = hn::IfThenElse(hn::Lt(value, low), low, value);
      store_lanes(d, hn::IfThenElse(hn::Gt(above, high), high, above), out + at);
    }
  });
}

/// The gradient where scale * x + shift was not cut off, else nothing.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V let_through(const NormPlan& plan, D d, V value, V gradient) {
  const auto inside = hn::And(hn::Gt(value, hn::Set(d, plan.low)), hn::Lt(value, hn::Set(d, plan.high)));
  return hn::IfThenElseZero(inside, gradient);
}

template <class T>
void GradientSums(const NormPlan& plan, const T* x, const T* gradient, std::int64_t rows, float* sum, float* product) {
  for_channels(plan.channels, [&](auto d, int c) HWY_ATTR {
    const auto mean = hn::LoadU(d, plan.mean + c);
    const auto scale = hn::LoadU(d, plan.scale + c);
    const auto shift = hn::LoadU(d, plan.shift + c);
    auto sums = hn::Zero(d);
    auto products = hn::Zero(d);
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::ptrdiff_t at = row * plan.channels + c;
      const auto value = load_lanes(d, x + at);
      const auto g = let_through(plan, d, hn::MulAdd(value, scale, shift), load_lanes(d, gradient + at));
      sums = hn::Add(sums, g);
      products = hn::MulAdd(g, hn::Sub(value, mean), products);
    }
    hn::StoreU(sums, d, sum + c);
    hn::StoreU(products, d, product + c);
  });
}

template <class T>
void Gradient(const NormPlan& plan, const T* x, const T* gradient, std::int64_t rows, const float* of_gradient,
              const float* of_x, const float* constant, T* out) {
  for_channels(plan.channels, [&](auto d, int c) HWY_ATTR {
    const auto scale = hn::LoadU(d, plan.scale + c);
    const auto shift = hn::LoadU(d, plan.shift + c);
    const auto times_gradient = hn::LoadU(d, of_gradient + c);
    const auto times_x = hn::LoadU(d, of_x + c);
    const auto rest = hn::LoadU(d, constant + c);
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::ptrdiff_t at = row * plan.channels + c;
      const auto value = load_lanes(d, x + at);
      const auto g = let_through(plan, d, hn::MulAdd(value, scale, shift), load_lanes(d, gradient + at));
      store_lanes(d, hn::MulAdd(g, times_gradient, hn::MulAdd(value, times_x, rest)), out + at);
    }
  });
}

template <class T>
constexpr NormLoops<T> kLoops = {Sums<T>, Apply<T>, GradientSums<T>, Gradient<T>};

const NormLoops<float>* Whole() { return &kLoops<float>; }
const NormLoops<std::uint16_t>* Half() { return &kLoops<std::uint16_t>; }

}  // namespace
}  // namespace segme::train::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace segme::train {

HWY_EXPORT(Whole);
HWY_EXPORT(Half);

template <>
const NormLoops<float>& norm_loops<float>() {
  return *HWY_DYNAMIC_DISPATCH(Whole)();
}
template <>
const NormLoops<std::uint16_t>& norm_loops<std::uint16_t>() {
  return *HWY_DYNAMIC_DISPATCH(Half)();
}

}  // namespace segme::train
#endif
