// cli/common/near_miss: what a user who mistyped a word probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace segme::cli {

/// "Did you mean 'image'?" when a known word begins so or is at most two letters away (of short words fewer), else
/// `otherwise`. Words of options come without their "--", which `prefix` puts back.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known, const std::string& otherwise,
                         const std::string& prefix = "");

}  // namespace segme::cli
