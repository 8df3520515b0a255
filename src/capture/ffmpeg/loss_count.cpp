// capture/ffmpeg/loss_count: see loss_count.h. A promise counts only where a header makes it: what FFmpeg estimates
// from the bytes that are there can tell nothing about those that are not.
#include "capture/ffmpeg/loss_count.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "base/ffmpeg/joined.h"
#include "capture/ffmpeg/file_end.h"

namespace segme::ffmpeg {
namespace {

constexpr double kUsualFrame = 0.04;
constexpr double kExact = 0.02;    // seconds: headers that are written when all is known
constexpr double kRough = 0.25;    // of playlists, and of those written by cameras
constexpr double kRoughly = 0.02;  // and a share of the whole

bool is_exact(std::string_view format) {
  return format.starts_with("mov") || format.starts_with("matroska") || format == "avi";
}

/// "00:01:02.500000000", as Matroska's writers note the length of a stream; 0 where it is none.
double seconds_of_tag(const AVStream& stream) {
  const AVDictionaryEntry* tag = av_dict_get(stream.metadata, "DURATION", nullptr, 0);
  int hours = 0, minutes = 0;
  double seconds = 0;
  if (tag == nullptr || std::sscanf(tag->value, "%d:%d:%lf", &hours, &minutes, &seconds) != 3) return 0;
  return hours * 3600.0 + minutes * 60.0 + seconds;
}

/// Of the last sample that the index of an MP4 has, its end; 0 where there is no index yet.
double end_of_index(const AVStream& stream) {
  auto& indexed = const_cast<AVStream&>(stream);
  const int count = avformat_index_get_entries_count(&indexed);
  const AVIndexEntry* last = count > 0 ? avformat_index_get_entry(&indexed, count - 1) : nullptr;
  return last == nullptr ? 0 : static_cast<double>(last->timestamp) * av_q2d(stream.time_base);
}

/// Whether its packets say truly which of them is a key frame, and no others can be decoded first.
bool waits_for_key(const AVStream& stream) {
  switch (stream.codecpar->codec_id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_HEVC:
    case AV_CODEC_ID_MPEG2VIDEO:
    case AV_CODEC_ID_VP8:
    case AV_CODEC_ID_VP9:
    case AV_CODEC_ID_AV1: return true;
    default: return false;
  }
}

double frame_length(const AVStream& stream) {
  return stream.avg_frame_rate.num > 0 ? 1 / av_q2d(stream.avg_frame_rate) : kUsualFrame;
}

}  // namespace

LossCount::LossCount(const AVFormatContext& container, const AVStream& stream) {
  const std::string_view format = container.iformat->name;
  begun_ = !waits_for_key(stream);
  const double frame = frame_length(stream);
  const double first =
      stream.start_time == AV_NOPTS_VALUE ? 0 : static_cast<double>(stream.start_time) * av_q2d(stream.time_base);
  if (format.starts_with("mov")) {  // its index tells every sample, edited or not
    promised_ = end_of_index(stream);
    tolerance_ = frame / 2;
    return;
  }
  if (container.duration_estimation_method != AVFMT_DURATION_FROM_STREAM) return;
  const bool files_of_pictures = (container.iformat->flags & AVFMT_NOFILE) != 0;
  if (files_of_pictures || format == "yuv4mpegpipe" || format == "rawvideo") return;  // counted from the bytes
  const bool of_all = format == "asf";  // its streams have the length of the file
  if (const double tag = seconds_of_tag(stream); tag > 0) {
    promised_ = tag;
  } else if (stream.duration > 0 && !of_all) {
    // Of AVI, FFmpeg makes the duration what the bytes that are there can hold; the count is the header's.
    const std::int64_t ticks = format == "avi" ? std::max(stream.duration, stream.nb_frames) : stream.duration;
    promised_ = first + static_cast<double>(ticks) * av_q2d(stream.time_base);
  } else if (container.duration > 0) {  // of the longest of its streams
    by_all_streams_ = true;
    promised_ =
        static_cast<double>(std::max<std::int64_t>(0, container.start_time) + container.duration) / AV_TIME_BASE;
  }
  tolerance_ = 1.5 * frame + (is_exact(format) ? kExact : std::max(kRough, kRoughly * promised_));
}

void LossCount::packet(const AVFormatContext& container, const AVPacket& packet, bool ours) {
  const AVStream& stream = *container.streams[packet.stream_index];
  if (ours || by_all_streams_) {
    const bool index = std::string_view(container.iformat->name).starts_with("mov");
    const std::int64_t moment = index || packet.pts == AV_NOPTS_VALUE ? packet.dts : std::max(packet.pts, packet.dts);
    const double length = index ? 0 : static_cast<double>(packet.duration);
    if (moment != AV_NOPTS_VALUE) {
      end_ = std::max(end_, (static_cast<double>(moment) + length) * av_q2d(stream.time_base));
    }
  }
  if (!ours) return;
  cut_ = (packet.flags & AV_PKT_FLAG_CORRUPT) != 0;
  if (packet.pos >= 0) behind_ = packet.pos + packet.size;
  begun_ = begun_ || (packet.flags & AV_PKT_FLAG_KEY) != 0;
  if (!begun_) ++losses_.before_key;
}

void LossCount::frame(const AVFrame& frame) {
  const bool said = errors_->exchange(0) > 0;
  if (said || frame.decode_error_flags != 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0) ++losses_.concealed;
}

void LossCount::end(const AVFormatContext& container, AVIOContext* piped, bool broken) {
  losses_.ends_inside = losses_.ends_inside || broken || cut_;
  const bool plain = std::string_view(container.iformat->name) == "yuv4mpegpipe";
  if (plain && container.pb != nullptr && behind_ > 0 && avio_tell(container.pb) > behind_) losses_.ends_inside = true;
  const bool whole = has_end(container, piped);
  if (!whole) losses_.ends_inside = true;
  losses_.file_behind = has_unread_file(container);
  if (promised_ <= start_) return;
  losses_.promised = promised_ - start_;
  // The length of WMV is that of the longest stream and of what was before; its size is exact.
  if (whole && std::string_view(container.iformat->name) == "asf") return;
  const double missing = promised_ - std::max(end_, start_);
  if (missing > tolerance_) losses_.missing = std::min(missing, losses_.promised);
}

}  // namespace segme::ffmpeg
