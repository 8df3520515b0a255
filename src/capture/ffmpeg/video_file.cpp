// capture/ffmpeg/video_file: demuxes, decodes, converts. A frame's moment is the decoder's best guess of its timestamp,
// as a whole number of the stream's own ticks: nothing is rounded.
#include "capture/video_file.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "capture/ffmpeg/deinterlacer.h"
#include "capture/ffmpeg/demuxer.h"
#include "capture/ffmpeg/rgb_reader.h"
#include "capture/upright.h"

namespace segme {
namespace {

using namespace ffmpeg;

constexpr double kMostStretched = 10;  // a pixel that a file says is wider or higher is a mistake in the file
constexpr int kDegrees[] = {0, 0, 0, 180, 0, 90, 90, 270, 270};  // by EXIF's number, mirrored ones as they are turned

/// Ticks that a frame is shown; 0: not known.
std::int64_t length_of(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return frame.duration;
#else
  return frame.pkt_duration;
#endif
}

class VideoFile final : public VideoSource {
 public:
  VideoFile(const std::string& where, const VideoOptions& options);
  bool next(Frame& frame) override;
  [[nodiscard]] bool can_rewind() const override { return demuxer_.can_seek(); }
  void rewind() override;
  void go_to(double seconds) override;
  [[nodiscard]] const VideoInfo& info() const override { return info_; }
  [[nodiscard]] std::int64_t pts() const override { return pts_; }
  bool stored(StoredPicture& picture) const override;
  [[nodiscard]] double frame_end() const override;
  [[nodiscard]] VideoLosses losses() const override { return demuxer_.losses().losses(); }
  [[nodiscard]] VideoRepairs repairs() const override {
    return {demuxer_.clock_breaks() + steps_back_, reader_.resized(), deinterlacer_.interlaced(),
            demuxer_.missing_pictures(), reader_.tone_maps()};
  }

 private:
  void describe();
  void describe_geometry();
  void seek(std::int64_t target, std::int64_t wanted);
  bool find(std::int64_t target);
  void forget();
  [[noreturn]] void cannot_go() const;
  bool decode();
  bool receive();
  bool receive_decoded();
  void stamp();

  VideoOptions options_;
  Demuxer demuxer_;
  CodecPointer decoder_;
  PacketPointer packet_{av_packet_alloc()};
  FramePointer decoded_{av_frame_alloc()};
  RgbReader reader_;
  Deinterlacer deinterlacer_;
  VideoInfo info_;
  std::int64_t origin_ = 0;          ///< ticks that are seconds 0
  std::int64_t first_ = INT64_MIN;   ///< ticks of the first frame wanted
  std::int64_t wanted_ = INT64_MIN;  ///< ticks of the next frame that is wanted, at least
  std::int64_t end_ = INT64_MAX;     ///< ticks of the first frame not wanted any more
  std::int64_t pts_ = AV_NOPTS_VALUE, number_ = 0, steps_back_ = 0;
  bool held_ = false;  ///< decoded_ is the first frame, not handed out yet
  bool flushing_ = false;
  bool decoded_all_ = false;
  bool passed_ = false;                      ///< a frame at or before the wanted moment came: none is left out
  std::int64_t frame_end_ = AV_NOPTS_VALUE;  ///< ticks at which the last frame handed out ends
};

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

VideoFile::VideoFile(const std::string& where, const VideoOptions& options)
    : options_(options),
      demuxer_(where, options),
      decoder_(demuxer_.open_decoder(options.threads)),
      reader_(orientation_of(demuxer_.stream()), options, demuxer_.name()),
      deinterlacer_(options.deinterlace, demuxer_.stream().time_base) {
  if (!packet_ || !decoded_) throw std::bad_alloc();
  const AVStream& stream = demuxer_.stream();
  const AVFormatContext& container = demuxer_.container();
  const AVRational microseconds{1, AV_TIME_BASE};
  const std::int64_t file_start = container.start_time == AV_NOPTS_VALUE ? 0 : container.start_time;
  const auto ticks = [&](double seconds) {
    return av_rescale_q(file_start + std::llround(seconds * AV_TIME_BASE), microseconds, stream.time_base);
  };
  origin_ = ticks(options.start);
  if (options.start > 0) first_ = origin_;
  if (options.end > 0) end_ = ticks(options.end);
  wanted_ = first_;
  demuxer_.losses().wanted_from(static_cast<double>(origin_) * av_q2d(stream.time_base));
  held_ = first_ != INT64_MIN ? find(first_) : decode();
  if (!held_ && options.stop != nullptr && options.stop()) {
    throw Error(ExitCode::interrupted, "stopped while opening " + demuxer_.name() + ".");
  }
  const bool behind_end = frame_end_ != AV_NOPTS_VALUE;
  if (!held_ && (behind_end || options.start > 0)) {
    const std::string when = !behind_end ? "at or after " + number_text(options.start)
                             : options.start > 0
                                 ? "from " + number_text(options.start) + " to " + number_text(options.end)
                                 : "before " + number_text(options.end);
    throw Error(ExitCode::input, "there is no frame of " + demuxer_.name() + " " + when + " seconds. Choose " +
                                     (behind_end ? "a later end." : "an earlier start."));
  }
  if (!held_) demuxer_.no_frame();
  describe();
}

/// Sizes, the shape of pixels, and how pictures stand.
void VideoFile::describe_geometry() {
  const AVStream& stream = demuxer_.stream();
  const int orientation = orientation_of(stream);
  AVRational aspect = av_guess_sample_aspect_ratio(const_cast<AVFormatContext*>(&demuxer_.container()),
                                                   const_cast<AVStream*>(&stream), decoded_.get());
  const bool said = aspect.num > 0 && aspect.den > 0;
  if (!said || av_q2d(aspect) > kMostStretched || av_q2d(aspect) < 1 / kMostStretched) aspect = {1, 1};
  reader_.begin(*decoded_, av_q2d(aspect), options_.square_pixels);
  info_.width = reader_.width();
  info_.height = reader_.height();
  info_.rotation = kDegrees[orientation];
  if (options_.square_pixels) return;
  info_.sample_aspect = from_av(swaps_sides(orientation) ? av_inv_q(aspect) : aspect);
}

void VideoFile::describe() {
  const AVStream& stream = demuxer_.stream();
  const AVFormatContext& container = demuxer_.container();
  describe_geometry();
  info_.time_base = from_av(stream.time_base);
  info_.frame_rate =
      from_av(av_guess_frame_rate(const_cast<AVFormatContext*>(&container), const_cast<AVStream*>(&stream), nullptr));
  info_.start = static_cast<double>(origin_) * info_.time_base.value();
  info_.colours = colours_of(*decoded_);
  // Pictures of another shape would be guessed anew, and differently: what was guessed here is said then.
  const bool same_shape = info_.width == decoded_->width && info_.height == decoded_->height;
  if (!same_shape && info_.colours.space == kNotSaid) {
    info_.colours.space = info_.colours.matrix == ColourMatrix::bt601 ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
  }
  info_.hdr = is_hdr(info_.colours.transfer);
  if (info_.hdr && !options_.keep_hdr) info_.colours = kHighDefinition;
  info_.interlaced = deinterlacer_.interlaced() > 0;
  info_.top_first = first_field_is_top(*decoded_);
  info_.container = container.iformat->name;
  info_.codec = avcodec_get_name(stream.codecpar->codec_id);
  const char* format = av_get_pix_fmt_name(static_cast<AVPixelFormat>(decoded_->format));
  info_.pixel_format = format != nullptr ? format : "";
  for (unsigned i = 0; i < container.nb_streams; ++i) {
    info_.has_sound = info_.has_sound || container.streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
  }
  double whole = 0;
  if (stream.duration > 0) {
    whole = static_cast<double>(stream.duration) * info_.time_base.value();
  } else if (container.duration > 0) {
    whole = static_cast<double>(container.duration) / AV_TIME_BASE;
  }
  const double end = options_.end > 0 && (whole <= 0 || options_.end < whole) ? options_.end : whole;
  info_.duration = std::max(0.0, end - options_.start);
  if (options_.start <= 0 && options_.end <= 0) info_.frames = std::max<std::int64_t>(0, stream.nb_frames);
}

bool VideoFile::next(Frame& frame) {
  if (!std::exchange(held_, false) && !decode()) return false;
  demuxer_.losses().frame(*decoded_);
  reader_.read(*decoded_, frame);
  const std::int64_t length = length_of(*decoded_);
  frame_end_ = length > 0 ? std::min(end_, pts_ + length) : AV_NOPTS_VALUE;
  frame.seconds = static_cast<double>(pts_ - origin_) * info_.time_base.value();
  frame.number = number_++;
  frame.pixel_aspect = info_.sample_aspect.value();
  return true;
}

bool VideoFile::stored(StoredPicture& picture) const {
  const bool deep = reader_.only_deep_colours(*decoded_);
  if (!deep && !reader_.only_colours(*decoded_)) return false;
  if (!picture.keeper) picture.keeper = std::shared_ptr<AVFrame>(FramePointer(av_frame_alloc()));
  auto* const frame = static_cast<AVFrame*>(picture.keeper.get());
  if (frame == nullptr) throw std::bad_alloc();
  av_frame_unref(frame);
  if (av_frame_ref(frame, decoded_.get()) < 0) throw std::bad_alloc();
  picture.planes = {};
  picture.deep = {};
  if (deep) picture.deep = deep_planes<const std::uint16_t>(*frame);
  if (!deep)
    picture.planes = {frame->data[0],     frame->data[1],     frame->data[2],
                      frame->linesize[0], frame->linesize[1], frame->linesize[2]};
  picture.width = frame->width;
  picture.height = frame->height;
  picture.colours = colours_of(*frame);
  return true;
}

/// The next frame between start and end into decoded_.
bool VideoFile::decode() {
  while (receive()) {
    stamp();
    if (pts_ >= end_) {
      frame_end_ = end_;
      return false;
    }
    passed_ = passed_ || pts_ <= wanted_;
    if (pts_ >= wanted_) return true;
  }
  return false;
}

double VideoFile::frame_end() const {
  return frame_end_ == AV_NOPTS_VALUE ? 0 : static_cast<double>(frame_end_ - origin_) * info_.time_base.value();
}

/// The next frame of one moment.
bool VideoFile::receive() {
  while (!deinterlacer_.pull(*decoded_)) {
    if (decoded_all_) return false;
    decoded_all_ = !receive_decoded();
    if (!decoded_all_) decoded_->pts = decoded_->best_effort_timestamp;
    deinterlacer_.push(decoded_all_ ? nullptr : decoded_.get());
  }
  return true;
}

/// The next frame that the decoder gives. A packet that it cannot read is passed over, as players do.
bool VideoFile::receive_decoded() {
  while (true) {
    const int error = avcodec_receive_frame(decoder_.get(), decoded_.get());
    if (error >= 0) return true;
    if (error == AVERROR_EOF) return false;
    if (error != AVERROR(EAGAIN)) {
      demuxer_.losses().damaged();
      continue;
    }
    if (demuxer_.stopped()) return false;
    const bool more = !flushing_ && demuxer_.read(*packet_);
    flushing_ = !more;
    const int sent = avcodec_send_packet(decoder_.get(), more ? packet_.get() : nullptr);
    if (sent == AVERROR_EOF) return false;
    if (sent < 0) demuxer_.losses().damaged();
  }
}

/// Moments grow from frame to frame.
void VideoFile::stamp() {
  const std::int64_t before = pts_;
  pts_ = decoded_->pts;
  if (pts_ != AV_NOPTS_VALUE && (before == AV_NOPTS_VALUE || pts_ > before)) return;
  if (pts_ != AV_NOPTS_VALUE && pts_ < before) ++steps_back_;
  const AVStream& stream = demuxer_.stream();
  const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : AVRational{25, 1};
  const std::int64_t step = std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(rate), stream.time_base));
  pts_ = before == AV_NOPTS_VALUE ? std::max<std::int64_t>(0, wanted_) : before + (pts_ == AV_NOPTS_VALUE ? step : 1);
}

void VideoFile::rewind() { seek(first_, first_); }

void VideoFile::go_to(double seconds) {
  const std::int64_t target = origin_ + std::llround(std::max(0.0, seconds) / info_.time_base.value());
  seek(target, target);
}

void VideoFile::seek(std::int64_t target, std::int64_t wanted) {
  const std::int64_t start = demuxer_.stream().start_time;
  const std::int64_t first = first_ != INT64_MIN ? first_ : start == AV_NOPTS_VALUE ? 0 : start;
  wanted_ = wanted;
  if (wanted == INT64_MIN) {
    if (!demuxer_.seek_start()) cannot_go();
    return forget();
  }
  held_ = find(std::max(target, first));
  number_ = 0;
}

/// Goes to the first frame at or after `target`, and holds it. Formats without an index (transport streams) lead to any
/// packet before it, behind its key frame: then from further back. False when there is no such frame.
bool VideoFile::find(std::int64_t target) {
  const std::int64_t start = demuxer_.stream().start_time;
  const std::int64_t first = start == AV_NOPTS_VALUE ? 0 : start;
  const std::int64_t second = std::max<std::int64_t>(1, std::llround(1 / av_q2d(demuxer_.stream().time_base)));
  for (std::int64_t back = 0;; back = back == 0 ? 2 * second : 4 * back) {
    const std::int64_t from = demuxer_.moments_repeat() ? first : std::max(first, target - back);
    // Some formats refuse a moment behind their end, or every one: then all is read.
    const bool there = from > first ? demuxer_.seek(from) || demuxer_.seek_start() : demuxer_.seek_start();
    if (!there && info_.width > 0) cannot_go();
    if (there) forget();
    passed_ = false;
    const bool found = decode();
    // Where clocks may begin anew, the moment can lie behind a break that only who reads from before it sees.
    const bool may_break = Continuity::may_jump(demuxer_.container()) || demuxer_.moments_repeat();
    if ((passed_ && (found || !may_break)) || !there || from <= first || demuxer_.stopped()) return found;
  }
}

void VideoFile::cannot_go() const {
  throw Error(ExitCode::input, "cannot go to another moment of " + demuxer_.name() + ". Give a file.");
}

void VideoFile::forget() {
  avcodec_flush_buffers(decoder_.get());
  deinterlacer_.forget();
  flushing_ = held_ = decoded_all_ = false;
  pts_ = AV_NOPTS_VALUE;
  number_ = 0;
}

}  // namespace

std::unique_ptr<VideoSource> open_ffmpeg_video(const std::string& where, const VideoOptions& options) {
  return std::make_unique<VideoFile>(where, options);
}

}  // namespace segme
