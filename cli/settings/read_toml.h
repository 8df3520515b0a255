// cli/settings/read_toml: the text of a segme.toml as a list of what it sets. Where toml++ was not there at build time
// (no folder toml/), there is no reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace segme::cli {

/// One line of a file: "quality = 'fast'" below [image].
struct TomlEntry {
  std::string table;                ///< "image", "data.check"; empty: above all tables
  std::string key;                  ///< "quality"
  std::vector<std::string> values;  ///< "fast"; "true"; several of a list
  int line = 0;                     ///< from 1
};

/// `name` stands in error sentences. @throws Error(usage) with name and line for what is no TOML or no value of an
/// option, Error(missing) where SegMe was built without toml++
std::vector<TomlEntry> read_toml(std::string_view text, const std::string& name);

}  // namespace segme::cli
