// base/ffmpeg/handles: owners for what FFmpeg hands out, and its words for errors. For the files below folders named
// ffmpeg.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <cstdint>
#include <memory>
#include <string>

#include "base/video.h"
#include "base/yuv.h"

namespace segme::ffmpeg {

/// Whether a transfer (ITU-T H.273) stores colours for a display that is brighter than SDR: PQ or HLG.
bool is_hdr(int transfer);

template <auto free_it>
struct FreePointer {
  template <class T>
  void operator()(T* thing) const {
    free_it(&thing);
  }
};
struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

using FramePointer = std::unique_ptr<AVFrame, FreePointer<av_frame_free>>;
using PacketPointer = std::unique_ptr<AVPacket, FreePointer<av_packet_free>>;
using CodecPointer = std::unique_ptr<AVCodecContext, FreePointer<avcodec_free_context>>;
using InputPointer = std::unique_ptr<AVFormatContext, FreePointer<avformat_close_input>>;
using ScalerPointer = std::unique_ptr<SwsContext, FreeScaler>;

/// FFmpeg's own words: "Invalid data found when processing input".
std::string error_text(int error);

/// The address by which FFmpeg opens what is called so: a file with a colon in its name is a file and no protocol.
std::string address_of(const std::string& where);

/// A still picture that goes with sound or a film, and is no video.
inline bool is_cover(const AVStream& stream) { return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0; }
/// The stream of pictures that a player would show; below 0: there is none.
int best_picture_stream(AVFormatContext& container);

inline AVRational to_av(const Rational& value) {
  return {static_cast<int>(value.numerator), static_cast<int>(value.denominator)};
}
inline Rational from_av(const AVRational& value) {
  return value.den == 0 ? Rational{} : Rational{value.num, value.den};
}

/// FFmpeg's names of the pixel formats that say "full range" in themselves, without it: yuvj420p -> yuv420p.
AVPixelFormat plain_format(AVPixelFormat format);
/// What a decoded frame says of its colours; what it does not say is taken as players take it: BT.709 for high
/// definition, BT.601 below, limited range.
Colours colours_of(const AVFrame& frame);
/// Whether such pictures are three planes of 10 bits, whatever their chroma.
bool is_deep(AVPixelFormat format);
/// Those of a frame of which that is true. Sample is std::uint16_t or const std::uint16_t.
template <class Sample>
DeepPlanes<Sample> deep_planes(const AVFrame& frame) {
  DeepPlanes<Sample> planes;
  for (int i = 0; i < 3; ++i) {
    planes.plane[i] = reinterpret_cast<Sample*>(frame.data[i]);
    planes.stride[i] = frame.linesize[i] / static_cast<std::ptrdiff_t>(sizeof(Sample));
  }
  planes.across = frame.format == AV_PIX_FMT_YUV444P10 ? 0 : 1;
  planes.down = frame.format == AV_PIX_FMT_YUV420P10 ? 1 : 0;
  return planes;
}
/// SWS_CS_... for sws_getCoefficients().
int scaler_space(ColourMatrix matrix);

}  // namespace segme::ffmpeg
