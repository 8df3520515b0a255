// train/norm_kernels: the loops of a batch norm and the ReLU behind it, with channels last: what LibTorch does in some
// ten walks through memory, in four.
#pragma once

#include <cstdint>

namespace segme::train {

/// A norm that is taught: its result is scale * x + shift, cut off below `low` and above `high`. Of each channel.
struct NormPlan {
  int channels;
  const float* mean;
  const float* scale;
  const float* shift;
  float low, high;  ///< infinite where nothing is cut off
};

/// Pictures and gradients are [rows][channels], of 32 bits or of 16 (bf16, as their bits).
template <class T>
struct NormLoops {
  /// Of each channel the sum of x and of x * x.
  void (*sums)(const T* x, std::int64_t rows, int channels, float* sum, float* squares);
  void (*apply)(const NormPlan& plan, const T* x, std::int64_t rows, T* out);
  /// Of each channel the sum of the gradient, and of gradient * (x - mean), where nothing was cut off.
  void (*gradient_sums)(const NormPlan& plan, const T* x, const T* gradient, std::int64_t rows, float* sum,
                        float* product);
  /// of_gradient * gradient (nothing where it was cut off) + of_x * x + constant.
  void (*gradient)(const NormPlan& plan, const T* x, const T* gradient, std::int64_t rows, const float* of_gradient,
                   const float* of_x, const float* constant, T* out);
};

/// Those for this machine. T is float or std::uint16_t.
template <class T>
const NormLoops<T>& norm_loops();
template <>
const NormLoops<float>& norm_loops<float>();
template <>
const NormLoops<std::uint16_t>& norm_loops<std::uint16_t>();

}  // namespace segme::train
