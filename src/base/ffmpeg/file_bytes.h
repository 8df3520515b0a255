// base/ffmpeg/file_bytes: single places of a file that FFmpeg has open, for what FFmpeg itself does not tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ffmpeg/handles.h"

namespace segme::ffmpeg {

using FileBytes = std::vector<std::uint8_t>;

/// At most `count` bytes from `place` on. Leaves the file behind them.
FileBytes read_at(AVIOContext& file, std::int64_t place, std::size_t count);

/// At most eight bytes as a number.
std::uint64_t number_of(std::span<const std::uint8_t> bytes, bool little);

/// The size of an MP4 box by its first 8 bytes or, if it is a large one, 16. 0: to the end of the file.
std::uint64_t mp4_box_size(std::span<const std::uint8_t> head);

}  // namespace segme::ffmpeg
