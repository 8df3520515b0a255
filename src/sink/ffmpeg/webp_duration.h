// sink/ffmpeg/webp_duration: how long the last picture of an animated WebP is shown. FFmpeg's encoder is not told, and
// takes the mean of the others.
#pragma once

#include <cstdint>
#include <span>

namespace segme::ffmpeg {

/// Writes it into the last ANMF chunk of a whole file; bytes without one stay what they are.
void set_last_webp_duration(std::span<std::uint8_t> file, double seconds);

}  // namespace segme::ffmpeg
