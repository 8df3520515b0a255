// sink/ffmpeg/subtitles: text in one form of subtitles -> the form that another container holds (mov_text of MP4,
// SubRip of Matroska, WebVTT of WebM).
#pragma once

#include <memory>
#include <vector>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

class Subtitles {
 public:
  /// For what this stream holds; null where it is no text, or nobody can read or write it.
  static std::unique_ptr<Subtitles> make(const AVStream& from, const AVFormatContext& out);
  /// 0 or FFmpeg's error.
  int describe(AVStream& to) const;
  /// Writes what a packet says, whose moments are those of the output in the source's ticks. 0 or FFmpeg's error.
  int encode(const AVPacket& packet, AVFormatContext& out, int index);

 private:
  bool open(const AVStream& from, const AVFormatContext& out);

  CodecPointer decoder_, encoder_;
  PacketPointer packet_{av_packet_alloc()};
  AVRational base_{1, 1000};
  std::vector<std::uint8_t> text_;
};

}  // namespace segme::ffmpeg
