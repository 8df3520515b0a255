// sink/ffmpeg/sound: a track of sound in another codec, where the new container cannot hold the old one (AAC in WebM).
#pragma once

#include <memory>

#include "base/ffmpeg/handles.h"

extern "C" {
#include <libavutil/audio_fifo.h>
#include <libswresample/swresample.h>
}

namespace segme::ffmpeg {

/// Samples by which Opus has to be moved for this FFmpeg's Matroska and WebM: it writes down how long the lead-in is,
/// and forgets that blocks stand so much later than what is heard of them (later versions do not). 0 elsewhere.
std::int64_t lead_in(const AVFormatContext& out, const AVCodecParameters& codec);

class Sound {
 public:
  /// Null when this FFmpeg lacks a decoder for the track or an encoder for the container.
  static std::unique_ptr<Sound> make(const AVStream& from, const AVFormatContext& out);
  /// Writes codec and time base into the new stream. 0 or FFmpeg's error.
  int describe(AVStream& to) const;
  /// Takes a packet of the track (its times are those of the output), null at the end; writes what is ready to
  /// stream `index`. A packet that cannot be decoded is passed over. 0 or FFmpeg's error.
  int encode(const AVPacket* packet, AVFormatContext& out, int index);

 private:
  struct FreeFifo {
    void operator()(AVAudioFifo* fifo) const { av_audio_fifo_free(fifo); }
  };
  bool open(const AVStream& from, const AVFormatContext& out);
  int take(const AVFrame* frame);
  int align(const AVFrame& frame, AVFormatContext& out, int index);
  int add_silence(std::int64_t samples, AVFormatContext& out, int index);
  int drain(bool all, AVFormatContext& out, int index);
  int send(const AVFrame* frame, AVFormatContext& out, int index);

  CodecPointer decoder_, encoder_;
  std::unique_ptr<SwrContext, FreePointer<swr_free>> resampler_;
  std::unique_ptr<AVAudioFifo, FreeFifo> fifo_;
  FramePointer decoded_{av_frame_alloc()}, resampled_{av_frame_alloc()}, piece_{av_frame_alloc()};
  PacketPointer packet_{av_packet_alloc()};
  AVRational base_{1, 1};
  std::int64_t next_ = AV_NOPTS_VALUE;  ///< moment of the next sample, in samples
  std::int64_t surplus_ = 0;            ///< samples to be left out, because the sound is behind its moments
};

}  // namespace segme::ffmpeg
