// render/lab_statistics: mean and spread of a picture's colours in Lab.
#pragma once

#include "base/image.h"
#include "render/kernels.h"

namespace segme {

struct LabStatistics {
  double mean[3] = {};    ///< lightness 0..100, a, b
  double spread[3] = {};  ///< standard deviation
  double weight = 0;      ///< part of the picture that was measured, 0..1
};

/// Memory for a row of Lab.
class LabBuffer {
 public:
  LabRow row(std::size_t pixels) {
    values_.resize(3 * pixels);
    return {values_.data(), values_.data() + pixels, values_.data() + 2 * pixels};
  }

 private:
  Buffer<float> values_;
};

class LabMeasurer {
 public:
  /// Of an RGB picture, each pixel counting as much as its weight (null: all alike). A large picture is measured on an
  /// even sample of its pixels; nothing measured is all 0.
  LabStatistics measure(const Image& image, const Matte* weights);

 private:
  Image sampled_;
  Buffer<float> sampled_weights_;
  LabBuffer lab_;
};

}  // namespace segme
