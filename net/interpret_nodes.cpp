// net/interpret_nodes: a convolution is a sum of shifted planes, one a tap, so that the inner loop runs along a row.
#include "net/interpret_nodes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace segme::net::plain {
namespace {

/// Positions 0..count of one axis whose tap at `offset` lies inside 0..size: position * stride + offset.
struct Span {
  int begin = 0, end = 0;
};

Span inside(int count, int stride, int offset, int size) {
  Span span;
  span.begin = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  span.end = size - 1 - offset < 0 ? 0 : std::min(count, (size - 1 - offset) / stride + 1);
  span.end = std::max(span.end, span.begin);
  return span;
}

/// y[i] += w * x[i * stride]
void add_row(float* y, const float* x, float w, int count, int stride) {
  if (stride == 1) {
    for (int i = 0; i < count; ++i) y[i] += w * x[i];
  } else {
    for (int i = 0; i < count; ++i) y[i] += w * x[i * stride];
  }
}

void add_plane(const Node& node, const Shape& in, const float* x, const float* taps, float* y) {
  const Shape& out = node.shape;
  if (node.kernel_height == 1 && node.kernel_width == 1 && in.height == out.height && in.width == out.width &&
      node.padding == Padding{}) {
    add_row(y, x, taps[0], in.height * in.width, 1);
    return;
  }
  for (int ky = 0; ky < node.kernel_height; ++ky) {
    const int dy = ky * node.dilation - node.padding.top;
    const Span rows = inside(out.height, node.stride_y, dy, in.height);
    for (int kx = 0; kx < node.kernel_width; ++kx) {
      const int dx = kx * node.dilation - node.padding.left;
      const Span columns = inside(out.width, node.stride_x, dx, in.width);
      const float w = taps[ky * node.kernel_width + kx];
      for (int row = rows.begin; row < rows.end; ++row) {
        add_row(y + row * out.width + columns.begin,
                x + (row * node.stride_y + dy) * in.width + columns.begin * node.stride_x + dx, w,
                columns.end - columns.begin, node.stride_x);
      }
    }
  }
}

/// The transpose of add_plane: what it reads is written, what it writes is read.
void spread_plane(const Node& node, const Shape& in, const float* x, const float* taps, float* y) {
  const Shape& out = node.shape;
  for (int ky = 0; ky < node.kernel_height; ++ky) {
    const int dy = ky - node.padding.top;
    const Span rows = inside(in.height, node.stride_y, dy, out.height);
    for (int kx = 0; kx < node.kernel_width; ++kx) {
      const int dx = kx - node.padding.left;
      const Span columns = inside(in.width, node.stride_x, dx, out.width);
      const float w = taps[ky * node.kernel_width + kx];
      for (int row = rows.begin; row < rows.end; ++row) {
        for (int column = columns.begin; column < columns.end; ++column) {
          y[(row * node.stride_y + dy) * out.width + column * node.stride_x + dx] += w * x[row * in.width + column];
        }
      }
    }
  }
}

void start_with_bias(const Shape& out, const Values& bias, Values& y) {
  const std::size_t plane = static_cast<std::size_t>(out.height) * static_cast<std::size_t>(out.width);
  for (std::size_t c = 0; c < static_cast<std::size_t>(out.channels); ++c) {
    std::fill_n(y.begin() + static_cast<std::ptrdiff_t>(c * plane), plane, bias.empty() ? 0.0F : bias[c]);
  }
}

/// Where an output position reads: the lower neighbour, the upper one, and how much of the upper.
struct Tap {
  int low = 0, high = 0;
  float share = 0;
};

std::vector<Tap> taps_of(Sampling sampling, int in, int out) {
  std::vector<Tap> taps(static_cast<std::size_t>(out));
  for (int i = 0; i < out; ++i) {
    const float scale = static_cast<float>(in) / static_cast<float>(out);
    float at = static_cast<float>(i) * scale;
    if (sampling == Sampling::half_pixel) at = (static_cast<float>(i) + 0.5F) * scale - 0.5F;
    if (sampling == Sampling::align_corners) {
      at = out == 1 ? 0.0F : static_cast<float>(i) * static_cast<float>(in - 1) / static_cast<float>(out - 1);
    }
    at = std::clamp(at, 0.0F, static_cast<float>(in - 1));
    Tap& tap = taps[static_cast<std::size_t>(i)];
    tap.low = static_cast<int>(at);
    tap.high = std::min(tap.low + 1, in - 1);
    tap.share = at - static_cast<float>(tap.low);
  }
  return taps;
}

}  // namespace

void convolve(const Node& node, const Shape& in, const Values& x, const Values& kernel, const Values& bias, Values& y) {
  start_with_bias(node.shape, bias, y);
  const int inputs = in.channels / node.groups;
  const int outputs = node.shape.channels / node.groups;
  const int taps = node.kernel_height * node.kernel_width;
  for (int c = 0; c < node.shape.channels; ++c) {
    for (int i = 0; i < inputs; ++i) {
      const int from = c / outputs * inputs + i;
      add_plane(node, in, x.data() + from * in.height * in.width, kernel.data() + (c * inputs + i) * taps,
                y.data() + c * node.shape.height * node.shape.width);
    }
  }
}

void convolve_transposed(const Node& node, const Shape& in, const Values& x, const Values& kernel, const Values& bias,
                         Values& y) {
  start_with_bias(node.shape, bias, y);
  const int taps = node.kernel_height * node.kernel_width;
  for (int i = 0; i < in.channels; ++i) {
    for (int c = 0; c < node.shape.channels; ++c) {
      spread_plane(node, in, x.data() + i * in.height * in.width, kernel.data() + (i * node.shape.channels + c) * taps,
                   y.data() + c * node.shape.height * node.shape.width);
    }
  }
}

void pool(const Node& node, const Shape& in, const Values& x, Values& y) {
  const Shape& out = node.shape;
  const bool max = node.op == Op::max_pool;
  for (int c = 0; c < out.channels; ++c) {
    const float* plane = x.data() + c * in.height * in.width;
    for (int row = 0; row < out.height; ++row) {
      const int top = row * node.stride_y - node.padding.top;
      for (int column = 0; column < out.width; ++column) {
        const int left = column * node.stride_x - node.padding.left;
        float sum = 0;
        float most = std::numeric_limits<float>::lowest();
        int count = 0;
        for (int iy = std::max(top, 0); iy < std::min(top + node.kernel_height, in.height); ++iy) {
          for (int ix = std::max(left, 0); ix < std::min(left + node.kernel_width, in.width); ++ix) {
            sum += plane[iy * in.width + ix];
            most = std::max(most, plane[iy * in.width + ix]);
            ++count;
          }
        }
        y[static_cast<std::size_t>((c * out.height + row) * out.width + column)] =
            max ? most : sum / static_cast<float>(std::max(count, 1));
      }
    }
  }
}

void resize(const Node& node, const Shape& in, const Values& x, Values& y) {
  const Shape& out = node.shape;
  const std::vector<Tap> rows = taps_of(node.sampling, in.height, out.height);
  const std::vector<Tap> columns = taps_of(node.sampling, in.width, out.width);
  float* to = y.data();
  for (int c = 0; c < out.channels; ++c) {
    const float* plane = x.data() + c * in.height * in.width;
    for (const Tap& row : rows) {
      const float* low = plane + row.low * in.width;
      const float* high = plane + row.high * in.width;
      for (const Tap& column : columns) {
        const float upper = low[column.low] + (low[column.high] - low[column.low]) * column.share;
        const float lower = high[column.low] + (high[column.high] - high[column.low]) * column.share;
        *to++ = upper + (lower - upper) * row.share;
      }
    }
  }
}

void shuffle(const Node& node, std::size_t plane, const Values& x, Values& y) {
  const auto groups = static_cast<std::size_t>(node.groups);
  const std::size_t members = x.size() / plane / groups;
  for (std::size_t c = 0; c < groups * members; ++c) {
    const std::size_t to = c % members * groups + c / members;
    std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(c * plane), plane,
                y.begin() + static_cast<std::ptrdiff_t>(to * plane));
  }
}

void transpose(const Shape& in, const Values& x, Values& y) {
  const auto rows = static_cast<std::size_t>(in.channels) * static_cast<std::size_t>(in.height);
  const auto width = static_cast<std::size_t>(in.width);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t c = 0; c < width; ++c) y[c * rows + i] = x[i * width + c];
  }
}

}  // namespace segme::net::plain
