// base/options: reading option texts, with the sentences that a wrong one gets.
#include "base/options.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/error.h"
#include "base/number.h"

namespace segme::detail {
namespace {

[[noreturn]] void refuse(std::string_view owner, std::string_view name, std::string_view text, const std::string& why) {
  throw Error(ExitCode::usage,
              std::string(owner) + ": '" + std::string(text) + "' is not a value of " + std::string(name) + ". " + why);
}

std::optional<int> parse_int(std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return number;
}

/// "a|b|c" -> "a, b or c".
std::string list_choices(std::string_view choices) {
  std::string text;
  for (std::size_t at = 0; at < choices.size();) {
    const std::size_t bar = std::min(choices.find('|', at), choices.size());
    if (at > 0) text += bar == choices.size() ? " or " : ", ";
    text += choices.substr(at, bar - at);
    at = bar + 1;
  }
  return text;
}

template <class T>
void take_number(std::string_view owner, std::string_view name, std::string_view text, std::optional<T> number,
                 T& value, T low, T high, const std::string& range) {
  if (!number || *number < low || *number > high) refuse(owner, name, text, "Give a number from " + range + ".");
  value = *number;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> split_options(std::string_view owner, std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view item = text.substr(0, comma);
    const std::size_t equals = item.find('=');
    if (equals == 0 || item.empty()) {
      throw Error(ExitCode::usage,
                  std::string(owner) + ": '" + std::string(item) + "' is no option. Write name=value,name=value.");
    }
    const bool bare = equals == std::string_view::npos;
    pairs.emplace_back(item.substr(0, equals), bare ? std::string_view("on") : item.substr(equals + 1));
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return pairs;
}

void parse_into(std::string_view owner, std::string_view name, std::string_view text, int& value, int low, int high) {
  take_number(owner, name, text, parse_int(text), value, low, high,
              std::to_string(low) + " to " + std::to_string(high));
}

void parse_into(std::string_view owner, std::string_view name, std::string_view text, float& value, float low,
                float high) {
  take_number(owner, name, text, parse_float(text), value, low, high, number_text(low) + " to " + number_text(high));
}

void parse_into(std::string_view owner, std::string_view name, std::string_view text, bool& value) {
  if (text == "on" || text == "1" || text == "true" || text == "yes") {
    value = true;
  } else if (text == "off" || text == "0" || text == "false" || text == "no") {
    value = false;
  } else {
    refuse(owner, name, text, "Give on or off.");
  }
}

std::string_view choice(std::string_view choices, std::size_t number) {
  for (; number > 0 && !choices.empty(); --number) {
    const std::size_t bar = choices.find('|');
    choices = bar == std::string_view::npos ? std::string_view{} : choices.substr(bar + 1);
  }
  return choices.substr(0, choices.find('|'));
}

std::size_t parse_choice(std::string_view owner, std::string_view name, std::string_view text,
                         std::string_view choices) {
  if (choices.empty()) return 0;
  for (std::size_t number = 0;; ++number) {
    const std::string_view one = choice(choices, number);
    if (one.empty()) refuse(owner, name, text, "Give " + list_choices(choices) + ".");
    if (one == text) return number;
  }
}

void unknown_option(std::string_view owner, std::string_view name, const std::vector<OptionInfo>& known) {
  std::string names;
  for (const OptionInfo& info : known) names += (names.empty() ? "" : ", ") + info.name;
  throw Error(ExitCode::usage, std::string(owner) + " has no option '" + std::string(name) + "'. " +
                                   (known.empty() ? "It has none." : "It has: " + names + "."));
}

}  // namespace segme::detail
