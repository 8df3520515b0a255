// capture/ffmpeg/file_end: see file_end.h.
#include "capture/ffmpeg/file_end.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>

#include "base/ffmpeg/file_bytes.h"

namespace segme::ffmpeg {
namespace {

using Bytes = FileBytes;

Bytes last_bytes(AVIOContext& file, int count) {
  return read_at(file, std::max<std::int64_t>(0, avio_size(&file) - count), static_cast<std::size_t>(count));
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

/// The chunk behind all pictures.
bool png_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 4> kEnd{'I', 'E', 'N', 'D'};
  const Bytes bytes = last_bytes(file, 1 << 16);
  return bytes.empty() || find(bytes, bytes.begin(), kEnd) != bytes.end();
}

/// The last page is there as a whole, and says that it is its stream's last.
bool ogg_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 5> kPage{'O', 'g', 'g', 'S', 0};
  constexpr std::uint8_t kLast = 4;
  constexpr std::ptrdiff_t kHeader = 27;
  constexpr int kLargestPage = 65307;
  const Bytes bytes = last_bytes(file, 2 * kLargestPage);
  const auto at = std::find_end(bytes.begin(), bytes.end(), kPage.begin(), kPage.end());
  if (bytes.empty()) return true;
  if (bytes.end() - at < kHeader || (at[5] & kLast) == 0) return false;
  const std::ptrdiff_t parts = at[kHeader - 1];
  if (bytes.end() - at < kHeader + parts) return false;
  const std::ptrdiff_t length = std::accumulate(at + kHeader, at + kHeader + parts, std::ptrdiff_t{0});
  return bytes.end() - at >= kHeader + parts + length;
}

/// The file has as many bytes as its first header says that it has. 0 is said where nobody went back to write it.
bool avi_ends(AVIOContext& file) {
  const Bytes bytes = read_at(file, 4, 4);
  const std::uint64_t size = bytes.size() == 4 ? number_of(bytes, true) : 0;
  return size >= UINT32_MAX - 8 || size + 8 <= static_cast<std::uint64_t>(avio_size(&file));
}

/// A number of EBML at `at`, which goes behind it; all ones, which stand for "not known", are UINT64_MAX.
std::uint64_t ebml_size(const Bytes& bytes, std::size_t& at) {
  if (at >= bytes.size() || bytes[at] == 0) return UINT64_MAX;
  const auto length = static_cast<std::size_t>(std::countl_zero(bytes[at])) + 1;
  if (at + length > bytes.size()) return UINT64_MAX;
  const std::uint64_t most = (std::uint64_t{1} << 7 * length) - 1;
  const std::uint64_t value = number_of(std::span(bytes).subspan(at, length), false) & most;
  at += length;
  return value == most ? UINT64_MAX : value;
}

/// The segment, which is behind the header, is as long as it says.
bool matroska_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 4> kSegment{0x18, 0x53, 0x80, 0x67};
  const Bytes bytes = read_at(file, 0, 4096);
  std::size_t at = kSegment.size();
  const std::uint64_t head = ebml_size(bytes, at);
  if (head > bytes.size() || at + head + kSegment.size() > bytes.size()) return true;
  at += static_cast<std::size_t>(head);
  if (!std::equal(kSegment.begin(), kSegment.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at))) return true;
  at += kSegment.size();
  const std::uint64_t size = ebml_size(bytes, at);
  return size == UINT64_MAX || at + size <= static_cast<std::uint64_t>(avio_size(&file));
}

/// No box goes on behind the end.
bool mp4_ends(AVIOContext& file) {
  const auto end = static_cast<std::uint64_t>(avio_size(&file));
  for (std::uint64_t place = 0; place < end;) {
    const Bytes box = read_at(file, static_cast<std::int64_t>(place), 16);
    if (box.size() < 8) return false;
    const std::uint64_t size = mp4_box_size(box);
    if (size < 8) return true;  // 0: to the end
    if (size > end - place) return false;
    place += size;
  }
  return true;
}

/// The last four bytes are the length of the tag before them.
bool flv_ends(AVIOContext& file) {
  const Bytes last = last_bytes(file, 4);
  const auto length = static_cast<std::int64_t>(number_of(last, false));
  const std::int64_t place = avio_size(&file) - 4 - length;
  if (length < 11 || place < 0) return length == 0;
  const Bytes tag = read_at(file, place, 4);
  return tag.size() < 4 || static_cast<std::int64_t>(number_of(std::span(tag).subspan(1), false)) + 11 == length;
}

/// Packets of 188, 192 or 204 bytes, all of them whole.
bool transport_ends(AVIOContext& file) {
  constexpr std::int64_t kApart[] = {188, 192, 204};
  const Bytes bytes = read_at(file, 0, 204 * 3);
  for (std::size_t first = 0; first < bytes.size(); first += 4) {  // 192: a stamp of 4 bytes stands before
    for (const std::int64_t apart : kApart) {
      const std::size_t next = first + static_cast<std::size_t>(apart);
      if (next >= bytes.size() || bytes[first] != 'G' || bytes[next] != 'G') continue;
      return avio_size(&file) % apart == 0;
    }
    if (first == 4) break;
  }
  return true;
}

/// How long a part of a program stream is, a pack's header or a packet; 0: that is not known, -1: the stream ends.
std::int64_t program_part(std::span<const std::uint8_t> bytes) {
  constexpr std::uint8_t kPack = 0xBA, kEnd = 0xB9;
  if (bytes.size() < 6 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 1 || bytes[3] < kEnd) return 0;
  if (bytes[3] == kEnd) return -1;
  if (bytes[3] == kPack && bytes[4] >> 6 != 1) return 12;  // MPEG-1
  if (bytes[3] == kPack) return bytes.size() < 14 ? 0 : 14 + (bytes[13] & 7);
  const auto length = static_cast<std::int64_t>(number_of(bytes.subspan(4, 2), false));
  return length > 0 ? 6 + length : 0;
}

/// No packet of the last pack goes on behind the end.
bool program_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 4> kPack{0, 0, 1, 0xBA};
  const Bytes bytes = last_bytes(file, 1 << 17);
  const auto pack = std::find_end(bytes.begin(), bytes.end(), kPack.begin(), kPack.end());
  std::span<const std::uint8_t> rest(pack, bytes.end());
  while (!rest.empty()) {
    const std::int64_t length = program_part(rest);
    if (length <= 0) return true;
    if (length > static_cast<std::int64_t>(rest.size())) return false;
    rest = rest.subspan(static_cast<std::size_t>(length));
  }
  return true;
}

/// No unit of AV1 goes on behind the end.
bool obu_ends(AVIOContext& file) {
  constexpr std::uint8_t kForbidden = 0x80, kExtended = 4, kSized = 2;
  const std::int64_t end = avio_size(&file);
  for (std::int64_t place = 0; place < end;) {
    const Bytes head = read_at(file, place, 10);
    if (head.size() < 2 || (head[0] & kForbidden) != 0 || (head[0] & kSized) == 0) return true;
    std::size_t at = (head[0] & kExtended) != 0 ? 2 : 1;
    std::int64_t size = 0;
    for (int shift = 0; at < head.size(); shift += 7) {
      size |= std::int64_t{head[at] & 0x7F} << shift;
      if ((head[at++] & 0x80) == 0) break;
    }
    if (size > end) return false;  // whatever it claims
    place += static_cast<std::int64_t>(at) + size;
    if (place > end) return false;
  }
  return true;
}

/// The mark behind the last picture, and zeros perhaps.
bool mjpeg_ends(AVIOContext& file) {
  Bytes bytes = last_bytes(file, 4096);
  while (!bytes.empty() && bytes.back() == 0) bytes.pop_back();
  return bytes.size() < 2 || (bytes[bytes.size() - 2] == 0xFF && bytes.back() == 0xD9);
}

/// Frames of one size, by what their first bytes say of lines.
bool dv_ends(AVIOContext& file) {
  constexpr std::int64_t k525 = 120'000, k625 = 144'000;
  const Bytes head = read_at(file, 0, 4);
  return head.size() < 4 || avio_size(&file) % ((head[3] & 0x80) != 0 ? k625 : k525) == 0;
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
  const std::uint64_t size = number_of(std::span(at + kSize, 8), true);
  const std::int64_t there = avio_size(&file);
  return there < 0 || size <= static_cast<std::uint64_t>(there);
}

/// The chunk of all packets is as long as it says. 0 is said where nobody went back to write it, and FFmpeg says too
/// much.
bool real_media_ends(AVIOContext& file) {
  constexpr std::uint64_t kHead = 8, kTooMuch = 10;
  const auto end = static_cast<std::uint64_t>(avio_size(&file));
  for (std::uint64_t place = 0; place + kHead <= end;) {
    const Bytes head = read_at(file, static_cast<std::int64_t>(place), kHead);
    if (head.size() < kHead) return true;
    const std::uint64_t size = number_of(std::span(head).subspan(4), false);
    if (size < kHead) return true;
    if (size > end - place + kTooMuch) return false;
    if (std::equal(head.begin(), head.begin() + 4, "DATA")) return true;
    place += size;
  }
  return true;
}

/// The index is there, with its length behind it, and the check sum as the last bytes.
bool nut_ends(AVIOContext& file) {
  constexpr std::array<std::uint8_t, 8> kIndex{'N', 'X', 0xDD, 0x67, 0x2F, 0x23, 0xE6, 0x4E};
  constexpr std::size_t kPointer = 8, kSum = 4;
  const Bytes last = last_bytes(file, kPointer + kSum);
  if (last.size() < kPointer + kSum) return false;
  const std::uint64_t size = number_of(std::span(last).first(kPointer), false);  // of the index with its mark
  const auto end = static_cast<std::uint64_t>(avio_size(&file));
  if (size < kIndex.size() + last.size() || size > end) return false;
  const Bytes mark = read_at(file, static_cast<std::int64_t>(end - size), kIndex.size());
  return mark.empty() || std::equal(mark.begin(), mark.end(), kIndex.begin(), kIndex.end());
}

bool ends(const AVFormatContext& container, AVIOContext& file, bool piped) {
  constexpr std::pair<std::string_view, bool (*)(AVIOContext&)> kKinds[] = {
      {"gif", gif_ends},      {"ogg", ogg_ends},          {"asf", asf_ends},     {"avi", avi_ends},
      {"flv", flv_ends},      {"mpegts", transport_ends}, {"mjpeg", mjpeg_ends}, {"jpeg_pipe", mjpeg_ends},
      {"dv", dv_ends},        {"mpeg", program_ends},     {"obu", obu_ends},     {"apng", png_ends},
      {"png_pipe", png_ends}, {"rm", real_media_ends},    {"nut", nut_ends}};
  const std::string_view format = container.iformat->name;
  for (const auto& [name, kind_ends] : kKinds) {
    if (format == name) return kind_ends(file);
  }
  // A box of a long recording is a place to go to, which is dear in another machine's file.
  const bool local = std::string_view(container.url).find("://") == std::string_view::npos;
  if (format.starts_with("mov")) return !local || piped || mp4_ends(file);
  return !format.starts_with("matroska") || matroska_ends(file);
}

}  // namespace

bool has_end(const AVFormatContext& container, AVIOContext* piped) {
  if (piped != nullptr) return ends(container, *piped, true);
  if (container.pb == nullptr || (container.pb->seekable & AVIO_SEEKABLE_NORMAL) == 0) return true;
  if (avio_size(container.pb) <= 0) return true;
  const std::int64_t here = avio_tell(container.pb);
  const bool result = ends(container, *container.pb, false);
  avio_seek(container.pb, here, SEEK_SET);
  return result;
}

}  // namespace segme::ffmpeg
