// net/tflite/stored_zip: local headers with their files, the directory, its end (APPNOTE 6.3, sections 4.3.7
// to 4.3.16).
#include "net/tflite/stored_zip.h"

#include <string_view>

namespace segme::net {
namespace {

constexpr std::uint16_t kVersion = 10;     // stored files need no more
constexpr std::uint16_t kFirstDay = 0x21;  // 1 January 1980
constexpr std::uint32_t kPolynomial = 0xEDB88320;

std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char one : text) {
    crc ^= static_cast<std::uint8_t>(one);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? kPolynomial : 0U);
  }
  return ~crc;
}

class Bytes {
 public:
  explicit Bytes(std::vector<std::uint8_t>& to) : to_(to) {}
  [[nodiscard]] std::uint32_t at() const { return static_cast<std::uint32_t>(to_.size()); }
  Bytes& two(std::uint32_t value) { return number(value, 2); }
  Bytes& four(std::uint32_t value) { return number(value, 4); }
  Bytes& text(std::string_view text) {
    to_.insert(to_.end(), text.begin(), text.end());
    return *this;
  }

 private:
  Bytes& number(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) to_.push_back(static_cast<std::uint8_t>(value >> (8U * static_cast<unsigned>(i))));
    return *this;
  }
  std::vector<std::uint8_t>& to_;
};

/// What local header and directory say alike: version, flags, method, time, day, checksum, both sizes, lengths of name
/// and extra field.
void describe(Bytes& out, const std::string& name, const std::string& content) {
  const auto size = static_cast<std::uint32_t>(content.size());
  out.two(kVersion).two(0).two(0).two(0).two(kFirstDay).four(crc32(content)).four(size).four(size);
  out.two(static_cast<std::uint32_t>(name.size())).two(0);
}

}  // namespace

void append_stored_zip(const std::map<std::string, std::string>& files, std::vector<std::uint8_t>& bytes) {
  Bytes out(bytes);
  std::map<std::string, std::uint32_t> places;
  for (const auto& [name, content] : files) {
    places[name] = out.at();
    out.four(0x04034B50);
    describe(out, name, content);
    out.text(name).text(content);
  }
  const std::uint32_t directory = out.at();
  for (const auto& [name, content] : files) {
    out.four(0x02014B50).two(kVersion);
    describe(out, name, content);
    out.two(0).two(0).two(0).four(0).four(places[name]).text(name);  // comment, disk, attributes, place
  }
  const std::uint32_t length = out.at() - directory;
  const auto count = static_cast<std::uint32_t>(files.size());
  out.four(0x06054B50).two(0).two(0).two(count).two(count).four(length).four(directory).two(0);
}

}  // namespace segme::net
