// base/size_text: see size_text.h.
#include "base/size_text.h"

#include <charconv>

namespace segme {

std::optional<std::pair<int, int>> parse_size(std::string_view text) {
  const auto number = [](std::string_view digits) {
    int value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return result.ec == std::errc{} && result.ptr == digits.data() + digits.size() ? value : 0;
  };
  const std::size_t x = text.find('x');
  if (x == std::string_view::npos) return std::nullopt;
  const std::pair<int, int> size{number(text.substr(0, x)), number(text.substr(x + 1))};
  if (size.first < 1 || size.second < 1) return std::nullopt;
  return size;
}

}  // namespace segme
