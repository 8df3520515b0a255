// base/yuv_kernels: the inner loops of base/yuv, for the best SIMD of the machine that runs them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace segme::kernels {

/// Weights for 16-bit arithmetic whose products are rounded to their upper bits (15 of fraction).
struct FromYuv {
  std::int16_t luma_offset = 0;                                  ///< taken from luma
  std::int16_t luma = 0;                                         ///< 2^14
  std::int16_t red_v = 0, green_u = 0, green_v = 0, blue_u = 0;  ///< 2^13
};
struct ToYuv {
  std::int16_t luma_offset = 0;                     ///< added to luma
  std::int16_t luma[3] = {}, u[3] = {}, v[3] = {};  ///< 2^15, for R, G and B
};

/// Two rows of 2 * pairs pixels that share a row of chroma.
void rgb_from_yuv(const std::uint8_t* const y[2], const std::uint8_t* u, const std::uint8_t* v, std::size_t pairs,
                  const FromYuv& weights, std::uint8_t* const rgb[2]);
void yuv_from_rgb(const std::uint8_t* const rgb[2], std::size_t pairs, const ToYuv& weights, std::uint8_t* const y[2],
                  std::uint8_t* u, std::uint8_t* v);

}  // namespace segme::kernels
