// render/named_colour: "#rrggbb", "#rgb" or a name.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace segme {

/// Red, green and blue. @throws Error(usage)
std::array<std::uint8_t, 3> parse_colour(const std::string& text);

}  // namespace segme
