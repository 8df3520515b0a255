// pipeline/live: see live.h.
#include "pipeline/live.h"

#include <utility>

#include "base/stopwatch.h"
#include "base/workers.h"

namespace segme {

Live::Live(Pipeline& pipeline, std::unique_ptr<Capture> source, Sync sync)
    : Live(
          pipeline,
          [held = std::make_shared<std::unique_ptr<Capture>>(std::move(source))](const std::stop_token&) {
            return std::move(*held);
          },
          sync) {}

Live::Live(Pipeline& pipeline, Newest::Open open, Sync sync)
    : pipeline_(pipeline), trial_(sync), newest_(std::move(open)) {
  if (sync == Sync::low_latency) net_ = start_thread([this] { work(); });
}

Live::~Live() {
  to_net_.close();
  from_net_.close();
  if (net_.joinable()) net_.join();
}

Taken Live::next(LivePicture& picture, std::chrono::milliseconds most) {
  const Taken taken = newest_.next_for(picture.frame, most);
  if (taken != Taken::thing) return taken;
  picture.arrived = newest_.arrived();
  if (picture.frame.image.empty() || picture.frame.image.channels() != 3) {
    ++empty_;
    return Taken::nothing;
  }
  const Stopwatch watch;
  trial_.next() == Sync::exact ? draw_exact(picture) : draw_moved(picture);
  picture.work_ms = watch.milliseconds();
  trial_.add(picture.work_ms);
  return Taken::thing;
}

void Live::draw_exact(LivePicture& picture) {
  while (busy_) take_matte(true);  // the pipeline is still the net's
  pipeline_.segment(picture.frame, picture.matte);
  picture.net_ms = pipeline_.times().net;
  picture.matte_number = picture.frame.number;
  pipeline_.finish(picture.frame, picture.matte, picture.picture);
}

void Live::draw_moved(LivePicture& picture) {
  if (busy_) take_matte(false);
  if (!busy_) {  // the net gets the newest frame whenever it is free
    Image& image = job_.frame.image;
    const Image& from = picture.frame.image;
    image.resize(from.width(), from.height(), from.channels());
    std::copy_n(from.data(), from.size(), image.data());
    job_.frame.seconds = picture.frame.seconds;
    job_.frame.number = picture.frame.number;
    job_.frame.pixel_aspect = picture.frame.pixel_aspect;
    busy_ = to_net_.put(job_);
  }
  // At the start, and after a change of size, there is nothing to move yet.
  while (!motion_.remembers(picture.frame)) {
    take_matte(true);
    if (motion_.remembers(picture.frame)) break;
    job_.frame = picture.frame;
    busy_ = to_net_.put(job_);
  }
  picture.net_ms = net_ms_;
  picture.matte_number = matte_number_;
  motion_.move(picture.frame, picture.matte);
  pipeline_.finish(picture.frame, picture.matte, picture.picture);
}

/// Takes a matte that the net has finished; `wait`: until it has.
void Live::take_matte(bool wait) {
  const Taken taken = wait && from_net_.take(job_) ? Taken::thing : from_net_.take_for(job_, {});
  if (taken == Taken::end && failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  SEGME_CHECK(taken != Taken::end);
  if (taken != Taken::thing) return;
  busy_ = false;
  matte_number_ = job_.frame.number;
  net_ms_ = job_.net_ms;
  motion_.remember(job_.frame, job_.matte);
}

void Live::work() {
  try {
    Job job;
    while (to_net_.take(job)) {
      pipeline_.segment(job.frame, job.matte);
      job.net_ms = pipeline_.times().net;
      if (!from_net_.put(job)) break;
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
  from_net_.close();
}

}  // namespace segme
