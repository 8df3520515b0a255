// capture/ffmpeg/deinterlacer: see deinterlacer.h.
#include "capture/ffmpeg/deinterlacer.h"

#include <new>
#include <string>

namespace segme::ffmpeg {

bool is_interlaced(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
  return (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
  return frame.interlaced_frame != 0;
#endif
}

bool first_field_is_top(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
  return (frame.flags & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
#else
  return frame.top_field_first != 0;
#endif
}

FieldFilter::FieldFilter(const AVFrame& like, AVRational time_base, bool all)
    : graph_(like.width, like.height, std::to_string(like.format), time_base,
             std::string("bwdif=mode=send_frame:deint=") + (all ? "all" : "interlaced"), "deinterlace",
             "Leave it interlaced."),
      time_base_(time_base),
      width_(like.width),
      height_(like.height),
      format_(like.format) {}

bool FieldFilter::takes(const AVFrame& frame) const {
  return frame.width == width_ && frame.height == height_ && frame.format == format_;
}

void FieldFilter::push(AVFrame* frame) {
  if (graph_.push(frame) < 0) throw std::bad_alloc();
}

bool FieldFilter::pull(AVFrame& frame) {
  if (!graph_.pull(frame)) return false;
  const AVRational ticks = graph_.ticks();
  if (frame.pts != AV_NOPTS_VALUE) frame.pts = av_rescale_q(frame.pts, ticks, time_base_);
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
  frame.duration = av_rescale_q(frame.duration, ticks, time_base_);
#endif
  return true;
}

void Deinterlacer::push(AVFrame* frame) {
  if (frame != nullptr && is_interlaced(*frame)) ++interlaced_;
  const bool goes_on = frame != nullptr && filter_ && !last_given_ && filter_->takes(*frame);
  if (goes_on) return filter_->push(frame);
  if (filter_ && !last_given_) {
    filter_->push(nullptr);
    last_given_ = true;
  }
  if (frame == nullptr) return;
  av_frame_unref(waiting_.get());
  av_frame_move_ref(waiting_.get(), frame);
  waits_ = true;
}

bool Deinterlacer::pull(AVFrame& frame) {
  if (filter_ && filter_->pull(frame)) return true;
  if (filter_ && last_given_) filter_.reset();
  if (!waits_) return false;
  waits_ = false;
  const bool wanted = when_ == Deinterlace::on || (when_ == Deinterlace::flagged && is_interlaced(*waiting_));
  if (!wanted) {
    av_frame_unref(&frame);
    av_frame_move_ref(&frame, waiting_.get());
    return true;
  }
  filter_ = std::make_unique<FieldFilter>(*waiting_, time_base_, when_ == Deinterlace::on);
  last_given_ = false;
  filter_->push(waiting_.get());
  return filter_->pull(frame);
}

void Deinterlacer::forget() {
  filter_.reset();
  waits_ = last_given_ = false;
}

}  // namespace segme::ffmpeg
