// sink/ffmpeg/webp_duration: see webp_duration.h. RIFF: four letters, four bytes of length, the contents, a byte of
// padding where the length is odd.
#include "sink/ffmpeg/webp_duration.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace segme::ffmpeg {
namespace {

constexpr std::size_t kFileHeader = 12;  // RIFF, length, WEBP
constexpr std::size_t kChunkHeader = 8;
constexpr std::size_t kDuration = 12;  // of an ANMF chunk's contents: after x, y, width, height; 24 bits
constexpr std::uint32_t kLongest = (1U << 24) - 1;

}  // namespace

void set_last_webp_duration(std::span<std::uint8_t> file, double seconds) {
  const auto name = [&](std::size_t at) {
    return std::string_view(reinterpret_cast<const char*>(file.data()) + at, 4);
  };
  if (file.size() < kFileHeader || name(0) != "RIFF" || name(8) != "WEBP") return;
  std::size_t last = 0;
  for (std::size_t at = kFileHeader; at + kChunkHeader <= file.size();) {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length |= std::uint64_t{file[at + 4 + i]} << (8 * i);
    if (name(at) == "ANMF" && at + kChunkHeader + kDuration + 3 <= file.size()) last = at;
    at += kChunkHeader + static_cast<std::size_t>(length + length % 2);
  }
  if (last == 0) return;
  const auto ms =
      static_cast<std::uint32_t>(std::clamp(std::round(seconds * 1000), 1.0, static_cast<double>(kLongest)));
  for (std::size_t i = 0; i < 3; ++i)
    file[last + kChunkHeader + kDuration + i] = static_cast<std::uint8_t>(ms >> (8 * i));
}

}  // namespace segme::ffmpeg
