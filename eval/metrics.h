// eval/metrics: how good a matte is, against the truth. All at the truth's own size.
#pragma once

#include "base/image.h"

namespace segme::eval {

/// One picture's figures. Fractions 0..1.
struct Scores {
  double iou = 0;           ///< person, both thresholded at > 0.5; 1 when both are empty
  double boundary_iou = 0;  ///< Cheng 2021: IoU of the two inner bands, band = 2 % of the diagonal
  double mae = 0;           ///< mean |matte - truth|
  double accuracy = 0;      ///< share of pixels on the right side of 0.5
  double person = 0;        ///< share of the truth that is person
};

/// Compares two mattes of one size. @throws std::logic_error when the sizes differ.
Scores score(const Matte& matte, const Matte& truth);

}  // namespace segme::eval
