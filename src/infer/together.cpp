// infer/together: see together.h.
#include "infer/together.h"

#include <algorithm>
#include <cmath>

#include "base/resize.h"

namespace segme {
namespace {

/// The matte of a logit of -3: see Beside.
constexpr float kSurestBeside = 0.0474F;

}  // namespace

float between(float a, float b) {
  constexpr float kSurest = 1.0F / 1024;
  a = std::clamp(a, kSurest, 1 - kSurest);
  b = std::clamp(b, kSurest, 1 - kSurest);
  const float person = std::sqrt(a * b);
  return person / (person + std::sqrt((1 - a) * (1 - b)));
}

void Mirrored::segment(const Frame& frame, Matte& matte) {
  net_->segment(frame, matte);
  net_->segment_mirrored(turned_);
  float* const values = matte.data();
  for (std::size_t i = 0; i < matte.size(); ++i) values[i] = between(values[i], turned_.data()[i]);
  net_->remember(matte);
}

void Beside::join(const Frame& frame, Matte& matte) {
  second_->segment(frame, said_);
  const Matte* said = &said_;
  if (said_.width() != matte.width() || said_.height() != matte.height()) {
    resize_matte(said_, matte.width(), matte.height(), fitted_);
    said = &fitted_;
  }
  float* const values = matte.data();
  for (std::size_t i = 0; i < matte.size(); ++i) {
    values[i] = between(values[i], std::clamp(said->data()[i], kSurestBeside, 1 - kSurestBeside));
  }
}

void Together::segment(const Frame& frame, Matte& matte) {
  first_->segment(frame, matte);
  beside_->join(frame, matte);
}

void Together::reset() {
  first_->reset();
  beside_->reset();
}

SegmentTimes Together::times() const {
  const SegmentTimes first = first_->times();
  const SegmentTimes second = beside_->times();
  return {first.tensorise + second.tensorise, first.net + second.net};
}

}  // namespace segme
