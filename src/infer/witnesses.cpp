// infer/witnesses: see witnesses.h.
#include "infer/witnesses.h"

#include "base/stopwatch.h"

namespace segme {

void Witnesses::segment(const Frame& frame, Matte& matte) {
  net_->segment(frame, matte);
  const Stopwatch watch;
  const bool ready = plate_->captured() >= 1;
  plate_->segment(frame, plate_matte_);
  if (ready) join_mattes(plate_matte_, matte, scratch_);
  plate_ms_ = watch.milliseconds();
}

void Witnesses::reset() {
  plate_->reset();
  net_->reset();
}

SegmentTimes Witnesses::times() const {
  const SegmentTimes net = net_->times();
  return {net.tensorise, net.net + plate_ms_};
}

}  // namespace segme
