// base/resize: collects the lines of base/resize_lines.
#include "base/resize.h"

#include <algorithm>

#include "base/resize_kernels.h"
#include "base/resize_lines.h"

namespace segme {
namespace {

/// Memory of the lines, a thread each: a stream resizes the same sizes again and again.
ResizeLines& lines() {
  thread_local ResizeLines kept;
  return kept;
}

}  // namespace

void resize_area(const Image& in, int width, int height, Image& out) {
  resize_part(in, {width, 0, width}, {height, 0, height}, out);
}

void resize_part(const Image& in, const ResizedSide& across, const ResizedSide& down, Image& out) {
  SEGME_CHECK(&in != &out);
  ResizeLines& resized = lines();
  resized.begin(in, across, down);
  out.resize(across.count, down.count, in.channels());
  for (int y = 0; y < down.count; ++y) kernels::round_line(resized.line(y), out.stride(), out.row(y));
}

void resize_matte(const Matte& in, int width, int height, Matte& out) {
  SEGME_CHECK(&in != &out);
  ResizeLines& resized = lines();
  resized.begin(in, width, height);
  out.resize(width, height);
  for (int y = 0; y < height; ++y) std::copy_n(resized.line(y), static_cast<std::size_t>(width), out.row(y));
}

}  // namespace segme
