// cli/common/parse_sentence: the sentences of CLI11 2, by what each begins with or contains.
#include "cli/common/parse_sentence.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace segme::cli {
namespace {

constexpr std::size_t kNowhere = std::string::npos;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != kNowhere; at += by.size()) text.replace(at, what.size(), by);
  return text;
}

/// "0.050000" -> "0.05", "1000000000.000000" -> "1000000000".
std::string short_number(std::string number) {
  if (number.find('.') == kNowhere) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return number;
}

/// OPTION: VALUE not in {a,b}
std::string of_choices(const std::string& what, std::size_t colon, std::size_t at) {
  const std::size_t open = what.find('{', at);
  const std::string choices = what.substr(open + 1, what.rfind('}') - open - 1);
  return what.substr(0, colon) + " '" + what.substr(colon + 2, at - colon - 2) + "' is not one of " +
         replaced(choices, ",", ", ");
}

/// OPTION: Value VALUE not in range LOW to HIGH
std::string of_range(const std::string& what, std::size_t colon, std::size_t at) {
  constexpr std::string_view kRange = " not in range ", kTo = " to ";
  const std::size_t value = colon + std::string_view(": Value ").size(), low = at + kRange.size();
  const std::size_t to = what.find(kTo, low);
  return what.substr(0, colon) + " '" + what.substr(value, at - value) + "' is not a number from " +
         short_number(what.substr(low, to - low)) + " to " + short_number(what.substr(to + kTo.size()));
}

/// Could not convert: OPTION = VALUE
std::string of_number(const std::string& what, std::size_t colon) {
  const std::size_t equals = what.find(" = ", colon);
  if (equals == kNowhere) return what;
  const std::string option = what.substr(colon + 2, equals - colon - 2);
  return (option.starts_with('-') || option.size() == 1 ? "" : "--") + option + " '" + what.substr(equals + 3) +
         "' is not a number";
}

/// OPTION: At most MOST required but received COUNT
std::string of_most(const std::string& what, std::size_t at) {
  const std::size_t number = at + std::string_view(": At Most ").size();
  const std::string most = what.substr(number, what.find(' ', number) - number);
  return what.substr(0, at) + " takes " + (most == "1" ? "one value" : most + " values") + ", and " +
         what.substr(what.rfind(' ') + 1) + " were given";
}

}  // namespace

std::string parse_sentence(std::string what) {
  std::replace(what.begin(), what.end(), '\n', ' ');
  const std::size_t colon = what.find(": ");
  if (const std::size_t at = what.find(" not in range "); colon != kNowhere && at != kNowhere)
    return of_range(what, colon, at);
  if (const std::size_t at = what.find(" not in {"); colon != kNowhere && at != kNowhere)
    return of_choices(what, colon, at);
  if (what.starts_with("Could not convert: ")) return of_number(what, colon);
  if (colon != kNowhere && what.ends_with(" missing") && what.find(" required ", colon) != kNowhere)
    return what.substr(0, colon) + " wants a value, and none follows it";
  if (const std::size_t at = what.find(": At least "); at != kNowhere) {
    const std::size_t number = at + std::string_view(": At least ").size();
    return "at least " + what.substr(number, what.find(' ', number) - number) + " of " + what.substr(0, at) +
           " are needed";
  }
  if (const std::size_t at = what.find(": At Most "); at != kNowhere) return of_most(what, at);
  if (const std::size_t at = what.find(" excludes "); at != kNowhere)
    return what.substr(0, at) + " and " + what.substr(at + std::string_view(" excludes ").size()) +
           " contradict each other";
  if (what == "A subcommand is required") return "the command to run is missing";
  if (what.ends_with(" is required")) return what.substr(0, what.rfind(" is required")) + " is missing";
  return what;
}

}  // namespace segme::cli
