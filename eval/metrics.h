// eval/metrics: how good a matte is, against the truth. All at the truth's own size.
#pragma once

#include <limits>

#include "base/image.h"

namespace segme::eval {

/// One picture's figures. Fractions 0..1.
struct Scores {
  double iou = 0;             ///< person, both thresholded at > 0.5; 1 when both are empty
  double boundary_iou = 0;    ///< Cheng 2021: IoU of the two inner bands, band = 2 % of the diagonal
  double mae = 0;             ///< mean |matte - truth|
  double accuracy = 0;        ///< share of pixels on the right side of 0.5
  double person = 0;          ///< share of the truth that is person
  double background_iou = 0;  ///< IoU of what is not person; 1 when all is person in both
  double mean_iou = 0;        ///< mean of the two
  double mse = 0;             ///< mean (matte - truth)^2
  double sad = 0;             ///< sum |matte - truth| / 1000; grows with the picture
  double grad = std::numeric_limits<double>::quiet_NaN();  ///< eval/matting.h; NaN where it was not asked for
  double conn = std::numeric_limits<double>::quiet_NaN();  ///< likewise
  double both = 0, found = 0, wanted = 0, pixels = 0;      ///< pixels of person in both, matte, truth; all: for pooling
};

enum class Metrics { basic, all };  ///< all: grad and conn too, which cost ten times the rest

/// Compares two mattes of one size. @throws std::logic_error when the sizes differ.
Scores score(const Matte& matte, const Matte& truth, Metrics metrics = Metrics::basic);

/// What counts of pixels say: those of one picture, or the sums of many ("global": every pixel counts alike).
struct PooledScores {
  double iou = 0, background_iou = 0, mean_iou = 0, accuracy = 0;
};
PooledScores pool(double both, double found, double wanted, double pixels);

}  // namespace segme::eval
