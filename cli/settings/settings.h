// cli/settings: what a user sets once and does not type again: in segme.toml and in the environment. The command line
// wins over the environment, that over the file.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings/read_toml.h"

namespace segme::cli {

struct Command;

/// A value and where it came from.
struct Setting {
  std::vector<std::string> values;
  std::string from;  ///< "segme.toml:3", "SEGME_QUALITY"
};

/// A file that is looked for.
struct SettingsFile {
  std::string path;
  bool found = false;
  bool of_folder = false;  ///< the current folder's: it may have come with somebody else's pictures
  std::vector<TomlEntry> entries;
};

class Settings {
 public:
  /// Reads `config`, or where it is empty $SEGME_CONFIG, or else ./segme.toml and the one of XDG; "none" reads no file.
  /// @throws Error(usage), Error(input) for a file that was named and cannot be read
  explicit Settings(const std::string& config);

  /// What is set for an option ("quality") of a command ("image", "data.check"). `shared`: it may also stand above all
  /// tables, or be in the environment without the command's name.
  [[nodiscard]] std::optional<Setting> find(const std::string& command, const std::string& option, bool shared) const;

  /// Refuses keys that mean nothing: `own` are the options of `command`, `shared` those that may stand above all
  /// tables.
  /// @throws Error(usage) with file, line and the nearest right key
  void check(const std::string& command, const std::vector<std::string>& own, const std::vector<std::string>& shared,
             const std::vector<std::string>& commands) const;

  [[nodiscard]] const std::vector<SettingsFile>& files() const noexcept { return files_; }

 private:
  void look_into(const std::string& path, bool needed, bool of_folder);
  std::vector<SettingsFile> files_;
};

/// "SEGME_IMAGE_JPEG_QUALITY" of "image" and "jpeg-quality"; without a command "SEGME_JPEG_QUALITY".
std::string variable_name(std::string_view command, std::string_view option);

}  // namespace segme::cli
