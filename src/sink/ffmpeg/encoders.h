// sink/ffmpeg/encoders: which encoder fills which container, and with what settings unless the user has others.
#pragma once

#include <string>

#include "base/ffmpeg/handles.h"
#include "sink/video_file.h"

namespace segme::ffmpeg {

/// The container for a place. @throws Error(usage) for an extension that FFmpeg does not know.
const AVOutputFormat* choose_container(const std::string& where, const VideoFileOptions& options);

/// The encoder for pictures of so many channels. @throws Error(usage), Error(missing)
const AVCodec* choose_encoder(const AVOutputFormat& container, const std::string& where,
                              const VideoFileOptions& options, int channels);

/// The pixel format that pictures of so many channels are stored in. @throws Error(usage) when it is to hold alpha and
/// cannot.
AVPixelFormat choose_pixel_format(const AVCodec& encoder, const AVOutputFormat& container,
                                  const VideoFileOptions& options, int width, int height, int channels);

/// Sets quality, speed and what the user gave behind the encoder's name. @throws Error(usage)
void set_encoder_options(AVCodecContext& encoder, const VideoFileOptions& options);

/// True when the pixel format has a plane or channel of alpha.
bool has_alpha(AVPixelFormat format);

/// Sets the encoder's rate and time base: the pictures' own moments, or a rate that the codec and the container can
/// say. True when the pictures come faster than the encoder takes them, so that some have no place.
bool set_rate(AVCodecContext& encoder, const AVOutputFormat& container, const VideoFileOptions& options);

/// Whether who reads such a file learns that its pictures hold two moments, from the pictures or from the container.
bool tells_fields(const AVOutputFormat& container, const AVCodecContext& encoder);

}  // namespace segme::ffmpeg
