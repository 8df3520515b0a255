// base/choice: an enum whose values have names: what a user types, a card says and an error lists is one table, and the
// code itself compares no texts.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace segme {

/// Specialise it beside the enum: `all` holds the names in the order of the values, which count from 0.
template <class Enum>
struct NamesOf;

/// An enum with names.
template <class Enum>
concept Named = requires {
  NamesOf<Enum>::all.size();
};

template <Named Enum>
constexpr std::string_view name_of(Enum value) {
  return NamesOf<Enum>::all[static_cast<std::size_t>(value)];
}

/// The value of that name, or nothing.
template <Named Enum>
constexpr std::optional<Enum> find_named(std::string_view name) {
  for (std::size_t i = 0; i < NamesOf<Enum>::all.size(); ++i) {
    if (NamesOf<Enum>::all[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

/// All names with `between` between them.
template <Named Enum>
std::string list_names(std::string_view between) {
  std::string list;
  for (const std::string_view name : NamesOf<Enum>::all) {
    if (!list.empty()) list += between;
    list += name;
  }
  return list;
}

}  // namespace segme
