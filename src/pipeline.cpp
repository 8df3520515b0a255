// pipeline: frame -> coarse matte -> refiners -> renderer. What is rendered is always the very frame that was
// segmented.
#include "pipeline.h"

#include <utility>

#include "base/resize.h"
#include "base/stopwatch.h"
#include "pipeline/still.h"

namespace segme {

Pipeline::Pipeline(std::shared_ptr<Segmenter> segmenter, std::vector<std::unique_ptr<Refiner>> refiners,
                   std::unique_ptr<Renderer> renderer)
    : segmenter_(std::move(segmenter)), refiners_(std::move(refiners)), renderer_(std::move(renderer)) {
  SEGME_CHECK(segmenter_ != nullptr && renderer_ != nullptr);
}

void Pipeline::segment(const Frame& frame, Matte& coarse) {
  segmenter_->segment(frame, coarse);
  const SegmentTimes times = segmenter_->times();
  times_.tensorise = times.tensorise;
  times_.net = times.net;
}

const Matte& Pipeline::matte(const Frame& frame) {
  SEGME_CHECK(frame.image.channels() == 3 && !frame.image.empty());
  segment(frame, matte_);
  refine(frame, matte_);
  times_.render = 0;
  return matte_;
}

void Pipeline::refine(const Frame& frame, Matte& matte) {
  const Stopwatch watch;
  for (const auto& refiner : refiners_) refiner->refine(frame, matte);
  if (matte.width() != frame.image.width() || matte.height() != frame.image.height()) {
    // Only where the chain ends without a refiner that enlarges.
    resize_matte(matte, frame.image.width(), frame.image.height(), large_);
    matte.swap(large_);
  }
  apply_alpha(frame, matte);
  times_.refine = watch.milliseconds();
}

void Pipeline::finish(const Frame& frame, Matte& matte, Image& picture) {
  refine(frame, matte);
  const Stopwatch watch;
  renderer_->render(frame, matte, picture);
  times_.render = watch.milliseconds();
}

double Pipeline::person() const { return mean_of(matte_); }

double mean_of(const Matte& matte, int row_step) {
  constexpr std::size_t kLanes = 16;  // sums that do not wait for each other: SIMD
  double sum = 0;
  std::int64_t count = 0;
  const auto width = static_cast<std::size_t>(matte.width());
  for (int y = 0; y < matte.height(); y += row_step) {
    const float* row = matte.row(y);
    float lanes[kLanes] = {};
    std::size_t x = 0;
    for (; x + kLanes <= width; x += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += row[x + lane];
    }
    for (; x < width; ++x) lanes[0] += row[x];
    for (const float lane : lanes) sum += static_cast<double>(lane);
    count += matte.width();
  }
  return count > 0 ? sum / static_cast<double>(count) : 0;
}

void Pipeline::process(const Frame& frame, Image& picture) {
  matte(frame);
  Stopwatch watch;
  renderer_->render(frame, matte_, picture);
  times_.render = watch.milliseconds();
}

void Pipeline::run(Capture& capture, Sink& sink) {
  Frame frame;
  Image picture;
  while (capture.next(frame)) {
    process(frame, picture);
    sink.show(picture, frame.seconds);
  }
  sink.finish();
}

void Pipeline::reset() {
  segmenter_->reset();
  for (const auto& refiner : refiners_) refiner->reset();
}

}  // namespace segme
