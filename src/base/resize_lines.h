// base/resize_lines: the engine of base/resize, and of whoever wants the resized picture line by line as floats (the
// tensoriser of infer/). Separable: along an axis that shrinks every output pixel is the exact average of the source
// area below it (parts of pixels counted as parts); along one that grows it is the linear blend of its two neighbours,
// with pixel centres at half coordinates.
#pragma once

#include <cstdint>
#include <vector>

#include "base/image.h"
#include "base/resize.h"

namespace segme {

/// The weighted source pixels of every wanted output pixel along one axis.
class ResizeAxis {
 public:
  /// Does nothing when the sizes are those of the last call.
  void set(int in, const ResizedSide& side);
  [[nodiscard]] int in() const noexcept { return in_; }
  [[nodiscard]] int out() const noexcept { return side_.count; }
  [[nodiscard]] bool shrinks() const noexcept { return in_ >= side_.whole; }
  [[nodiscard]] const int* first() const noexcept { return first_.data(); }
  [[nodiscard]] const int* count() const noexcept { return count_.data(); }
  /// The weights of output pixel i; a multiple of 4 of them, the surplus is 0.
  [[nodiscard]] const float* weights(int i) const noexcept {
    return weights_.data() + stride_ * static_cast<std::size_t>(i);
  }
  [[nodiscard]] std::size_t stride() const noexcept { return stride_; }

 private:
  void set_average(std::int64_t at, std::size_t i);
  void set_blend(std::int64_t at, std::size_t i);
  int in_ = 0;
  ResizedSide side_{0, 0, 0};
  std::size_t stride_ = 0;
  std::vector<int> first_, count_;
  std::vector<float> weights_;
};

/// Gives the lines of a resized picture, top to bottom. Keeps its memory: nothing is allocated once warm.
class ResizeLines {
 public:
  /// Starts a new picture. `in` must outlive the calls of line().
  void begin(const Image& in, int width, int height);
  void begin(const Matte& in, int width, int height);
  /// Starts a part of one: line(0) is then the part's first, as wide as the part.
  void begin(const Image& in, const ResizedSide& across, const ResizedSide& down);
  /// Output line y: width * channels floats in the source's units, valid until the next call. Ascending y is fast.
  const float* line(int y);

 private:
  void begin(int in_width, int in_height, int channels, const ResizedSide& across, const ResizedSide& down);
  void average_rows(int first, const float* weights, int count, float* out) const;
  const float* narrowed(int row);

  const Image* image_ = nullptr;
  const Matte* matte_ = nullptr;
  int channels_ = 0;
  ResizeAxis across_, down_;
  Buffer<float> wide_;       // one line as wide as the source
  Buffer<float> line_;       // the result
  Buffer<float> narrow_[2];  // growing downwards: source rows already as wide as the result
  int narrow_row_[2] = {-1, -1};
};

}  // namespace segme
