// base/ffmpeg/file_bytes: see file_bytes.h.
#include "base/ffmpeg/file_bytes.h"

#include <algorithm>

namespace segme::ffmpeg {

FileBytes read_at(AVIOContext& file, std::int64_t place, std::size_t count) {
  FileBytes bytes(count);
  const bool there = avio_seek(&file, place, SEEK_SET) >= 0;
  const int got = there ? avio_read(&file, bytes.data(), static_cast<int>(count)) : 0;
  bytes.resize(static_cast<std::size_t>(std::max(0, got)));
  return bytes;
}

std::uint64_t number_of(std::span<const std::uint8_t> bytes, bool little) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8 | bytes[little ? bytes.size() - 1 - i : i];
  return value;
}

std::uint64_t mp4_box_size(std::span<const std::uint8_t> head) {
  const std::uint64_t small = number_of(head.first(4), false);
  return small == 1 && head.size() == 16 ? number_of(head.subspan(8), false) : small;
}

}  // namespace segme::ffmpeg
