// eval/temporal: dtSSD after Erofeev et al. 2015 ("Perceptually motivated benchmark for video matting"), in the scale
// of Lin et al. 2022 ("Robust High-Resolution Video Matting").
#include "eval/temporal.h"

#include <cmath>

namespace segme::eval {

void TemporalScorer::add(const Matte& matte, const Matte& truth) {
  SEGME_CHECK(matte.width() == truth.width() && matte.height() == truth.height() && !truth.empty());
  if (!last_truth_.empty()) {
    SEGME_CHECK(fits(truth));
    constexpr double kStill = 1.0 / 255;
    double square = 0;
    double restless = 0;
    std::size_t still = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const double ours = static_cast<double>(matte.data()[i]) - static_cast<double>(last_matte_.data()[i]);
      const double theirs = static_cast<double>(truth.data()[i]) - static_cast<double>(last_truth_.data()[i]);
      square += (ours - theirs) * (ours - theirs);
      if (std::abs(theirs) >= kStill) continue;
      restless += std::abs(ours);
      ++still;
    }
    dtssd_ += 100 * std::sqrt(square / static_cast<double>(truth.size()));
    flicker_ += still == 0 ? 0 : restless / static_cast<double>(still);
    ++pairs_;
  }
  last_matte_.resize(matte.width(), matte.height());
  last_truth_.resize(truth.width(), truth.height());
  std::copy_n(matte.data(), matte.size(), last_matte_.data());
  std::copy_n(truth.data(), truth.size(), last_truth_.data());
}

TemporalScores TemporalScorer::scores() const {
  if (pairs_ == 0) return {};
  return {dtssd_ / pairs_, flicker_ / pairs_, pairs_};
}

}  // namespace segme::eval
