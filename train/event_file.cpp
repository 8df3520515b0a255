// train/event_file: TFRecord framing and the messages Event {1 wall_time double, 2 step int64, 3 file_version string,
// 5 summary} and Summary {1 value {1 tag string, 2 simple_value float}}.
#include "train/event_file.h"

#include <array>
#include <bit>
#include <cmath>

#include "base/error.h"

namespace segme::train {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78U;  // Castagnoli's, bits reversed
constexpr std::uint32_t kMask = 0xA282EAD8U;        // of TFRecord, so that a CRC over CRCs is no special case

template <class Whole>
std::string little_endian(Whole value) {
  std::string text;
  for (std::size_t i = 0; i < sizeof(Whole); ++i) text += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return text;
}

std::string varint(std::uint64_t value) {
  std::string text;
  for (; value >= 128; value >>= 7) text += static_cast<char>((value & 127U) | 128U);
  return text + static_cast<char>(value);
}

/// Field keys: number << 3 | wire type (0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes).
std::string key(std::uint64_t field, std::uint64_t wire) { return varint(field << 3U | wire); }
std::string bytes_field(std::uint64_t field, const std::string& bytes) {
  return key(field, 2) + varint(bytes.size()) + bytes;
}
std::string double_field(std::uint64_t field, double value) {
  return key(field, 1) + little_endian(std::bit_cast<std::uint64_t>(value));
}
std::string float_field(std::uint64_t field, float value) {
  return key(field, 5) + little_endian(std::bit_cast<std::uint32_t>(value));
}

std::uint32_t masked(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15U) | (crc << 17U)) + kMask;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) != 0 ? kPolynomial : 0U);
      made[i] = value;
    }
    return made;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = (crc >> 8U) ^ table[(crc ^ static_cast<std::uint8_t>(c)) & 255U];
  return ~crc;
}

EventFile::EventFile(const std::filesystem::path& folder, double seconds) {
  std::filesystem::path path;
  // Two sittings within one second would share a name.
  for (long long stamp = std::llround(std::floor(seconds));; ++stamp) {
    path = folder / ("events.out.tfevents." + std::to_string(stamp) + ".segme");
    if (!std::filesystem::exists(path)) break;
  }
  file_.open(path, std::ios::binary);
  if (!file_) {
    throw Error(ExitCode::output, "cannot write the curves to '" + path.string() + "'. Give --output another place.");
  }
  record(double_field(1, seconds) + bytes_field(3, "brain.Event:2"));
}

void EventFile::add(double seconds, std::int64_t step, const std::vector<std::pair<std::string, float>>& scalars) {
  std::string summary;
  for (const auto& [tag, value] : scalars) summary += bytes_field(1, bytes_field(1, tag) + float_field(2, value));
  record(double_field(1, seconds) + key(2, 0) + varint(static_cast<std::uint64_t>(step)) + bytes_field(5, summary));
}

void EventFile::record(const std::string& event) {
  const std::string length = little_endian(static_cast<std::uint64_t>(event.size()));
  file_ << length << little_endian(masked(length)) << event << little_endian(masked(event)) << std::flush;
}

}  // namespace segme::train
