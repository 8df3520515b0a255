// base/options: an option is declared once, beside the code that uses it (see Options structs: `describe(visit)`); its
// flag, its --help line, its JSON and its range error are all read off that declaration.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/number.h"

namespace segme {

/// What a person is told about one option.
struct OptionInfo {
  std::string name;           ///< as written: guided:radius=6
  std::string type;           ///< "int", "float", "switch", "text" or the choices "a|b|c"
  std::string help;           ///< one line
  std::string default_value;  ///< as text
  std::string range;          ///< "1..64", or empty
};

namespace detail {
std::vector<std::pair<std::string, std::string>> split_options(std::string_view owner, std::string_view text);
void parse_into(std::string_view owner, std::string_view name, std::string_view text, int& value, int low, int high);
void parse_into(std::string_view owner, std::string_view name, std::string_view text, float& value, float low,
                float high);
void parse_into(std::string_view owner, std::string_view name, std::string_view text, bool& value);
/// Which of "a|b|c" it is; 0 where there are none to choose from.
std::size_t parse_choice(std::string_view owner, std::string_view name, std::string_view text,
                         std::string_view choices);
/// "b" of "a|b|c" for 1; "" beyond the last.
std::string_view choice(std::string_view choices, std::size_t number);
[[noreturn]] void unknown_option(std::string_view owner, std::string_view name, const std::vector<OptionInfo>& known);
}  // namespace detail

/// Collects OptionInfo from an Options struct. describe() may call:
///   visit("radius", radius, "help", 1, 64)      int or float with its range
///   visit("alpha", alpha, "help")               bool: a switch
///   visit("fit", fit, "help", "fill|fit|centre") an enum whose values count from 0, with their names
///   visit("file", file, "help", "")              std::string: any text, or one of the names that are listed
class OptionLister {
 public:
  void operator()(std::string_view name, int& value, std::string_view help, int low, int high) {
    add(name, "int", help, std::to_string(value), std::to_string(low) + ".." + std::to_string(high));
  }
  void operator()(std::string_view name, float& value, std::string_view help, float low, float high) {
    add(name, "float", help, number_text(value), number_text(low) + ".." + number_text(high));
  }
  void operator()(std::string_view name, bool& value, std::string_view help) {
    add(name, "switch", help, value ? "on" : "off", "");
  }
  void operator()(std::string_view name, std::string& value, std::string_view help, std::string_view choices) {
    add(name, choices.empty() ? "text" : std::string(choices), help, value, "");
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void operator()(std::string_view name, Enum& value, std::string_view help, std::string_view choices) {
    add(name, std::string(choices), help, std::string(detail::choice(choices, static_cast<std::size_t>(value))), "");
  }
  std::vector<OptionInfo> list;

 private:
  void add(std::string_view name, std::string type, std::string_view help, std::string value, std::string range) {
    list.push_back({std::string(name), std::move(type), std::string(help), std::move(value), std::move(range)});
  }
};

/// The options of an Options struct, with their defaults.
template <class Options>
std::vector<OptionInfo> list_options() {
  Options options;
  OptionLister lister;
  options.describe(lister);
  return lister.list;
}

/// Sets one option. The value is taken whole, commas and all. owner names the thing in errors ("guided").
/// @throws Error(usage) for an unknown name, an unreadable value or one out of range.
template <class Options>
void read_option(std::string_view owner, std::string_view name, std::string_view value, Options& options) {
  bool found = false;
  auto setter = [&](std::string_view known, auto& target, std::string_view, auto... limits) {
    if (known != name) return;
    found = true;
    using Target = std::remove_cvref_t<decltype(target)>;
    if constexpr (std::is_same_v<Target, std::string>) {
      detail::parse_choice(owner, known, value, limits...);
      target = value;
    } else if constexpr (std::is_enum_v<Target>) {
      target = static_cast<Target>(detail::parse_choice(owner, known, value, limits...));
    } else {
      detail::parse_into(owner, known, value, target, limits...);
    }
  };
  options.describe(setter);
  if (!found) detail::unknown_option(owner, name, list_options<Options>());
}

/// Reads "radius=6,epsilon=0.001" into options, each as read_option does. @throws Error(usage)
template <class Options>
void read_options(std::string_view owner, std::string_view text, Options& options) {
  for (const auto& [name, value] : detail::split_options(owner, text)) read_option(owner, name, value, options);
}

}  // namespace segme
