// render/named_colour: names are those of CSS.
#include "render/named_colour.h"

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

}  // namespace

std::array<std::uint8_t, 3> parse_colour(const std::string& text) {
  std::string hex = text;
  for (const Named& named : kNames) {
    if (named.name == text) hex = named.hex;
  }
  if (hex.size() == 4 && hex[0] == '#') hex = {'#', hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]};
  bool good = hex.size() == 7 && hex[0] == '#';
  for (std::size_t i = 1; good && i < 7; ++i) good = std::isxdigit(static_cast<unsigned char>(hex[i])) != 0;
  if (!good) {
    throw Error(ExitCode::usage, "'" + text +
                                     "' is neither a colour nor a file. Give '#rrggbb', a name such as white, green "
                                     "or black, or a picture file that is there.");
  }
  const unsigned long value = std::stoul(hex.substr(1), nullptr, 16);
  return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U & 0xFFU),
          static_cast<std::uint8_t>(value & 0xFFU)};
}

}  // namespace segme
