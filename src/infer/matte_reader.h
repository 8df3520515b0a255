// infer/matte_reader: a net's output tensor to a matte: the person's channel, the activation that is still to be
// applied, the letterbox bars cut away.
#pragma once

#include <span>
#include <vector>

#include "base/image.h"
#include "infer/model_card.h"

namespace segme {

class MatteReader {
 public:
  /// `shape` is the engine's output shape. @throws Error(model) when it is not what the card says.
  MatteReader(const ModelCard& card, const std::vector<int>& shape);

  /// Fills the matte, at the net's output size less its bars, from the output for a picture of the given size
  /// and pixel_aspect, see Frame.
  void read(std::span<const float> output, int picture_width, int picture_height, Matte& matte,
            double pixel_aspect = 1) const;

 private:
  int width_ = 0;
  int height_ = 0;
  int channels_, channel_;
  bool planes_, letterboxed_, packed_;
  Activation activation_;
};

}  // namespace segme
