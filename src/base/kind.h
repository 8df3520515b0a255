// base/kind: one line of a table. A Kind is a name, a sentence and a way to make the thing; refiners, renderers, sinks
// and captures are arrays of Kinds, and --help, the tests and the factories loop over them.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/options.h"

namespace segme {

/// A table entry for things with the face Face.
template <class Face>
struct Kind {
  std::string_view name;                                              ///< as typed: "guided"
  std::string_view summary;                                           ///< one line for --help
  std::unique_ptr<Face> (*make)(std::string_view options) = nullptr;  ///< options: "radius=6,epsilon=0.01" or ""
  std::vector<OptionInfo> (*options)() = nullptr;
};

/// The table entry of class T, which has a nested struct Options, a static constexpr std::string_view kName and a
/// constructor T(const Options&).
template <class Face, class T>
constexpr Kind<Face> make_kind(std::string_view summary) {
  return Kind<Face>{T::kName, summary,
                    [](std::string_view text) -> std::unique_ptr<Face> {
                      typename T::Options options;
                      read_options(T::kName, text, options);
                      return std::make_unique<T>(options);
                    },
                    [] { return list_options<typename T::Options>(); }};
}

/// Makes the thing that "name" or "name:option=value,..." asks for.
/// @throws Error(usage) when no Kind of the table has that name; the sentence lists the names.
template <class Face>
std::unique_ptr<Face> make_from_table(std::string_view what, std::span<const Kind<Face>* const> table,
                                      std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  const std::string_view options = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  std::string names;
  for (const Kind<Face>* kind : table) {
    if (kind->name == name) return kind->make(options);
    names += (names.empty() ? "" : ", ") + std::string(kind->name);
  }
  throw Error(ExitCode::usage,
              "unknown " + std::string(what) + " '" + std::string(name) + "'. There are: " + names + ".");
}

/// Splits "largest_person,guided:radius=6,epsilon=0.01" into its items: "radius=6" after a comma belongs to the item
/// before it, unless it begins with a name that is_name knows. "" and "none" are no items.
std::vector<std::string> split_chain(std::string_view text, const std::function<bool(std::string_view)>& is_name);

/// Whether a table has a kind of that name; options behind a colon do not matter.
template <class Face>
bool is_in_table(std::span<const Kind<Face>* const> table, std::string_view text) {
  const std::string_view name = text.substr(0, text.find(':'));
  for (const Kind<Face>* kind : table) {
    if (kind->name == name) return true;
  }
  return false;
}

}  // namespace segme
