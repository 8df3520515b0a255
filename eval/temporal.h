// eval/temporal: how calm the mattes of a video are, frame after frame.
#pragma once

#include "base/image.h"

namespace segme::eval {

/// Means over the pairs of neighbouring frames of one sequence.
struct TemporalScores {
  double dtssd = 0;    ///< 100 sqrt(mean((change of matte - change of truth)^2)), as Robust Video Matting reports it
  double flicker = 0;  ///< mean |change of matte| where the truth stands still (changes by less than 1/255), 0..1
  int pairs = 0;       ///< 0: no two frames yet, and then no figures
};

/// Takes the frames of one sequence in order.
class TemporalScorer {
 public:
  /// Whether a frame has the size of the one before it.
  [[nodiscard]] bool fits(const Matte& truth) const {
    return last_truth_.empty() || (truth.width() == last_truth_.width() && truth.height() == last_truth_.height());
  }
  /// Sizes must be those of the frame before. @throws std::logic_error when they are not.
  void add(const Matte& matte, const Matte& truth);
  [[nodiscard]] TemporalScores scores() const;

 private:
  Matte last_matte_, last_truth_;
  double dtssd_ = 0, flicker_ = 0;
  int pairs_ = 0;
};

}  // namespace segme::eval
