// sink/ffmpeg/sound: decode, resample, cut into the encoder's frames, encode. Samples are counted, but the source's
// moments lead: a hole in them becomes silence, what comes twice is left out, and small differences are stretched away.
#include "sink/ffmpeg/sound.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cmath>
#include <new>
#include <string_view>

namespace segme::ffmpeg {
namespace {

constexpr int kMostChannels = 8;
constexpr int kPiece = 1024;              // samples, for encoders that take any number
constexpr std::int64_t kBitRate = 96000;  // a second and channel pair: transparent to most ears in Opus and AAC

// In parts of a second. Ears hear neither a stretch of 1 % nor sound that is 10 ms away from its picture.
constexpr double kOff = 0.01;  // a difference from here on is stretched away
constexpr double kMostStretch = 0.01;
constexpr double kHole = 0.1;      // from here on it is a hole, or something that comes twice
constexpr int kLongHole = 60;      // a hole from here on is no silence: moments just go on behind it
constexpr double kMostTwice = 10;  // more that comes twice is a clock that was set back, and no reason to be silent
constexpr int kStudioRate = 48000;

int choose_rate(const AVCodec& codec, int wanted) {
  if (codec.supported_samplerates == nullptr) return wanted;
  int best = codec.supported_samplerates[0];
  for (const int* rate = codec.supported_samplerates; *rate != 0; ++rate) {
    if (*rate == wanted) return wanted;
    best = std::max(best, *rate);
  }
  return best;
}

}  // namespace

std::unique_ptr<Sound> Sound::make(const AVStream& from, const AVFormatContext& out) {
  auto sound = std::make_unique<Sound>();
  if (!sound->decoded_ || !sound->resampled_ || !sound->piece_ || !sound->packet_) throw std::bad_alloc();
  if (!sound->open(from, out)) return nullptr;
  return sound;
}

bool Sound::open(const AVStream& from, const AVFormatContext& out) {
  const AVCodec* old_codec = avcodec_find_decoder(from.codecpar->codec_id);
  const AVCodec* new_codec = avcodec_find_encoder(out.oformat->audio_codec);
  if (old_codec == nullptr || new_codec == nullptr || new_codec->sample_fmts == nullptr) return false;
  base_ = from.time_base;
  decoder_.reset(avcodec_alloc_context3(old_codec));
  encoder_.reset(avcodec_alloc_context3(new_codec));
  if (!decoder_ || !encoder_) throw std::bad_alloc();
  decoder_->pkt_timebase = base_;
  if (avcodec_parameters_to_context(decoder_.get(), from.codecpar) < 0) return false;
  if (avcodec_open2(decoder_.get(), old_codec, nullptr) < 0) return false;
  encoder_->sample_fmt = new_codec->sample_fmts[0];
  const bool studio = std::string_view(out.oformat->name) == "mxf";  // which holds 48 kHz alone
  encoder_->sample_rate = choose_rate(*new_codec, studio ? kStudioRate : decoder_->sample_rate);
  encoder_->time_base = {1, encoder_->sample_rate};
  const int channels = decoder_->ch_layout.nb_channels;
  if (channels < 1) return false;
  av_channel_layout_default(&encoder_->ch_layout, std::min(channels, kMostChannels));
  encoder_->bit_rate = kBitRate * std::max(1, (channels + 1) / 2);
  if ((out.oformat->flags & AVFMT_GLOBALHEADER) != 0) encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  if (avcodec_open2(encoder_.get(), new_codec, nullptr) < 0) return false;
  AVChannelLayout layout{};
  if (decoder_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    av_channel_layout_default(&layout, channels);
  } else if (av_channel_layout_copy(&layout, &decoder_->ch_layout) < 0) {
    return false;
  }
  SwrContext* resampler = nullptr;
  swr_alloc_set_opts2(&resampler, &encoder_->ch_layout, encoder_->sample_fmt, encoder_->sample_rate, &layout,
                      decoder_->sample_fmt, decoder_->sample_rate, 0, nullptr);
  av_channel_layout_uninit(&layout);
  resampler_.reset(resampler);
  // So that it can stretch from the start: to begin later would lose what it holds.
  if (resampler == nullptr || av_opt_set(resampler, "flags", "res", 0) < 0 || swr_init(resampler) < 0) return false;
  fifo_.reset(av_audio_fifo_alloc(encoder_->sample_fmt, encoder_->ch_layout.nb_channels, kPiece));
  return fifo_ != nullptr;
}

std::int64_t lead_in(const AVFormatContext& out, const AVCodecParameters& codec) {
  const std::string_view name = out.oformat->name;
  const bool counts = (name == "webm" || name == "matroska") && codec.codec_id == AV_CODEC_ID_OPUS;
  return LIBAVFORMAT_VERSION_MAJOR < 61 && counts ? codec.initial_padding : 0;
}

int Sound::describe(AVStream& to) const {
  to.time_base = encoder_->time_base;
  return avcodec_parameters_from_context(to.codecpar, encoder_.get());
}

int Sound::encode(const AVPacket* packet, AVFormatContext& out, int index) {
  if (avcodec_send_packet(decoder_.get(), packet) >= 0) {
    while (avcodec_receive_frame(decoder_.get(), decoded_.get()) >= 0) {
      // Sound that says only how many channels it has is taken as players take it.
      if (decoded_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&decoded_->ch_layout, decoded_->ch_layout.nb_channels);
      }
      int error = align(*decoded_, out, index);
      if (error >= 0) error = take(decoded_.get());
      if (error < 0) return error;
    }
  }
  if (packet == nullptr) {
    const int error = take(nullptr);
    if (error < 0) return error;
  }
  const int error = drain(packet == nullptr, out, index);
  return error < 0 || packet != nullptr ? error : send(nullptr, out, index);
}

/// Makes the next sample that is written the one of this frame's moment.
int Sound::align(const AVFrame& frame, AVFormatContext& out, int index) {
  if (frame.best_effort_timestamp == AV_NOPTS_VALUE) {
    if (next_ == AV_NOPTS_VALUE) next_ = 0;
    return 0;
  }
  const std::int64_t moment = av_rescale_q(frame.best_effort_timestamp, base_, encoder_->time_base);
  if (next_ == AV_NOPTS_VALUE) next_ = moment;
  const double rate = encoder_->sample_rate;
  const std::int64_t held = av_audio_fifo_size(fifo_.get()) - surplus_;
  const std::int64_t off = moment - (next_ + held + swr_get_delay(resampler_.get(), encoder_->sample_rate));
  const double seconds = static_cast<double>(off) / rate;
  if (seconds >= kHole) return add_silence(off, out, index);
  if (seconds <= -kHole) {
    if (seconds > -kMostTwice) surplus_ -= off;
    return 0;
  }
  if (std::abs(seconds) < kOff) return 0;
  const double most = kMostStretch * rate;
  const auto change = static_cast<int>(std::clamp(static_cast<double>(off), -most, most));
  return swr_set_compensation(resampler_.get(), change, encoder_->sample_rate);
}

int Sound::add_silence(std::int64_t samples, AVFormatContext& out, int index) {
  const int size = encoder_->frame_size > 0 ? encoder_->frame_size : kPiece;
  std::int64_t jump = 0;
  if (samples >
      std::int64_t{kLongHole} * encoder_->sample_rate) {  // as much as fills the encoder's frame, then moments go on
    const std::int64_t rest = size - av_audio_fifo_size(fifo_.get()) % size;
    jump = samples - rest;
    samples = rest;
  }
  while (samples > 0) {
    const int count = static_cast<int>(std::min<std::int64_t>(samples, size));
    av_frame_unref(piece_.get());
    piece_->format = encoder_->sample_fmt;
    piece_->nb_samples = count;
    if (av_channel_layout_copy(&piece_->ch_layout, &encoder_->ch_layout) < 0) return AVERROR(ENOMEM);
    if (av_frame_get_buffer(piece_.get(), 0) < 0) return AVERROR(ENOMEM);
    av_samples_set_silence(piece_->extended_data, 0, count, piece_->ch_layout.nb_channels, encoder_->sample_fmt);
    void** data = reinterpret_cast<void**>(piece_->extended_data);
    if (av_audio_fifo_write(fifo_.get(), data, count) < count) return AVERROR(ENOMEM);
    samples -= count;
    const int error = drain(false, out, index);
    if (error < 0) return error;
  }
  next_ += jump;
  return 0;
}

/// Into the queue of samples; null: what the resampler holds back.
int Sound::take(const AVFrame* frame) {
  av_frame_unref(resampled_.get());
  resampled_->format = encoder_->sample_fmt;
  resampled_->sample_rate = encoder_->sample_rate;
  if (av_channel_layout_copy(&resampled_->ch_layout, &encoder_->ch_layout) < 0) return AVERROR(ENOMEM);
  int error = swr_convert_frame(resampler_.get(), resampled_.get(), frame);
  if (error == AVERROR_INPUT_CHANGED) {  // another rate or number of channels from here on
    error = swr_config_frame(resampler_.get(), resampled_.get(), frame);
    if (error >= 0) error = swr_init(resampler_.get());
    if (error >= 0) error = swr_convert_frame(resampler_.get(), resampled_.get(), frame);
  }
  if (error < 0) return frame == nullptr ? 0 : error;
  const int count = resampled_->nb_samples;
  if (count == 0) return 0;
  const int left_out = static_cast<int>(std::min<std::int64_t>(surplus_, count));
  surplus_ -= left_out;
  const bool planar = av_sample_fmt_is_planar(encoder_->sample_fmt) != 0;
  const int channels = encoder_->ch_layout.nb_channels;
  const std::ptrdiff_t first =
      std::ptrdiff_t{left_out} * av_get_bytes_per_sample(encoder_->sample_fmt) * (planar ? 1 : channels);
  void* data[kMostChannels] = {};
  for (int c = 0; c < (planar ? channels : 1); ++c) data[c] = resampled_->extended_data[c] + first;
  return av_audio_fifo_write(fifo_.get(), data, count - left_out) < count - left_out ? AVERROR(ENOMEM) : 0;
}

/// As many whole frames of the encoder as there are; `all`: and the rest.
int Sound::drain(bool all, AVFormatContext& out, int index) {
  const int size = encoder_->frame_size > 0 ? encoder_->frame_size : kPiece;
  while (av_audio_fifo_size(fifo_.get()) >= (all ? 1 : size)) {
    const int count = std::min(size, av_audio_fifo_size(fifo_.get()));
    av_frame_unref(piece_.get());
    piece_->format = encoder_->sample_fmt;
    piece_->sample_rate = encoder_->sample_rate;
    piece_->nb_samples = count;
    if (av_channel_layout_copy(&piece_->ch_layout, &encoder_->ch_layout) < 0) return AVERROR(ENOMEM);
    if (av_frame_get_buffer(piece_.get(), 0) < 0) return AVERROR(ENOMEM);
    void** data = reinterpret_cast<void**>(piece_->extended_data);
    if (av_audio_fifo_read(fifo_.get(), data, count) < count) return AVERROR_BUG;
    piece_->pts = next_;
    next_ += count;
    const int error = send(piece_.get(), out, index);
    if (error < 0) return error;
  }
  return 0;
}

int Sound::send(const AVFrame* frame, AVFormatContext& out, int index) {
  int error = avcodec_send_frame(encoder_.get(), frame);
  if (error < 0) return error;
  while ((error = avcodec_receive_packet(encoder_.get(), packet_.get())) >= 0) {
    packet_->stream_index = index;
    const std::int64_t lead = lead_in(out, *out.streams[index]->codecpar);
    if (packet_->pts != AV_NOPTS_VALUE) packet_->pts += lead;
    if (packet_->dts != AV_NOPTS_VALUE) packet_->dts += lead;
    av_packet_rescale_ts(packet_.get(), encoder_->time_base, out.streams[index]->time_base);
    error = av_interleaved_write_frame(&out, packet_.get());
    if (error < 0) return error;
  }
  return error == AVERROR(EAGAIN) || error == AVERROR_EOF ? 0 : error;
}

}  // namespace segme::ffmpeg
