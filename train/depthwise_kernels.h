// train/depthwise_kernels: the gradient of a depthwise convolution's kernel, with channels last. oneDNN has a fast one
// for 3x3 kernels alone: of others (5x5) its 16-bit code takes twenty times the time.
#pragma once

#include <cstdint>

namespace segme::train {

/// Sizes of one picture's convolution. Pictures are [height][width][channels].
struct DepthwiseSizes {
  int channels;
  int height, width;          ///< of what is convolved
  int out_height, out_width;  ///< of the result
  int kernel_height, kernel_width;
  int stride_y, stride_x;
  int dilation;
  int pad_top, pad_left;  ///< zeros before the first row and the first pixel
};

/// sums[ky][kx][c] = sum over y, x of in[y * stride_y + ky * dilation - pad_top][...][c] * gradient[y][x][c], in 32
/// bits.
void depthwise_kernel_gradient(const DepthwiseSizes& sizes, const float* in, const float* gradient, float* sums);
/// The same for 16-bit floats (bf16), given as their bits.
void depthwise_kernel_gradient(const DepthwiseSizes& sizes, const std::uint16_t* in, const std::uint16_t* gradient,
                               float* sums);

}  // namespace segme::train
