// session/json_name: see json_name.h.
#include "session/json_name.h"

#include <cstdint>
#include <string_view>

#include "base/redact.h"

namespace segme::session {
namespace {

/// Bytes of the character of UTF-8 at the front; 0 when there is none (RFC 3629: no surrogates, nothing longer than
/// it must be).
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = byte(1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      three = three << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    const std::size_t there = bytes.size() - i;
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= there ? kDigits[three >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> json_name(const std::string& key, const std::string& name) {
  const std::string safe = without_secrets(name);
  std::string readable;
  bool whole = true;
  for (std::size_t i = 0; i < safe.size();) {
    const std::size_t length = character(std::string_view(safe).substr(i));
    whole = whole && length > 0;
    readable += length > 0 ? safe.substr(i, length) : "\xEF\xBF\xBD";
    i += length > 0 ? length : 1;
  }
  if (whole) return {{key, safe}};
  return {{key, readable}, {key + "_bytes", base64(safe)}};
}

}  // namespace segme::session
