// render/box_blur: nearly a Gaussian blur (three box blurs, Wells 1986), at a cost that does not grow with its radius.
#pragma once

#include "base/buffer.h"

namespace segme {

class BoxBlur {
 public:
  static constexpr int kPlanes = 4;
  /// Blurs a picture of 4 interleaved floats a pixel in place; what is beyond the border is like the border. sigma in
  /// pixels, > 0.
  void run(float* pixels, int width, int height, float sigma);

 private:
  void across(const float* from, float* to, int width, int height) const;
  void down(const float* from, float* to, int width, int height);
  int radius_ = 1;
  Buffer<float> scratch_, sums_;
};

}  // namespace segme
