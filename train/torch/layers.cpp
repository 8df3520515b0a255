// train/torch/layers: one function a kind; the rules (asymmetric padding, sampling) are those of net/graph.h.
#include "train/torch/layers.h"

#include "base/error.h"
#include "train/torch/arithmetic.h"
#include "train/torch/depthwise.h"

namespace segme::train {

using net::Node;

namespace {

/// oneDNN's 16-bit gradient of a kernel between few channels is not a finite number where rows are long (seen from 384
/// pixels on, with 3 and 8 channels in and 8 and 1 out): such a convolution is computed in 32 bits.
bool needs_whole_floats(const Node& node, const torch::Tensor& x) {
  constexpr int kFew = 16;
  constexpr std::int64_t kLong = 256;
  const std::int64_t width = x.size(3);
  return x.is_cpu() && in_16_bits(torch::kCPU) && node.groups == 1 && node.kernel_width > 1 &&
         node.shape.channels < kFew && width * node.stride_x > kLong;
}

/// Puts stride x stride pictures of one shape between each other: pixel (y, x) of part [v][u] goes to
/// (stride y + v, stride x + u). Channels stay last in memory.
torch::Tensor interleave(const std::vector<std::vector<torch::Tensor>>& parts) {
  std::vector<torch::Tensor> rows;
  for (const std::vector<torch::Tensor>& row : parts) {
    std::vector<torch::Tensor> pixels;
    for (const torch::Tensor& part : row) pixels.push_back(part.permute({0, 2, 3, 1}));
    rows.push_back(torch::stack(pixels, 3).flatten(2, 3));
  }
  return torch::stack(rows, 2).flatten(1, 2).permute({0, 3, 1, 2});
}

/// Where one of the `stride` interleaved results along an axis comes from: every stride-th tap from `first` on, over
/// pixels that begin `shift` later.
struct Phase {
  int first, taps, shift;
  Phase(int number, int stride, int kernel, int crop)
      : first((number + crop) % stride),
        taps((kernel - first + stride - 1) / stride),
        shift((number + crop) / stride) {}
};

/// The same tensor, one pixel further along an axis; the last pixel stands still.
torch::Tensor moved_on(const torch::Tensor& x, std::int64_t axis) {
  const std::int64_t size = x.size(axis);
  return torch::cat({x.slice(axis, 1, size), x.slice(axis, size - 1, size)}, axis);
}

/// Bilinear, sampled at target * in / out, to a whole multiple of the size.
torch::Tensor legacy_resize(const torch::Tensor& x, std::int64_t height, std::int64_t width) {
  const std::int64_t down = height / x.size(2);
  const std::int64_t across = width / x.size(3);
  SEGME_CHECK(x.size(2) * down == height && x.size(3) * across == width);
  const auto parts_of = [](const torch::Tensor& from, std::int64_t axis, std::int64_t count) {
    std::vector<torch::Tensor> parts{from};
    const torch::Tensor step = count > 1 ? moved_on(from, axis) - from : torch::Tensor();
    for (std::int64_t i = 1; i < count; ++i)
      parts.push_back(from + step * (static_cast<double>(i) / static_cast<double>(count)));
    return parts;
  };
  std::vector<std::vector<torch::Tensor>> parts;
  for (const torch::Tensor& row : parts_of(x, 2, down)) parts.push_back(parts_of(row, 3, across));
  return interleave(parts);
}

}  // namespace

torch::Tensor conv(const Node& node, torch::Tensor x, const torch::Tensor& weight, const torch::Tensor& bias) {
  const net::Padding& pad = node.padding;
  std::vector<std::int64_t> padding{pad.top, pad.left};
  if (pad.top != pad.bottom || pad.left != pad.right) {
    x = torch::constant_pad_nd(x, {pad.left, pad.right, pad.top, pad.bottom});
    padding = {0, 0};
  }
  if (x.is_cpu() && node.groups > 1 && node.groups == x.size(1) && weight.size(0) == x.size(1) && !bias.defined() &&
      torch::GradMode::is_enabled()) {
    return depthwise_conv(node, x, weight, padding[0], padding[1]);
  }
  const bool whole = needs_whole_floats(node, x);
  const Arithmetic arithmetic(x.device().type(), !whole && in_16_bits(x.device().type()));
  if (whole) x = x.to(torch::kFloat32);
  return torch::conv2d(x, weight, bias, {node.stride_y, node.stride_x}, padding, {node.dilation, node.dilation},
                       node.groups);
}

torch::Tensor transposed_conv(const Node& node, const torch::Tensor& x, const torch::Tensor& weight,
                              const torch::Tensor& bias) {
  SEGME_CHECK(node.groups == 1 && node.dilation == 1);
  if (needs_whole_floats(node, x)) {
    const Arithmetic whole(torch::kCPU, false);
    return transposed_conv(node, x.to(torch::kFloat32), weight, bias);
  }
  const std::int64_t height = x.size(2);
  const std::int64_t width = x.size(3);
  const torch::Tensor turned = weight.transpose(0, 1).flip({2, 3});
  std::vector<std::vector<torch::Tensor>> parts(static_cast<std::size_t>(node.stride_y));
  for (int v = 0; v < node.stride_y; ++v) {
    const Phase down(v, node.stride_y, node.kernel_height, node.padding.top);
    for (int u = 0; u < node.stride_x; ++u) {
      const Phase across(u, node.stride_x, node.kernel_width, node.padding.left);
      SEGME_CHECK(down.taps > 0 && across.taps > 0);
      // Turned round, tap `first` is counted from the end.
      const int from_y = (node.kernel_height - 1 - down.first) % node.stride_y;
      const int from_x = (node.kernel_width - 1 - across.first) % node.stride_x;
      const torch::Tensor taps = turned.slice(2, from_y, node.kernel_height - down.first, node.stride_y)
                                     .slice(3, from_x, node.kernel_width - across.first, node.stride_x)
                                     .contiguous(torch::MemoryFormat::ChannelsLast);
      parts[static_cast<std::size_t>(v)].push_back(torch::conv2d(x, taps, bias, 1, {down.taps - 1, across.taps - 1})
                                                       .slice(2, down.shift, down.shift + height)
                                                       .slice(3, across.shift, across.shift + width));
    }
  }
  return interleave(parts);
}

torch::Tensor resize(const Node& node, const torch::Tensor& x, std::int64_t height, std::int64_t width) {
  if (node.sampling == net::Sampling::legacy) return legacy_resize(x, height, width);
  return torch::upsample_bilinear2d(x, {height, width}, node.sampling == net::Sampling::align_corners);
}

torch::Tensor shuffle(const torch::Tensor& x, std::int64_t groups) {
  const std::int64_t channels = x.size(1);
  return x.reshape({x.size(0), groups, channels / groups, x.size(2), x.size(3)})
      .transpose(1, 2)
      .reshape({x.size(0), channels, x.size(2), x.size(3)});
}

torch::Tensor reshape(const Node& node, const torch::Tensor& x) {
  std::vector<std::int64_t> sides{x.size(0)};
  sides.insert(sides.end(), node.flat.begin(), node.flat.end());
  return x.reshape(sides);
}

}  // namespace segme::train
