// infer/subtraction_steps: background subtraction as the simplest such program does it, step for step: a grey plate, a
// fixed threshold, the largest shape closed and filled. The yardstick for infer/subtraction, which tells light, shadow
// and noise from a person.
#pragma once

#include <cstdint>
#include <vector>

#include "base/image.h"
#include "infer/silhouette.h"

namespace segme {

class SubtractionSteps {
 public:
  /// Forgets the plate; the next frames to be added have this size.
  void begin(int width, int height);
  /// Adds one RGB frame without a person to the plate.
  void add(const Image& frame);
  /// The plate is the mean grey of what was added, cut to 8 bits, then blurred.
  void finish();
  [[nodiscard]] int width() const noexcept { return plate_.width(); }
  [[nodiscard]] int height() const noexcept { return plate_.height(); }
  /// Writes the matte of a frame of the plate's size, 0..255 of 255.
  void find(const Image& frame, Matte& matte);

 private:
  void blur_slightly(const Image& in, Image& out);
  void blur_widely(const Image& shape, Matte& matte);
  int count_ = 0;
  std::vector<std::int32_t> sums_;
  Image grey_, plate_, shape_;
  std::vector<std::uint16_t> rows_;
  std::vector<float> line_, wide_;
  Silhouette silhouette_;
};

}  // namespace segme
