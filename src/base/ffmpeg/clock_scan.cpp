// base/ffmpeg/clock_scan: see clock_scan.h. A transport stream stamps some of its packets with its clock (PCR), a
// program stream each of its packs (SCR); both count in ticks of 1/90000 s. Ogg shows where a file begins.
#include "base/ffmpeg/clock_scan.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace segme::ffmpeg {
namespace {

constexpr std::int64_t kWhole = std::int64_t{64} << 20;  // bytes of a file that is read as a whole
constexpr std::int64_t kWindow = 1 << 16;
constexpr std::int64_t kStep = 1 << 20;
constexpr std::int64_t kBack = 9000;  // ticks: less is no other clock
constexpr std::size_t kPacket = 188;

using Bytes = std::span<const std::uint8_t>;

/// Moments of one clock, in the order of the file.
struct Clock {
  std::optional<std::int64_t> last;
  int program = -1;  ///< the packets that carry it; others have clocks of their own
  bool back = false;
  void see(std::int64_t moment) {
    back = back || (last && moment < *last - kBack);
    last = moment;
  }
};

/// Of packets of 188 bytes, which lie in 188, in 192 (behind a stamp) or in 204 (before a check sum).
void see_transport(Bytes bytes, Clock& clock) {
  constexpr std::size_t kApart[] = {188, 192, 204};
  const auto synchronised = [&](std::size_t at, std::size_t apart) {
    return at + 2 * apart < bytes.size() && bytes[at] == 'G' && bytes[at + apart] == 'G' &&
           bytes[at + 2 * apart] == 'G';
  };
  for (std::size_t at = 0; at + kPacket <= bytes.size();) {
    const auto* const apart =
        std::find_if(std::begin(kApart), std::end(kApart), [&](std::size_t each) { return synchronised(at, each); });
    if (apart == std::end(kApart)) {
      ++at;
      continue;
    }
    for (; at + kPacket <= bytes.size() && bytes[at] == 'G'; at += *apart) {
      const bool stamped = (bytes[at + 3] & 0x20) != 0 && bytes[at + 4] >= 7 && (bytes[at + 5] & 0x10) != 0;
      if (!stamped) continue;
      const int program = (bytes[at + 1] & 0x1F) << 8 | bytes[at + 2];
      if (clock.program < 0) clock.program = program;
      if (program != clock.program) continue;
      std::int64_t moment = 0;
      for (std::size_t i = 6; i < 10; ++i) moment = moment << 8 | bytes[at + i];
      clock.see(moment << 1 | bytes[at + 10] >> 7);
    }
  }
}

/// Of packs, as MPEG-2 and MPEG-1 write them.
void see_program(Bytes bytes, Clock& clock) {
  for (std::size_t at = 0; at + 10 <= bytes.size(); ++at) {
    if (bytes[at] != 0 || bytes[at + 1] != 0 || bytes[at + 2] != 1 || bytes[at + 3] != 0xBA) continue;
    const auto byte = [&](std::size_t i) { return std::int64_t{bytes[at + 4 + i]}; };
    if ((byte(0) & 0xC4) == 0x44) {
      clock.see((byte(0) & 0x38) << 27 | (byte(0) & 3) << 28 | byte(1) << 20 | (byte(2) & 0xF8) << 12 |
                (byte(2) & 3) << 13 | byte(3) << 5 | byte(4) >> 3);
    } else if ((byte(0) & 0xF1) == 0x21) {
      clock.see((byte(0) & 0x0E) << 29 | byte(1) << 22 | (byte(2) & 0xFE) << 14 | byte(3) << 7 | byte(4) >> 1);
    }
  }
}

/// Of pages of Ogg, which begin a stream or go on with one: streams that begin later are another file, whose clock
/// begins at 0.
void see_ogg(Bytes bytes, Clock& clock) {
  constexpr std::string_view kPage("OggS\0", 5);
  constexpr std::uint8_t kFirst = 2;
  for (auto at = bytes.begin();;) {
    at = std::search(at, bytes.end(), kPage.begin(), kPage.end());
    if (bytes.end() - at <= static_cast<std::ptrdiff_t>(kPage.size())) return;
    at += static_cast<std::ptrdiff_t>(kPage.size());
    clock.see((*at & kFirst) != 0 ? 0 : 2 * kBack);
  }
}

struct Kind {
  std::string_view name;
  void (*see)(Bytes, Clock&);
};
constexpr Kind kKinds[] = {{"mpegts", see_transport}, {"mpeg", see_program}, {"ogg", see_ogg}};

}  // namespace

bool clock_goes_back(const AVFormatContext& container) {
  const std::string_view format = container.iformat->name;
  const auto* const kind =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.name == format; });
  if (kind == std::end(kKinds)) return false;
  AVIOContext* const file = container.pb;
  if (file == nullptr || (file->seekable & AVIO_SEEKABLE_NORMAL) == 0) return false;
  if (std::string_view(container.url).find("://") != std::string_view::npos) return false;
  const std::int64_t here = avio_tell(file), size = avio_size(file);
  // Windows that touch share some bytes, so that no stamp lies across an edge.
  const std::int64_t step = size > kWhole ? kStep : kWindow - static_cast<std::int64_t>(4 * kPacket);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(kWindow));
  Clock clock;
  for (std::int64_t place = 0; place < size && !clock.back; place += step) {
    if (avio_seek(file, place, SEEK_SET) < 0) break;
    const int got = avio_read(file, bytes.data(), static_cast<int>(kWindow));
    if (got <= 0) break;
    const Bytes window(bytes.data(), static_cast<std::size_t>(got));
    kind->see(window, clock);
  }
  avio_seek(file, here, SEEK_SET);
  return clock.back;
}

}  // namespace segme::ffmpeg
