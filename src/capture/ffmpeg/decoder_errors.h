// capture/ffmpeg/decoder_errors: counts the errors of a decoder that tells of them only in FFmpeg's log: Motion JPEG.
#pragma once

#include <atomic>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

/// Adds to `errors`, which outlives the decoder, one for each. To be called before it is opened.
void count_errors(AVCodecContext& decoder, std::atomic<int>& errors);

}  // namespace segme::ffmpeg
