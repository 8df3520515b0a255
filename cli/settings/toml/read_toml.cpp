// cli/settings/toml/read_toml: toml++ reads; its tables become a flat list, in the order of their lines.
#include "cli/settings/read_toml.h"

#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"

namespace segme::cli {
namespace {

struct Reader {
  const std::string& name;
  std::vector<TomlEntry> entries;

  [[noreturn]] void refuse(int line, const std::string& what) const {
    throw Error(ExitCode::usage, name + ":" + std::to_string(line) + ": " + what);
  }

  /// As it would be typed; the same in every locale.
  std::string word_of(const toml::node& node, const std::string& key) const {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
    if (const auto* real = node.as_floating_point()) {
      std::array<char, 64> digits{};
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), real->get());
      return {digits.data(), end.ptr};
    }
    refuse(line_of(node), "the value of '" + key + "' is not a text, a number, true or false, or a list of these.");
  }

  static int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

  void add(const toml::table& table, const std::string& path) {
    for (const auto& [name_of_key, node] : table) {
      const std::string key(name_of_key.str());
      if (const auto* below = node.as_table()) {
        add(*below, path.empty() ? key : path + "." + key);
        continue;
      }
      TomlEntry entry{path, key, {}, static_cast<int>(name_of_key.source().begin.line)};
      if (const auto* list = node.as_array()) {
        for (const auto& item : *list) entry.values.push_back(word_of(item, key));
      } else {
        entry.values.push_back(word_of(node, key));
      }
      entries.push_back(std::move(entry));
    }
  }
};

}  // namespace

std::vector<TomlEntry> read_toml(std::string_view text, const std::string& name) {
  Reader reader{name, {}};
  try {
    reader.add(toml::parse(text), "");
  } catch (const toml::parse_error& error) {
    std::string what(error.description());
    std::replace(what.begin(), what.end(), '\n', ' ');
    reader.refuse(static_cast<int>(error.source().begin.line),
                  "this is not TOML: " + what + ". Write a line such as: quality = \"fast\"");
  }
  std::stable_sort(reader.entries.begin(), reader.entries.end(),
                   [](const TomlEntry& a, const TomlEntry& b) { return a.line < b.line; });
  return reader.entries;
}

}  // namespace segme::cli
