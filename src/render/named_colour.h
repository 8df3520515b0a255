// render/named_colour: "#rrggbb", "#rgb" or a name.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace segme {

/// Red, green and blue. @throws Error(usage)
std::array<std::uint8_t, 3> parse_colour(const std::string& text);

/// Whether parse_colour takes it.
bool is_colour(const std::string& text);

/// "black, white, grey, ..."
std::string colour_names();

}  // namespace segme
