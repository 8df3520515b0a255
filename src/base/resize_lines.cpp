// base/resize_lines: shrinking downwards, source rows are averaged first and the sum is then narrowed or widened;
// growing downwards, each source row is narrowed or widened once and two of them are blended. Either way the fewest
// products.
#include "base/resize_lines.h"

#include <algorithm>
#include <cmath>

#include "base/resize_kernels.h"

namespace segme {
namespace {

constexpr std::size_t kReadBehind = 16;  // floats that weigh_columns may read behind the end of a line

}  // namespace

void ResizeAxis::set(int in, const ResizedSide& side) {
  SEGME_CHECK(side.whole >= 1 && side.first >= 0 && side.count >= 1 && side.first <= side.whole - side.count);
  if (in == in_ && side == side_) return;
  in_ = in;
  side_ = side;
  const auto size = static_cast<std::size_t>(side.count);
  const std::size_t longest = shrinks() ? static_cast<std::size_t>(in / side.whole) + 2 : 2;
  stride_ = (longest + 3) / 4 * 4;
  first_.assign(size, 0);
  count_.assign(size, 1);
  weights_.assign(memory_size(size, stride_), 0.0F);
  for (std::size_t i = 0; i < size; ++i) {
    const std::int64_t at = side.first + static_cast<std::int64_t>(i);
    if (in > side.whole) {
      set_average(at, i);
    } else {
      set_blend(at, i);
    }
  }
}

/// Output pixel `at` covers [at * in, (at + 1) * in) in units of 1/whole source pixels, so that the parts are exact.
void ResizeAxis::set_average(std::int64_t at, std::size_t i) {
  float* weights = weights_.data() + i * stride_;
  const std::int64_t begin = at * in_;
  const std::int64_t end = begin + in_;
  const std::int64_t first = begin / side_.whole;
  const std::int64_t last = (end - 1) / side_.whole;
  first_[i] = static_cast<int>(first);
  count_[i] = static_cast<int>(last - first + 1);
  for (std::int64_t p = first; p <= last; ++p) {
    const std::int64_t covered = std::min(end, (p + 1) * side_.whole) - std::max(begin, p * side_.whole);
    weights[p - first] = static_cast<float>(static_cast<double>(covered) / in_);
  }
}

void ResizeAxis::set_blend(std::int64_t at, std::size_t i) {
  float* weights = weights_.data() + i * stride_;
  const double ratio = static_cast<double>(in_) / static_cast<double>(side_.whole);
  const double place = std::clamp((static_cast<double>(at) + 0.5) * ratio - 0.5, 0.0, static_cast<double>(in_ - 1));
  const double whole = std::floor(place);
  first_[i] = static_cast<int>(whole);
  weights[0] = static_cast<float>(1.0 - (place - whole));
  weights[1] = static_cast<float>(place - whole);
  if (place > whole) count_[i] = 2;
}

void ResizeLines::begin(const Image& in, int width, int height) { begin(in, {width, 0, width}, {height, 0, height}); }

void ResizeLines::begin(const Image& in, const ResizedSide& across, const ResizedSide& down) {
  image_ = &in;
  matte_ = nullptr;
  begin(in.width(), in.height(), in.channels(), across, down);
}

void ResizeLines::begin(const Matte& in, int width, int height) {
  image_ = nullptr;
  matte_ = &in;
  begin(in.width(), in.height(), 1, {width, 0, width}, {height, 0, height});
}

void ResizeLines::begin(int in_width, int in_height, int channels, const ResizedSide& across, const ResizedSide& down) {
  SEGME_CHECK(in_width >= 1 && in_height >= 1);
  channels_ = channels;
  across_.set(in_width, across);
  down_.set(in_height, down);
  const std::size_t in_size = static_cast<std::size_t>(in_width) * static_cast<std::size_t>(channels);
  const std::size_t out_size = static_cast<std::size_t>(across.count) * static_cast<std::size_t>(channels);
  wide_.resize(in_size + across_.stride() + kReadBehind);
  std::fill_n(wide_.data() + in_size, across_.stride() + kReadBehind, 0.0F);
  line_.resize(out_size);
  if (!down_.shrinks()) {
    for (Buffer<float>& narrow : narrow_) narrow.resize(out_size);
  }
  narrow_row_[0] = narrow_row_[1] = -1;
}

void ResizeLines::average_rows(int first, const float* weights, int count, float* out) const {
  const std::size_t size = static_cast<std::size_t>(across_.in()) * static_cast<std::size_t>(channels_);
  if (image_ != nullptr) {
    kernels::weigh_rows(image_->row(first), size, weights, count, size, out);
  } else {
    kernels::weigh_rows(matte_->row(first), size, weights, count, size, out);
  }
}

const float* ResizeLines::narrowed(int row) {
  const int slot = row & 1;
  float* out = narrow_[slot].data();
  if (narrow_row_[slot] != row) {
    constexpr float kWhole = 1.0F;
    average_rows(row, &kWhole, 1, wide_.data());
    kernels::weigh_columns(wide_.data(), channels_, across_.first(), across_.count(), across_.weights(0),
                           across_.stride(), across_.out(), out);
    narrow_row_[slot] = row;
  }
  return out;
}

const float* ResizeLines::line(int y) {
  const int first = down_.first()[y];
  const int count = down_.count()[y];
  if (down_.shrinks()) {
    average_rows(first, down_.weights(y), count, wide_.data());
    kernels::weigh_columns(wide_.data(), channels_, across_.first(), across_.count(), across_.weights(0),
                           across_.stride(), across_.out(), line_.data());
    return line_.data();
  }
  const float* above = narrowed(first);
  if (count == 1) return above;
  const float* below = narrowed(first + 1);
  const std::size_t size = static_cast<std::size_t>(across_.out()) * static_cast<std::size_t>(channels_);
  kernels::weigh_pair(above, below, down_.weights(y)[0], down_.weights(y)[1], size, line_.data());
  return line_.data();
}

}  // namespace segme
