// refine/sampling: a matte read at the points of a grid that lies over the frame, whatever the matte's own size is.
// Used by guided for its working size: a finer matte is averaged over each grid pixel, a coarser one interpolated at
// its centre.
#pragma once

#include "base/image.h"

namespace segme {

/// One axis: grid sample i is the weighted sum of `count` source samples from first[i] on.
class GridAxis {
 public:
  /// Grid samples cover `pixels_per_sample` frame pixels each, from the edge on; the source has `source` samples over
  /// the same `pixels` frame pixels.
  void set(int samples, int pixels_per_sample, int pixels, int source);
  [[nodiscard]] int first(int sample) const { return first_.data()[sample]; }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] const float* weights(int sample) const {
    return weights_.data() + static_cast<std::ptrdiff_t>(sample) * count_;
  }

 private:
  void average(int sample, double begin, double end, int source);
  void interpolate(int sample, double centre, int source);
  Buffer<int> first_;
  Buffer<float> weights_;
  int count_ = 1;
};

class GridSampler {
 public:
  /// Writes `columns` x `rows` samples, rows `stride` apart; each lies in 0..1 (not a number counts as 0).
  void run(const Matte& matte, int frame_width, int frame_height, int pixels_per_sample, int columns, int rows,
           std::size_t stride, float* out);

 private:
  GridAxis across_, down_;
  Buffer<float> line_;
};

}  // namespace segme
