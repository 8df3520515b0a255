// capture/ffmpeg/file_end: see file_end.h.
#include "capture/ffmpeg/file_end.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace segme::ffmpeg {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// At most `count` bytes from `place` on.
Bytes read_at(AVIOContext& file, std::int64_t place, int count) {
  const std::int64_t here = avio_tell(&file);
  Bytes bytes(static_cast<std::size_t>(count));
  const bool there = avio_seek(&file, place, SEEK_SET) >= 0;
  bytes.resize(static_cast<std::size_t>(std::max(0, there ? avio_read(&file, bytes.data(), count) : 0)));
  avio_seek(&file, here, SEEK_SET);
  return bytes;
}

Bytes last_bytes(AVIOContext& file, int count) {
  return read_at(file, std::max<std::int64_t>(0, avio_size(&file) - count), count);
}

Bytes::const_iterator find(const Bytes& bytes, Bytes::const_iterator from, std::span<const std::uint8_t> what) {
  return std::search(from, bytes.end(), what.begin(), what.end());
}

/// The mark behind the last block, whatever may stand behind that.
bool gif_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 2> kEnd{0, ';'};
  const Bytes bytes = last_bytes(file, 512);
  return bytes.empty() || find(bytes, bytes.begin(), kEnd) != bytes.end();
}

/// A page that says it is its stream's last, among the last ones.
bool ogg_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 5> kPage{'O', 'g', 'g', 'S', 0};
  constexpr std::uint8_t kLast = 4;
  constexpr int kLargestPage = 65307;
  const Bytes bytes = last_bytes(file, 2 * kLargestPage);
  for (auto at = find(bytes, bytes.begin(), kPage); at != bytes.end(); at = find(bytes, at + 1, kPage)) {
    if (bytes.end() - at > 5 && (at[5] & kLast) != 0) return true;
  }
  return bytes.empty();
}

/// The size in the header's properties is no more than the file has.
bool asf_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 16> kProperties{0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11,
                                                     0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65};
  constexpr std::ptrdiff_t kSize = 40, kFlags = 88;  // places in the properties
  constexpr std::uint8_t kBroadcast = 1;             // the size was not known
  const Bytes bytes = read_at(file, 0, 65536);
  const auto at = find(bytes, bytes.begin(), kProperties);
  if (bytes.end() - at <= kFlags || (at[kFlags] & kBroadcast) != 0) return true;
  std::uint64_t size = 0;
  for (std::ptrdiff_t i = 7; i >= 0; --i) size = size << 8 | at[kSize + i];
  const std::int64_t there = avio_size(&file);
  return there < 0 || size <= static_cast<std::uint64_t>(there);
}

}  // namespace

bool has_end(const AVFormatContext& container) {
  if (container.pb == nullptr || (container.pb->seekable & AVIO_SEEKABLE_NORMAL) == 0) return true;
  const std::string_view format = container.iformat->name;
  if (format == "gif") return gif_ends(*container.pb);
  if (format == "ogg") return ogg_ends(*container.pb);
  return format != "asf" || asf_ends(*container.pb);
}

}  // namespace segme::ffmpeg
