// base/ffmpeg/timeline: see timeline.h. Decoding times are looked at, for they only grow; presentation times go along.
#include "base/ffmpeg/timeline.h"

extern "C" {
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <cmath>

#include "base/notice.h"

namespace segme::ffmpeg {
namespace {

constexpr double kBack = 0.1;    // seconds: what is less is a file that is not quite in order
constexpr double kForward = 10;  // seconds: a longer gap of a clock that may be anything is no gap, as FFmpeg has it
constexpr double kUsualRate = 25;

std::int64_t ticks_of(double seconds, AVRational base) { return std::llround(seconds / av_q2d(base)); }

}  // namespace

Timeline::Timeline(const AVInputFormat& format, const AVStream& of) : base_(of.time_base) {
  const double rate = of.avg_frame_rate.num > 0 ? av_q2d(of.avg_frame_rate) : kUsualRate;
  step_ = std::max<std::int64_t>(1, ticks_of(1 / rate, base_));
  if ((format.flags & AVFMT_TS_DISCONT) != 0) most_forward_ = ticks_of(kForward, base_);
}

bool Timeline::fits(std::int64_t ticks) const {
  if (expected_ == AV_NOPTS_VALUE) return true;
  const std::int64_t ahead = ticks - expected_;
  return ahead >= -ticks_of(kBack, base_) && (most_forward_ == 0 || ahead <= most_forward_);
}

void Timeline::move(AVPacket& packet, std::int64_t offset) {
  if (packet.pts != AV_NOPTS_VALUE) packet.pts += offset;
  if (packet.dts != AV_NOPTS_VALUE) packet.dts += offset;
  const std::int64_t ticks = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
  if (ticks == AV_NOPTS_VALUE) return;
  const std::int64_t end = ticks + (packet.duration > 0 ? packet.duration : step_);
  expected_ = expected_ == AV_NOPTS_VALUE ? end : std::max(expected_, end);
}

bool Timeline::mend(AVPacket& packet) {
  const std::int64_t ticks = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
  const bool jumps = ticks != AV_NOPTS_VALUE && !fits(ticks + offsets_.back());
  if (jumps) offsets_.push_back(expected_ - ticks);
  move(packet, offsets_.back());
  return jumps;
}

bool Timeline::follow(AVPacket& packet, const Timeline& main, bool last) {
  const std::int64_t ticks = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
  if (ticks != AV_NOPTS_VALUE && !fits(ticks + offsets_.back())) {
    for (const std::int64_t theirs : main.offsets()) {
      const std::int64_t offset = av_rescale_q(theirs, main.base_, base_);
      if (offset == offsets_.back() || !fits(ticks + offset)) continue;
      offsets_.push_back(offset);
      break;
    }
    if (!fits(ticks + offsets_.back())) {
      if (!last) return false;
      offsets_.push_back(expected_ - ticks);
    }
  }
  move(packet, offsets_.back());
  return true;
}

void Timeline::forget() {
  expected_ = AV_NOPTS_VALUE;
  offsets_.assign(1, 0);
}

void say_clock_jump(const std::string& name) {
  notice("the clock of " + name + " is set anew on the way: what follows is put behind what was there.");
}

}  // namespace segme::ffmpeg
