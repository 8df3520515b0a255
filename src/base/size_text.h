// base/size_text: "1280x720", as sizes of pictures are typed.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace segme {

/// Width and height: whole numbers of at least 1 with an x between them, and nothing else.
std::optional<std::pair<int, int>> parse_size(std::string_view text);

}  // namespace segme
