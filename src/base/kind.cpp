// base/kind: chains of kinds as people type them.
#include "base/kind.h"

#include <algorithm>

namespace segme {

std::vector<std::string> split_chain(std::string_view text, const std::function<bool(std::string_view)>& is_name) {
  std::vector<std::string> chain;
  std::size_t begin = 0;
  while (begin <= text.size() && !text.empty() && text != "none") {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const std::string item(text.substr(begin, comma - begin));
    const bool option = !chain.empty() && !is_name(item) && item.find('=') != std::string::npos;
    if (option) {
      chain.back() += "," + item;
    } else {
      chain.push_back(item);
    }
    begin = comma + 1;
  }
  return chain;
}

}  // namespace segme
