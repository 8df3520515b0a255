// cli/settings: see settings.h.
#include "cli/settings/settings.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "cli/common/near_miss.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "segme.toml";

/// Options that say where SegMe writes, and what it may replace. The file of a folder, which may have come out of
/// somebody else's archive, does not decide that.
constexpr std::array<std::string_view, 8> kOnlyOnes = {"output", "overwrite", "log-file", "record",
                                                       "watch",  "trace",     "csv",      "worst"};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// $XDG_CONFIG_HOME/segme/segme.toml, or ~/.config/segme/segme.toml; empty where there is no home.
std::string file_of_user() {
  if (const fs::path config = environment("XDG_CONFIG_HOME"); config.is_absolute()) return config / "segme" / kFile;
  const fs::path home = environment("HOME");
  return home.is_absolute() ? (home / ".config" / "segme" / kFile).string() : "";
}

/// A pipe that lies in the folder would keep SegMe waiting; one that was named (`--config <(...)`) is wanted.
bool may_be_read(const fs::path& path, bool named) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  return fs::is_regular_file(status) || (named && fs::exists(status) && !fs::is_directory(status));
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

[[noreturn]] void refuse(const SettingsFile& file, const TomlEntry& entry, const std::string& what) {
  throw Error(ExitCode::usage, file.path + ":" + std::to_string(entry.line) + ": " + what);
}

void check_key(const SettingsFile& file, const TomlEntry& entry, const std::vector<std::string>& known,
               const std::string& otherwise) {
  if (!contains(known, entry.key)) {
    refuse(file, entry, "there is no setting '" + entry.key + "'. " + did_you_mean(entry.key, known, otherwise));
  }
  const bool only_ones = std::find(kOnlyOnes.begin(), kOnlyOnes.end(), entry.key) != kOnlyOnes.end();
  if (file.of_folder && only_ones) {
    refuse(file, entry,
           "'" + entry.key +
               "' is not for the segme.toml of a folder, which may be somebody else's. Type it, or put it into " +
               file_of_user() + ".");
  }
}

}  // namespace

std::string variable_name(std::string_view command, std::string_view option) {
  std::string name = "SEGME_";
  if (!command.empty()) (name += command) += '_';
  name += option;
  for (char& letter : name) {
    if (letter == '-' || letter == '.') letter = '_';
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return name;
}

Settings::Settings(const std::string& config) {
  const std::string named = config.empty() ? environment("SEGME_CONFIG") : config;
  if (named == "none") return;
  if (!named.empty()) {
    look_into(named, true, false);
    return;
  }
  look_into(kFile, false, true);
  if (const std::string own = file_of_user(); !own.empty()) look_into(own, false, false);
}

void Settings::look_into(const std::string& path, bool needed, bool of_folder) {
  SettingsFile file{path, false, of_folder, {}};
  std::error_code ignored;
  std::ifstream stream;
  if (may_be_read(path, needed)) stream.open(path, std::ios::binary);
  if (stream.is_open()) {
    std::ostringstream text;
    text << stream.rdbuf();
    file.found = true;
    file.entries = read_toml(text.str(), path);
  } else if (needed || fs::is_regular_file(path, ignored)) {
    throw Error(ExitCode::input,
                "cannot read the settings '" + path + "': there is no such file, or it may not be read.");
  }
  files_.push_back(std::move(file));
}

std::optional<Setting> Settings::find(const std::string& command, const std::string& option, bool shared) const {
  const auto variable = [](const std::string& name) -> std::optional<Setting> {
    const std::string value = environment(name.c_str());
    return value.empty() ? std::nullopt : std::optional<Setting>({{value}, name});
  };
  if (auto own = variable(variable_name(command, option))) return own;
  if (shared) {
    if (auto all = variable(variable_name("", option))) return all;
  }
  for (const SettingsFile& file : files_) {
    const TomlEntry* found = nullptr;
    for (const TomlEntry& entry : file.entries) {
      if (entry.key != option) continue;
      if (entry.table == command || (shared && entry.table.empty() && found == nullptr)) found = &entry;
    }
    if (found != nullptr) return Setting{found->values, file.path + ":" + std::to_string(found->line)};
  }
  return std::nullopt;
}

void Settings::check(const std::string& command, const std::vector<std::string>& own,
                     const std::vector<std::string>& shared, const std::vector<std::string>& commands) const {
  for (const SettingsFile& file : files_) {
    for (const TomlEntry& entry : file.entries) {
      const std::string first = entry.table.substr(0, entry.table.find('.'));
      if (entry.table.empty()) {
        const bool below = !contains(shared, entry.key) && contains(own, entry.key);
        check_key(file, entry, shared,
                  below ? "It is an option of some commands only: put it below a line [" + command + "]."
                        : "'segme config image' lists the settings.");
      } else if (!commands.empty() && !contains(commands, first)) {
        refuse(file, entry,
               "there is no command '" + first + "' that [" + entry.table + "] could be for. " +
                   did_you_mean(first, commands, "'segme --help' lists them."));
      } else if (entry.table == command) {
        check_key(file, entry, own, "'segme " + command + " --help' lists its options.");
      }
    }
  }
}

}  // namespace segme::cli
