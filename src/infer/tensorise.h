// infer/tensorise: a picture of any size to the tensor that a card asks for: size, layout, colour order, mean and
// scale. Shrinks by area average, as the nets are trained, so that nothing aliases; a centred shape stays centred.
#pragma once

#include <span>

#include "base/image.h"
#include "base/resize_lines.h"
#include "infer/model_card.h"

namespace segme {

struct Rect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  bool operator==(const Rect&) const = default;
};

/// The part of width x height that a picture fills when the shape it is shown in is kept: centred to the pixel, so its
/// sides are even where those of the whole are. At least 1 (or 2) pixels wide and high.
Rect letterbox(int picture_width, int picture_height, int width, int height, double pixel_aspect = 1);

class Tensoriser {
 public:
  explicit Tensoriser(const ModelCard& card);

  /// Fills `tensor` (input_channels(card) * width * height floats) from a 3-channel picture; a fourth channel is left
  /// as it is. pixel_aspect: of the picture, see Frame. No allocation once warm.
  void run(const Image& image, std::span<float> tensor, double pixel_aspect = 1);
  /// Where the picture of the last run() lies in the net's input; the rest is padded by the mean.
  [[nodiscard]] Rect content() const noexcept { return content_; }

 private:
  void write_line(const float* line, int y, float* tensor) const;
  void pad(float* tensor) const;

  int width_, height_;
  int channels_;  // of the tensor; the picture fills the first three, or the only one
  bool planes_, reversed_, letterboxed_;
  float scale_[3] = {}, offset_[3] = {};  // tensor = value * scale + offset, in the tensor's channel order
  Rect content_;
  ResizeLines lines_;
};

}  // namespace segme
