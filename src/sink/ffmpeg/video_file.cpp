// sink/ffmpeg/video_file: converts, encodes, muxes, and lets the source's other streams in at their moments. Pictures
// keep their moments in ticks of the source: nothing is rounded but by a container with coarser ones (Matroska: 1 ms).
#include "sink/video_file.h"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/memory.h"
#include "sink/ffmpeg/encoders.h"
#include "sink/ffmpeg/output.h"
#include "sink/ffmpeg/palette.h"
#include "sink/ffmpeg/picture_writer.h"
#include "sink/ffmpeg/stream_copy.h"
#include "sink/ffmpeg/webp_duration.h"

extern "C" {
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

namespace segme {
namespace {

using namespace ffmpeg;

constexpr int kAlphaKeys = 60;  // pictures from key frame to key frame
// Encoders of others call it an error of theirs when they lack memory: with less than this, it is that.
constexpr std::size_t kEncoderRoom = 256'000'000;
constexpr double kMostAhead = 3600;  // seconds that a picture is decoded before it is shown, at most
constexpr int kLeastGif = 2;         // hundredths of a second: what a picture of a GIF is shown, at least

/// Says in a frame that it holds two moments.
void mark_fields(AVFrame& frame, Fields fields) {
  if (fields == Fields::none) return;
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
  frame.flags |= AV_FRAME_FLAG_INTERLACED;
  if (fields == Fields::top_first) frame.flags |= AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
  frame.interlaced_frame = 1;
  frame.top_field_first = fields == Fields::top_first ? 1 : 0;
#endif
}

struct FreeOutput {
  void operator()(AVFormatContext* container) const { avformat_free_context(container); }
};

class VideoFile final : public VideoSink {
 public:
  VideoFile(const std::string& where, const VideoFileOptions& options);
  VideoFile(const VideoFile&) = delete;
  VideoFile& operator=(const VideoFile&) = delete;
  ~VideoFile() override;
  void show(const Image& picture, double seconds) override;
  [[nodiscard]] bool takes_planes(int width, int height, const Colours& colours) const override;
  void show_planes(int width, int height, const DrawPlanes& draw, double seconds) override;
  [[nodiscard]] bool takes_deep(int width, int height, const Colours& colours) const override;
  void show_deep(int width, int height, const DrawDeep& draw, double seconds) override;
  void finish() override;
  void cut() override { cut_ = true; }
  void end_at(double seconds) override { end_ = seconds; }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }
  [[nodiscard]] bool copies_lost() const override { return copy_ && copy_->lost(); }
  [[nodiscard]] std::string encoder() const override;

 private:
  void begin(int width, int height, int channels);
  void open_encoder(int width, int height, int channels);
  void check_size(int width, int height) const;
  void show(AVFrame& frame, double seconds);
  void write_header();
  void encode(AVFrame* frame);
  void send(const AVFrame* frame);
  void write(AVPacket& packet);
  void write_held(bool last);
  void end_animation(double length);
  [[nodiscard]] bool too_soon(double seconds);
  [[nodiscard]] double end() const;
  void check(int error) {
    if (error < 0) output_->fail(error);
  }

  std::string where_;
  VideoFileOptions options_;
  std::unique_ptr<AVFormatContext, FreeOutput> container_;
  std::unique_ptr<Output> output_;
  CodecPointer encoder_;
  std::unique_ptr<PictureWriter> writer_;
  std::unique_ptr<GifPalette> palette_;
  std::unique_ptr<StreamCopy> copy_;
  PacketPointer packet_{av_packet_alloc()}, held_{av_packet_alloc()};
  FramePointer coloured_{av_frame_alloc()};
  std::vector<std::string> notes_;
  std::int64_t last_ = INT64_MIN;      ///< ticks of the last picture
  std::int64_t duration_ = 1;          ///< ticks that a picture is usually shown
  std::int64_t last_dts_ = INT64_MIN;  ///< in the stream's ticks
  double next_key_ = 0;                ///< seconds: a key frame is due
  double end_ = 0;                     ///< seconds at which the last picture ends; 0: not known
  std::int64_t shown_ = INT64_MIN;     ///< hundredths of a second of the last picture of a GIF
  std::int64_t thinned_ = 0;           ///< pictures that came too fast for the format
  bool slower_ = false;                ///< the encoder takes no rate as high as the pictures'
  bool cut_ = false;
  bool open_ = false;  ///< a header was written and no trailer
};

VideoFile::VideoFile(const std::string& where, const VideoFileOptions& options) : where_(where), options_(options) {
  avformat_network_init();
  const AVOutputFormat* format = choose_container(where, options);
  choose_encoder(*format, where, options, 3);  // what is wrong is said before anything is computed
  AVFormatContext* container = nullptr;
  const bool parts = (format->flags & AVFMT_NOFILE) != 0 && !is_url(where);
  const std::string address = where == "-" ? "pipe:1" : parts ? Parts::address_of(where) : where;
  if (avformat_alloc_output_context2(&container, format, nullptr, address.c_str()) < 0) throw std::bad_alloc();
  container_.reset(container);
  cut_ = options.copy_with_pictures;
  if (!packet_ || !held_ || !coloured_) throw std::bad_alloc();
  output_ = std::make_unique<Output>(where, *container, options_.stop);
}

std::string VideoFile::encoder() const {
  if (!encoder_) return {};
  return std::string(encoder_->codec->name) + ", " + av_get_pix_fmt_name(encoder_->pix_fmt);
}

/// Containers that open their connections themselves (RTSP) only let go of them with their trailer, lost or not.
VideoFile::~VideoFile() {
  if (open_ && (container_->oformat->flags & AVFMT_NOFILE) != 0) av_write_trailer(container_.get());
}

void VideoFile::begin(int width, int height, int channels) {
  AVStream* stream = avformat_new_stream(container_.get(), nullptr);
  if (stream == nullptr) throw std::bad_alloc();
  open_encoder(width, height, channels);
  stream->time_base = encoder_->time_base;
  stream->avg_frame_rate = stream->r_frame_rate = encoder_->framerate;
  stream->sample_aspect_ratio = encoder_->sample_aspect_ratio;
  if (avcodec_parameters_from_context(stream->codecpar, encoder_.get()) < 0) throw std::bad_alloc();
  const bool palette = encoder_->pix_fmt == AV_PIX_FMT_PAL8;
  writer_ = std::make_unique<PictureWriter>(width, height, channels, palette ? AV_PIX_FMT_RGBA : encoder_->pix_fmt,
                                            options_.colours);
  if (palette) palette_ = std::make_unique<GifPalette>(width, height, encoder_->time_base);
  if (options_.fields != Fields::none && !tells_fields(*container_->oformat, *encoder_)) {
    notes_.push_back(std::string("the fields stay, but ") + container_->oformat->name + " files with " +
                     avcodec_get_name(encoder_->codec_id) + " cannot tell that there are any: players show combs.");
  }
  if (!options_.copy_from.empty()) copy_ = std::make_unique<StreamCopy>(options_, *container_, notes_);
  write_header();
}

void VideoFile::open_encoder(int width, int height, int channels) {
  const AVCodec* codec = choose_encoder(*container_->oformat, where_, options_, channels);
  encoder_.reset(avcodec_alloc_context3(codec));
  if (!encoder_) throw std::bad_alloc();
  AVCodecContext& encoder = *encoder_;
  encoder.width = width;
  encoder.height = height;
  encoder.pix_fmt = choose_pixel_format(*codec, *container_->oformat, options_, width, height, channels);
  slower_ = set_rate(encoder, *container_->oformat, options_);
  duration_ = std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(encoder.framerate), encoder.time_base));
  encoder.sample_aspect_ratio = to_av(options_.sample_aspect);
  encoder.thread_count = options_.threads;
  encoder.color_range = options_.colours.full_range   ? AVCOL_RANGE_JPEG
                        : options_.colours.range_said ? AVCOL_RANGE_MPEG
                                                      : AVCOL_RANGE_UNSPECIFIED;
  encoder.colorspace = static_cast<AVColorSpace>(options_.colours.space);
  encoder.color_primaries = static_cast<AVColorPrimaries>(options_.colours.primaries);
  encoder.color_trc = static_cast<AVColorTransferCharacteristic>(options_.colours.transfer);
  if (options_.fields != Fields::none) {
    encoder.flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
    encoder.field_order = options_.fields == Fields::top_first ? AV_FIELD_TT : AV_FIELD_BB;
  }
  if ((container_->oformat->flags & AVFMT_GLOBALHEADER) != 0) encoder.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  // Alpha is a second stream of VP9: key frames at fixed places are key frames of both, and players can seek.
  if (has_alpha(encoder.pix_fmt) && codec->id == AV_CODEC_ID_VP9) encoder.gop_size = encoder.keyint_min = kAlphaKeys;
  set_encoder_options(encoder, options_);
  // So that a picture which is asked to be whole is one that decoders can begin at; encoders without it make it so
  // anyway.
  if (options_.key_seconds > 0) av_opt_set(encoder.priv_data, "forced-idr", "1", 0);
  const int error = avcodec_open2(&encoder, codec, nullptr);
  if (error >= 0) return;
  if (error == AVERROR(ENOMEM) || (memory_limit() && !has_room(kEncoderRoom))) throw std::bad_alloc();
  throw Error(ExitCode::output, "cannot encode " + std::to_string(encoder.width) + "x" +
                                    std::to_string(encoder.height) + " with " + codec->name + ": " + error_text(error) +
                                    ". Give another encoder.");
}

void VideoFile::write_header() {
  AVDictionary* more = nullptr;
  const std::string_view name = container_->oformat->name;
  // Where nobody can go back to write the index at the end, it is written piece by piece.
  if ((name == "mp4" || name == "mov") && !output_->can_seek()) {
    av_dict_set(&more, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
  }
  if (name == "gif" || name == "webp") av_dict_set(&more, "loop", "0", 0);
  if (name == "apng") av_dict_set(&more, "plays", "0", 0);
  if (!is_url(where_)) Parts::name_parts(where_, *container_, &more);
  for (const auto& [option, value] : options_.more) av_dict_set(&more, option.c_str(), value.c_str(), 0);
  const int error = avformat_write_header(container_.get(), &more);
  av_dict_free(&more);
  check(error);
  open_ = true;
}

void VideoFile::check_size(int width, int height) const {
  if (width == encoder_->width && height == encoder_->height) return;
  throw Error(ExitCode::output, "cannot write '" + where_ + "': its pictures change their size on the way.");
}

void VideoFile::show(const Image& picture, double seconds) {
  if (!encoder_) begin(picture.width(), picture.height(), picture.channels());
  check_size(picture.width(), picture.height());
  if (!too_soon(seconds)) show(writer_->write(picture), seconds);
}

bool VideoFile::takes_planes(int width, int height, const Colours& colours) const {
  const AVCodec* codec = choose_encoder(*container_->oformat, where_, options_, 3);
  const AVPixelFormat format = choose_pixel_format(*codec, *container_->oformat, options_, width, height, 3);
  const bool full = options_.colours.full_range || plain_format(format) != format;
  return plain_format(format) == AV_PIX_FMT_YUV420P && width % 2 == 0 && height % 2 == 0 &&
         colours.matrix == options_.colours.matrix && colours.full_range == full;
}

void VideoFile::show_planes(int width, int height, const DrawPlanes& draw, double seconds) {
  if (!encoder_) begin(width, height, 3);
  check_size(width, height);
  AVFrame& frame = writer_->writable();
  draw({frame.data[0], frame.data[1], frame.data[2], frame.linesize[0], frame.linesize[1], frame.linesize[2]});
  show(frame, seconds);
}

bool VideoFile::takes_deep(int width, int height, const Colours& colours) const {
  const AVCodec* codec = choose_encoder(*container_->oformat, where_, options_, 3);
  const AVPixelFormat format = choose_pixel_format(*codec, *container_->oformat, options_, width, height, 3);
  return is_deep(format) && colours.matrix == options_.colours.matrix &&
         colours.full_range == options_.colours.full_range;
}

void VideoFile::show_deep(int width, int height, const DrawDeep& draw, double seconds) {
  if (!encoder_) begin(width, height, 3);
  check_size(width, height);
  AVFrame& frame = writer_->writable();
  draw(deep_planes<std::uint16_t>(frame));
  show(frame, seconds);
}

void VideoFile::show(AVFrame& frame, double seconds) {
  mark_fields(frame, options_.fields);
  const std::int64_t ticks = std::llround(seconds / av_q2d(encoder_->time_base));
  const std::int64_t before = last_;
  if (slower_ && ticks <= before) {
    ++thinned_;
    return;
  }
  last_ = before == INT64_MIN ? ticks : std::max(before + 1, ticks);
  frame.pts = last_;
  // By the clock, not by count: where pictures are left out those who join would wait for long.
  const bool key = options_.key_seconds > 0 && (before == INT64_MIN || seconds >= next_key_);
  frame.pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
  if (key) next_key_ = seconds + options_.key_seconds;
  encode(&frame);
}

/// Whether a GIF cannot show a picture so soon after the one before: what is shown for less than 0.02 s is slowed down
/// to 0.1 s by those who show it.
bool VideoFile::too_soon(double seconds) {
  if (std::string_view(container_->oformat->name) != "gif") return false;
  const std::int64_t now = std::llround(seconds * 100);
  if (shown_ != INT64_MIN && now - shown_ < kLeastGif) {
    ++thinned_;
    return true;
  }
  shown_ = now;
  return false;
}

/// Null: no more.
void VideoFile::encode(AVFrame* frame) {
  if (!palette_) return send(frame);
  check(palette_->push(frame));
  while (palette_->pull(*coloured_)) send(coloured_.get());
  if (frame == nullptr) send(nullptr);
}

void VideoFile::send(const AVFrame* frame) {
  check(avcodec_send_frame(encoder_.get(), frame));
  while (true) {
    const int error = avcodec_receive_packet(encoder_.get(), packet_.get());
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return;
    check(error);
    write(*packet_);
  }
}

void VideoFile::write(AVPacket& packet) {
  // libx265 3.5 gives the packets of two frames a moment of decoding that it has never set.
  const auto most = static_cast<std::int64_t>(kMostAhead / av_q2d(encoder_->time_base));
  const bool said = packet.pts != AV_NOPTS_VALUE && packet.dts != AV_NOPTS_VALUE;
  if (said && (packet.dts > packet.pts || packet.dts < packet.pts - most)) packet.dts = packet.pts;
  if (packet.duration <= 0) packet.duration = duration_;
  if (copy_ && packet.dts != AV_NOPTS_VALUE) {
    check(copy_->pump(static_cast<double>(packet.dts) * av_q2d(encoder_->time_base)));
  }
  // A file has its last packets written when it is known how long the last picture is shown; a stream has no time.
  const bool waits = options_.key_seconds <= 0 && where_ != "-" && !is_url(where_);
  if (waits) write_held(false);
  av_packet_move_ref(held_.get(), &packet);
  if (!waits) write_held(false);
}

void VideoFile::write_held(bool last) {
  AVPacket& packet = *held_;
  if (packet.data == nullptr) return;
  if (end_ > 0 && packet.pts == last_) {
    const double length = end_ - static_cast<double>(last_) * av_q2d(encoder_->time_base);
    packet.duration = std::max<std::int64_t>(1, std::llround(length / av_q2d(encoder_->time_base)));
  }
  if (last && end_ > 0) end_animation(end_ - static_cast<double>(last_) * av_q2d(encoder_->time_base));
  const AVStream& stream = *container_->streams[0];
  av_packet_rescale_ts(&packet, encoder_->time_base, stream.time_base);
  if (packet.dts != AV_NOPTS_VALUE && packet.dts <= last_dts_) {
    packet.dts = last_dts_ + 1;  // coarser ticks than the source's
    packet.pts = std::max(packet.pts, packet.dts);
  }
  last_dts_ = packet.dts;
  packet.stream_index = 0;
  check(av_interleaved_write_frame(container_.get(), &packet));
  check(output_->part_error());
}

/// Animations that tell the length of every picture, and are not asked for that of the last.
void VideoFile::end_animation(double length) {
  const std::string_view name = container_->oformat->name;
  if (name == "gif") av_opt_set_int(container_->priv_data, "final_delay", std::llround(length * 100), 0);
  if (name == "apng")
    av_opt_set_q(container_->priv_data, "final_delay", {static_cast<int>(std::lround(length * 1000)), 1000}, 0);
  if (name == "webp") set_last_webp_duration({held_->data, static_cast<std::size_t>(held_->size)}, length);
}

/// Seconds at which the pictures end.
double VideoFile::end() const {
  const double usual = static_cast<double>(last_ + duration_) * av_q2d(encoder_->time_base);
  return end_ > 0 ? end_ : usual;
}

void VideoFile::finish() {
  if (!encoder_) throw Error(ExitCode::output, "cannot write '" + where_ + "': there is not one picture for it.");
  encode(nullptr);
  write_held(true);
  if (copy_) {
    check(copy_->finish(cut_ ? end() : std::numeric_limits<double>::infinity()));
    copy_->tell(notes_);
  }
  if (thinned_ > 0) {
    const std::string most = slower_ ? std::string(encoder_->codec->name) + " knows no more than " +
                                           std::to_string(std::lround(av_q2d(encoder_->framerate)))
                                     : "GIF knows no more than 50";
    notes_.push_back(std::to_string(thinned_) + (thinned_ == 1 ? " picture is" : " pictures are") +
                     " left out: " + most + " a second.");
  }
  open_ = false;
  check(av_write_trailer(container_.get()));
  output_->finish();
}

}  // namespace

std::unique_ptr<VideoSink> make_ffmpeg_video_file(const std::string& where, const VideoFileOptions& options) {
  return std::make_unique<VideoFile>(where, options);
}

bool ffmpeg_keeps_pixel_shape(const std::string& where, const VideoFileOptions& options) {
  const std::string_view name = choose_container(where, options)->name;
  return name != "gif" && name != "webp" && name != "apng" && name != "image2";
}

bool ffmpeg_can_hold_hdr(const std::string& where, const VideoFileOptions& options, int channels) {
  const AVOutputFormat* container = choose_container(where, options);
  VideoFileOptions hdr = options;
  hdr.colours.transfer = AVCOL_TRC_SMPTE2084;
  const AVCodec* codec = choose_encoder(*container, where, hdr, channels);
  const AVPixelFormat format = choose_pixel_format(*codec, *container, hdr, 2, 2, channels);
  const AVPixFmtDescriptor* about = av_pix_fmt_desc_get(format);
  return about != nullptr && about->comp[0].depth >= 10;
}

bool ffmpeg_can_hold_alpha(const std::string& where, const VideoFileOptions& options) {
  const AVOutputFormat* container = choose_container(where, options);
  const AVCodec* codec = choose_encoder(*container, where, options, 4);
  try {
    return has_alpha(choose_pixel_format(*codec, *container, options, 2, 2, 4)) || codec->id == AV_CODEC_ID_GIF;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace segme
