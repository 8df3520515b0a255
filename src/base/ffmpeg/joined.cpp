// base/ffmpeg/joined: see joined.h.
#include "base/ffmpeg/joined.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include "base/ffmpeg/file_bytes.h"

namespace segme::ffmpeg {
namespace {

constexpr std::int64_t kFlvHeader = 13;  // with the size of the tag before the first
constexpr double kLongestSound = 3600;   // seconds of one packet
constexpr std::size_t kPiece = 1 << 16;
constexpr std::size_t kLongestLine = 1 << 10;  // of y4m's header

using Bytes = FileBytes;

bool can_go(const AVFormatContext& container) {
  return container.pb != nullptr && (container.pb->seekable & AVIO_SEEKABLE_NORMAL) != 0;
}

/// Whether FLV's header stands here, whose only free byte says what is inside: sound and pictures.
bool is_flv_header(const std::uint8_t* bytes) {
  constexpr std::array<std::uint8_t, 8> kBehind{0, 0, 0, 9, 0, 0, 0, 0};
  return std::equal(bytes, bytes + 4, "FLV\x01") && (bytes[4] & 0xFA) == 0 &&
         std::equal(kBehind.begin(), kBehind.end(), bytes + 5);
}

/// Where the first tag behind the next header is; below 0: there is none.
std::int64_t behind_flv_header(AVIOContext& file, std::int64_t from) {
  constexpr auto kSize = static_cast<std::size_t>(kFlvHeader);
  for (std::int64_t place = from;; place += static_cast<std::int64_t>(kPiece - kSize + 1)) {
    const Bytes bytes = read_at(file, place, kPiece);
    for (std::size_t i = 0; i + kSize <= bytes.size(); ++i) {
      if (is_flv_header(bytes.data() + i)) return place + static_cast<std::int64_t>(i) + kFlvHeader;
    }
    if (bytes.size() < kPiece) return -1;
  }
}

constexpr std::string_view kY4m = "YUV4MPEG2 ";

/// The same for a line "YUV4MPEG2 ..." that stands right there and says the same as the first one.
std::int64_t behind_y4m_header(AVIOContext& file, std::int64_t from) {
  Bytes first = read_at(file, 0, kLongestLine);
  first.erase(std::find(first.begin(), first.end(), '\n'), first.end());
  const Bytes next = read_at(file, from, first.size() + 1);
  const bool same = first.size() > kY4m.size() && next.size() > first.size() && next[first.size()] == '\n' &&
                    std::equal(kY4m.begin(), kY4m.end(), next.begin()) &&
                    std::equal(first.begin(), first.end(), next.begin());
  return same ? from + static_cast<std::int64_t>(next.size()) : -1;
}

bool says(const Bytes& bytes, std::size_t at, std::string_view text) {
  return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

/// A second "ftyp" among the boxes: each file begins with one.
bool more_mp4(AVIOContext& file) {
  bool begun = false;
  for (std::int64_t place = 0;;) {
    const Bytes box = read_at(file, place, 16);
    if (box.size() < 8) return false;
    if (says(box, 4, "ftyp") && std::exchange(begun, true)) return true;
    const std::uint64_t size = mp4_box_size(box);
    if (size < 8 || size > INT64_MAX / 2) return false;  // 0: to the end
    place += static_cast<std::int64_t>(size);
  }
}

/// A picture behind the chunk that ends the first.
bool more_png(AVIOContext& file) {
  constexpr std::int64_t kMark = 8, kAround = 12;
  for (std::int64_t place = kMark;;) {
    const Bytes chunk = read_at(file, place, 8);
    if (chunk.size() < 8) return false;
    place += static_cast<std::int64_t>(number_of(std::span(chunk).first(4), false)) + kAround;
    if (says(chunk, 4, "IEND")) return says(read_at(file, place, 8), 0, "\x89PNG\r\n\x1A\n");
  }
}

/// A header behind as many bytes as the first one says that its file has.
bool more_asf(AVIOContext& file) {
  constexpr std::string_view kHeader("\x30\x26\xB2\x75\x8E\x66\xCF\x11", 8);
  constexpr std::array<std::uint8_t, 8> kProperties{0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11};
  constexpr std::ptrdiff_t kSize = 40;  // its place in the properties
  const Bytes bytes = read_at(file, 0, kPiece);
  const auto at = std::search(bytes.begin(), bytes.end(), kProperties.begin(), kProperties.end());
  if (bytes.end() - at < kSize + 8) return false;
  const std::uint64_t size = number_of(std::span(at + kSize, 8), true);
  return size > 0 && size < INT64_MAX && says(read_at(file, static_cast<std::int64_t>(size), 8), 0, kHeader);
}

/// FFmpeg says of the last packet of sound in an Ogg, behind a jump, that it lasts a day or more.
void forget_false_length(const AVFormatContext& container, AVPacket& packet) {
  if (static_cast<unsigned>(packet.stream_index) >= container.nb_streams) return;
  const AVStream& stream = *container.streams[packet.stream_index];
  const bool sound = stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
  if (sound && static_cast<double>(packet.duration) * av_q2d(stream.time_base) > kLongestSound) packet.duration = 0;
}

}  // namespace

int Joined::read(AVFormatContext& container, AVPacket& packet) {
  int error = av_read_frame(&container, &packet);
  while ((error == AVERROR_EOF || error == AVERROR_INVALIDDATA) && skip_header(container)) {
    any_ = true;
    av_packet_unref(&packet);
    error = av_read_frame(&container, &packet);
  }
  if (error >= 0 && packet.pos >= 0) behind_ = packet.pos + packet.size;
  if (error >= 0) forget_false_length(container, packet);
  if (error == AVERROR_INVALIDDATA && at_other(container)) return AVERROR_EOF;
  return error;
}

/// To what stands behind the header of the next file. False when there is none.
bool Joined::skip_header(AVFormatContext& container) {
  const std::string_view format = container.iformat->name;
  const bool flv = format == "flv";
  if ((!flv && format != "yuv4mpegpipe") || !can_go(container)) return false;
  const std::int64_t here = avio_tell(container.pb);
  const std::int64_t from = std::max(behind_, kFlvHeader);
  const std::int64_t place = flv ? behind_flv_header(*container.pb, from) : behind_y4m_header(*container.pb, from);
  const bool there = avio_seek(container.pb, place < 0 ? here : place, SEEK_SET) >= 0;
  if (place < 0 || !there) return false;
  behind_ = place;
  return true;
}

/// At a header of y4m that says something else than the first, behind frames that are all whole. Leaves the file there.
bool Joined::at_other(AVFormatContext& container) {
  if (std::string_view(container.iformat->name) != "yuv4mpegpipe" || behind_ <= 0 || !can_go(container)) return false;
  if (!says(read_at(*container.pb, behind_, kY4m.size()), 0, kY4m)) return false;
  avio_seek(container.pb, behind_, SEEK_SET);
  return other_ = true;
}

bool Joined::seek_start(AVFormatContext& container) {
  if (!any_ || std::string_view(container.iformat->name) != "flv" || !can_go(container)) return false;
  forget();
  return avformat_seek_file(&container, -1, kFlvHeader, kFlvHeader, kFlvHeader, AVSEEK_FLAG_BYTE) >= 0;
}

bool has_unread_file(const AVFormatContext& container) {
  const bool local = std::string_view(container.url).find("://") == std::string_view::npos;
  if (!can_go(container) || !local) return false;
  AVIOContext& file = *container.pb;
  const std::string_view format = container.iformat->name;
  const std::int64_t here = avio_tell(&file);
  bool more = false;
  if (format.starts_with("mov")) more = more_mp4(file);
  if (format == "apng") more = more_png(file);
  if (format == "asf") more = more_asf(file);
  avio_seek(&file, here, SEEK_SET);
  return more;
}

}  // namespace segme::ffmpeg
