// base/resize_kernels: the inner loops of base/resize_lines, for the best SIMD of the machine that runs them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace segme::kernels {

/// out[i] = sum over k of weights[k] * rows[k][i], rows k lying `stride` elements apart from `first` on.
void weigh_rows(const std::uint8_t* first, std::size_t stride, const float* weights, int count, std::size_t size,
                float* out);
void weigh_rows(const float* first, std::size_t stride, const float* weights, int count, std::size_t size, float* out);

/// out[i] = a * above[i] + b * below[i].
void weigh_pair(const float* above, const float* below, float a, float b, std::size_t size, float* out);

/// Resizes one line of `channels` interleaved channels: output pixel x is the sum of count[x] source pixels from
/// first[x] on. Weights lie weight_stride apart and are padded by 0 to a multiple of 4; the line needs 16 readable
/// floats behind its end, finite ones.
void weigh_columns(const float* line, int channels, const int* first, const int* count, const float* weights,
                   std::size_t weight_stride, int width, float* out);

/// out[i] = in[i] rounded, 0..255.
void round_line(const float* in, std::size_t size, std::uint8_t* out);

}  // namespace segme::kernels
