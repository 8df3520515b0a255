// cli/common/with_flags: what the library advises, in the command line's own words. Its errors say what is wrong and
// what would help, and know no flags: a phone or a page has none. Here "Give another encoder." becomes "Give another
// --encoder.".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace segme::cli {

struct Wording {
  std::string_view library, flags;
};

/// Each phrase is one that src/ says.
std::span<const Wording> wordings();

std::string with_flags(std::string sentence);

}  // namespace segme::cli
