// recipe/chain_option: one option of one filter in the text of a chain: "guided.radius" of
// "largest_person,guided:radius=6,epsilon=0.01".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace segme {

/// The chain with that option set; nothing where `name` ("guided.radius") has no dot, or its filter is not in the
/// chain. The value is not checked.
std::optional<std::string> with_chain_option(const std::string& chain, std::string_view name, std::string_view value);

/// What the chain says of that option, "" where it leaves the default; nothing as above.
std::optional<std::string> chain_option(const std::string& chain, std::string_view name);

}  // namespace segme
