// cli/bench/opencl/kernels: what runs on the device, in OpenCL C.
#pragma once

namespace segme::cli {

inline constexpr const char* kKernels = R"(
// 3 x 3, zeros around; tensors as pixels with their channels side by side.
kernel void convolve(global const float* in, global float* out, constant float* weights, int side, int ins, int outs) {
  const int x = get_global_id(0), y = get_global_id(1);
  for (int o = 0; o < outs; ++o) {
    float sum = 0;
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        if (x + dx < 0 || x + dx >= side || y + dy < 0 || y + dy >= side) continue;
        global const float* pixel = in + ((y + dy) * side + x + dx) * ins;
        constant float* w = weights + ((o * 3 + dy + 1) * 3 + dx + 1) * ins;
        for (int i = 0; i < ins; ++i) sum += pixel[i] * w[i];
      }
    out[(y * side + x) * outs + o] = sum;
  }
}
// The first `outs` channels; where there are fewer, zeros.
kernel void channels(global const float* in, global float* out, int side, int ins, int outs) {
  const int at = get_global_id(1) * side + get_global_id(0);
  for (int c = 0; c < outs; ++c) out[at * outs + c] = c < ins ? in[at * ins + c] : 0;
}
kernel void pack_16(global const float* in, global float* out, int count) {
  const int word = get_global_id(0);
  float sum = 0, weight = 128;
  for (int i = 0; i < count; ++i, weight *= 0.5f) sum += in[word * count + i] > 0.5f ? weight : 0;
  out[word] = sum;
}
kernel void pack_half(global const float* in, global half* out, int count) {
  const int word = get_global_id(0);
  float sum = 0, weight = 128;
  for (int i = 0; i < count; ++i, weight *= 0.5f) sum += in[word * count + i] > 0.5f ? weight : 0;
  vstore_half(sum, word, out);
}
kernel void pack_32(global const float* in, global uint* out) {
  const int word = get_global_id(0);
  uint bits = 0;
  for (int i = 0; i < 32; ++i) bits = bits << 1 | (in[word * 32 + i] > 0.5f ? 1u : 0u);
  out[word] = bits;
}
)";

}  // namespace segme::cli
