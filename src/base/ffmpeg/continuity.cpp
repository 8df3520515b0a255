// base/ffmpeg/continuity: see continuity.h. Each stream comes to the new clock with its own first packet of it; the
// first of all decides where on our clock that is.
#include "base/ffmpeg/continuity.h"

#include <algorithm>
#include <string_view>

namespace segme::ffmpeg {
namespace {

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};
constexpr std::int64_t kBack = 100'000;               // order of decoding: more than this back is another clock
constexpr std::int64_t kBackInFile = 500'000;         // the same where a header knows of one clock only
constexpr std::int64_t kBackOfMoments = 2'000'000;    // moments go to and fro within a group of pictures
constexpr std::int64_t kForward = 10 * AV_TIME_BASE;  // of a transport stream: no pause, as FFmpeg itself sees it

bool has_length(const AVFormatContext& container) { return container.duration > 0; }

/// The index of an MP4 names the moment of every packet: files that are joined to it are never read.
bool is_indexed(const AVFormatContext& container) {
  return has_length(container) && std::string_view(container.iformat->name).starts_with("mov");
}

}  // namespace

bool Continuity::may_jump(const AVFormatContext& container) {
  return (container.iformat->flags & AVFMT_TS_DISCONT) != 0;
}

bool Continuity::needs_all_streams(const AVFormatContext& container) {
  return may_jump(container) || (has_length(container) && !is_indexed(container));
}

void Continuity::straighten(const AVFormatContext& container, AVPacket& packet) {
  const auto index = static_cast<std::size_t>(packet.stream_index);
  if (is_indexed(container) || index >= container.nb_streams) return;
  const AVStream& stream = *container.streams[index];
  const AVMediaType type = stream.codecpar->codec_type;
  const bool leads = type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO;
  const bool ordered = packet.dts != AV_NOPTS_VALUE;
  const std::int64_t moment = ordered ? packet.dts : packet.pts;
  if (moment == AV_NOPTS_VALUE) return;
  if (tracks_.size() <= index) tracks_.resize(index + 1);
  Track& track = tracks_[index];
  const std::int64_t now = av_rescale_q(moment, stream.time_base, kMicroseconds);
  const std::int64_t first =
      packet.pts == AV_NOPTS_VALUE ? now : av_rescale_q(packet.pts, stream.time_base, kMicroseconds);
  if (!track.seen) {
    track.clock = shifts_.size() - 1;
  } else if (leads && ordered == track.counts_order) {
    const std::int64_t step = now - track.last;
    const std::int64_t most = has_length(container) && !may_jump(container) ? kBackInFile : kBack;
    const bool back = step < -(ordered ? most : kBackOfMoments);
    if (back || (may_jump(container) && step > kForward)) {
      if (++track.clock == shifts_.size()) {
        shifts_.push_back(end_ - first);
        ++breaks_;
      }
    }
  } else if (!leads) {
    track.clock = shifts_.size() - 1;
  }
  track.seen = true;
  track.last = now;
  track.counts_order = ordered;
  const std::int64_t shift = shifts_[track.clock];
  const std::int64_t ticks = av_rescale_q(shift, kMicroseconds, stream.time_base);
  if (packet.pts != AV_NOPTS_VALUE) packet.pts += ticks;
  if (packet.dts != AV_NOPTS_VALUE) packet.dts += ticks;
  const std::int64_t length = std::max<std::int64_t>(0, av_rescale_q(packet.duration, stream.time_base, kMicroseconds));
  if (leads) end_ = std::max(end_, std::max(first, now) + shift + length);
}

void Continuity::forget() {
  tracks_.clear();
  shifts_.assign(1, 0);
  end_ = INT64_MIN;
}

}  // namespace segme::ffmpeg
