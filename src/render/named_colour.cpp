// render/named_colour: names are those of CSS.
#include "render/named_colour.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/error.h"

namespace segme {
namespace {

struct Named {
  std::string_view name, hex;
};
constexpr std::array kNames{Named{"black", "#000000"},   Named{"white", "#ffffff"},  Named{"grey", "#808080"},
                            Named{"gray", "#808080"},    Named{"red", "#ff0000"},    Named{"green", "#00ff00"},
                            Named{"blue", "#0000ff"},    Named{"yellow", "#ffff00"}, Named{"cyan", "#00ffff"},
                            Named{"magenta", "#ff00ff"}, Named{"orange", "#ffa500"}, Named{"pink", "#ffc0cb"}};

/// "#rrggbb" of what was typed, or what was typed where it is neither a name nor "#rgb".
std::string hex_of(const std::string& text) {
  for (const Named& named : kNames) {
    if (named.name == text) return std::string(named.hex);
  }
  if (text.size() == 4 && text[0] == '#') return {'#', text[1], text[1], text[2], text[2], text[3], text[3]};
  return text;
}

bool is_hex(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(), [](unsigned char digit) { return std::isxdigit(digit) != 0; });
}

}  // namespace

bool is_colour(const std::string& text) { return is_hex(hex_of(text)); }

std::string colour_names() {
  std::string names;
  for (const Named& named : kNames) names += (names.empty() ? "" : ", ") + std::string(named.name);
  return names;
}

std::array<std::uint8_t, 3> parse_colour(const std::string& text) {
  const std::string hex = hex_of(text);
  if (!is_hex(hex)) {
    throw Error(ExitCode::usage, "'" + text + "' is not a colour. Give '#rrggbb', or one of " + colour_names() + ".");
  }
  const unsigned long value = std::stoul(hex.substr(1), nullptr, 16);
  return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U & 0xFFU),
          static_cast<std::uint8_t>(value & 0xFFU)};
}

}  // namespace segme
