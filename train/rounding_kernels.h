// train/rounding_kernels: the loops of rounding to bytes and of its way back, one walk through memory each. LibTorch
// takes one value at a time.
#pragma once

#include <cstdint>

namespace segme::train {

/// A byte b stands for (b - zero) * scale.
struct ByteRule {
  float scale;
  int zero;  ///< 0..255
};

struct RoundingLoops {
  /// The nearest value that a byte stands for, ties to the even byte, and of each value whether it lies below what
  /// bytes reach (-1), above (1) or within (0).
  void (*round)(const ByteRule& rule, const float* x, std::int64_t count, float* out, std::int8_t* side);
  /// The gradient of what lay within, and of what a step against it brings back; else 0.
  void (*gradient)(const std::int8_t* side, const float* gradient, std::int64_t count, float* out);
};

/// Those for this machine.
const RoundingLoops& rounding_loops();

}  // namespace segme::train
