// sink/ffmpeg/subtitles: see subtitles.h.
#include "sink/ffmpeg/subtitles.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <string_view>

namespace segme::ffmpeg {
namespace {

constexpr std::size_t kMostText = std::size_t{1} << 20;  // bytes of one subtitle
constexpr AVRational kMilliseconds{1, 1000};

AVCodecID form_in(std::string_view container) {
  if (container == "mp4" || container == "mov") return AV_CODEC_ID_MOV_TEXT;
  if (container == "matroska") return AV_CODEC_ID_SUBRIP;
  return container == "webm" ? AV_CODEC_ID_WEBVTT : AV_CODEC_ID_NONE;
}

}  // namespace

std::unique_ptr<Subtitles> Subtitles::make(const AVStream& from, const AVFormatContext& out) {
  auto subtitles = std::make_unique<Subtitles>();
  if (!subtitles->packet_) throw std::bad_alloc();
  if (!subtitles->open(from, out)) return nullptr;
  return subtitles;
}

bool Subtitles::open(const AVStream& from, const AVFormatContext& out) {
  const AVCodecDescriptor* kind = avcodec_descriptor_get(from.codecpar->codec_id);
  if (kind == nullptr || (kind->props & AV_CODEC_PROP_TEXT_SUB) == 0) return false;
  const AVCodec* old_codec = avcodec_find_decoder(from.codecpar->codec_id);
  const AVCodec* new_codec = avcodec_find_encoder(form_in(out.oformat->name));
  if (old_codec == nullptr || new_codec == nullptr) return false;
  base_ = from.time_base;
  decoder_.reset(avcodec_alloc_context3(old_codec));
  encoder_.reset(avcodec_alloc_context3(new_codec));
  if (!decoder_ || !encoder_) throw std::bad_alloc();
  if (avcodec_parameters_to_context(decoder_.get(), from.codecpar) < 0) return false;
  decoder_->pkt_timebase = base_;
  if (avcodec_open2(decoder_.get(), old_codec, nullptr) < 0) return false;
  encoder_->time_base = kMilliseconds;
  if (decoder_->subtitle_header_size > 0) {  // styles, as ASS has them
    const auto size = static_cast<std::size_t>(decoder_->subtitle_header_size);
    encoder_->subtitle_header = static_cast<std::uint8_t*>(av_mallocz(size + 1));
    if (encoder_->subtitle_header == nullptr) throw std::bad_alloc();
    std::copy_n(decoder_->subtitle_header, size, encoder_->subtitle_header);
    encoder_->subtitle_header_size = decoder_->subtitle_header_size;
  }
  text_.resize(kMostText);
  return avcodec_open2(encoder_.get(), new_codec, nullptr) >= 0;
}

int Subtitles::describe(AVStream& to) const {
  to.time_base = encoder_->time_base;
  return avcodec_parameters_from_context(to.codecpar, encoder_.get());
}

int Subtitles::encode(const AVPacket& packet, AVFormatContext& out, int index) {
  AVSubtitle words{};
  int there = 0;
  // What cannot be read is passed over, as damaged pictures are.
  if (avcodec_decode_subtitle2(decoder_.get(), &words, &there, const_cast<AVPacket*>(&packet)) < 0) return 0;
  if (there == 0) return 0;
  const std::int64_t begin = av_rescale_q(packet.pts, base_, kMilliseconds) + words.start_display_time;
  const std::int64_t shown = std::int64_t{words.end_display_time} - words.start_display_time;
  const bool endless = words.end_display_time == UINT32_MAX || shown <= 0;
  words.start_display_time = 0;
  const int size = words.num_rects == 0
                       ? 0
                       : avcodec_encode_subtitle(encoder_.get(), text_.data(), static_cast<int>(text_.size()), &words);
  avsubtitle_free(&words);
  if (size <= 0) return 0;
  av_packet_unref(packet_.get());
  if (av_new_packet(packet_.get(), size) < 0) return AVERROR(ENOMEM);
  std::copy_n(text_.data(), static_cast<std::size_t>(size), packet_->data);
  packet_->pts = packet_->dts = begin;
  packet_->duration = endless ? av_rescale_q(packet.duration, base_, kMilliseconds) : shown;
  packet_->stream_index = index;
  av_packet_rescale_ts(packet_.get(), kMilliseconds, out.streams[index]->time_base);
  return av_interleaved_write_frame(&out, packet_.get());
}

}  // namespace segme::ffmpeg
