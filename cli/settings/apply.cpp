// cli/settings/apply: see apply.h. What may stand above all tables is what every command with a pipeline has, and what
// all commands have, read off their declarations.
#include "cli/settings/apply.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/redact.h"
#include "cli/command.h"
#include "cli/common/common_options.h"
#include "cli/common/parse_sentence.h"
#include "cli/common/pipeline_flags.h"
#include "cli/settings/settings.h"
#include "cli/settings/variables.h"

namespace segme::cli {
namespace {

std::vector<std::string>& command_names() {
  static std::vector<std::string> names;
  return names;
}

using Pair = std::pair<std::string_view, std::string_view>;

/// Options that contradict each other: a setting yields to what was typed.
constexpr std::array<Pair, 16> kContrary = {{{"matte", "background"},
                                             {"matte", "render"},
                                             {"matte", "shadow"},
                                             {"matte", "outline"},
                                             {"model", "quality"},
                                             {"overwrite", "skip-existing"},
                                             {"trim", "canvas"},
                                             {"trim", "head"},
                                             {"canvas", "head"},
                                             {"adapt", "model"},
                                             {"adapt", "quality"},
                                             {"adapt", "refine"},
                                             {"quiet", "log-level"},
                                             {"quiet", "progress"},
                                             {"margin", "head"},
                                             {"head", "render"}}};

/// Options that mean nothing without another: as settings they wait for it.
constexpr std::array<Pair, 3> kNeeds = {{{"position", "canvas"}, {"scale", "canvas"}, {"margin", "trim canvas"}}};

/// Those whose pictures the settings above all tables are about. What measures and trains has its own table, so that a
/// file that lies about changes no figure.
bool makes_pictures(const std::string& command) {
  constexpr std::array<std::string_view, 4> kThose = {"image", "video", "live", "stream"};
  return std::find(kThose.begin(), kThose.end(), command) != kThose.end();
}

/// "segme data check" -> "data.check".
std::string table_of(const CLI::App& app) {
  std::string name = app.get_name();
  name = name.substr(std::min(name.size(), name.find(' ') + 1));
  std::replace(name.begin(), name.end(), ' ', '.');
  return name;
}

std::vector<std::string> names_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_lnames().empty() && option != app.get_help_ptr()) names.push_back(option->get_lnames().front());
  }
  names.erase(std::remove(names.begin(), names.end(), "config"), names.end());
  return names;
}

const std::vector<std::string>& common_names() {
  static const std::vector<std::string> names = [] {
    CLI::App app;
    app.set_help_flag();
    declare_common_options(app);
    return names_of(app);
  }();
  return names;
}

const std::vector<std::string>& shared_names() {
  static const std::vector<std::string> names = [] {
    CLI::App app;
    app.set_help_flag();
    PipelineFlags flags;
    declare_pipeline_flags(app, flags, "", "");
    std::vector<std::string> all = names_of(app);
    all.insert(all.end(), common_names().begin(), common_names().end());
    return all;
  }();
  return names;
}

bool is_typed(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = app.get_option_no_throw("--" + name);
  return option != nullptr && option->count() > 0;
}

/// Whether an option that was typed contradicts the setting `name`.
bool yields(const CLI::App& app, const std::string& name) {
  return std::any_of(kContrary.begin(), kContrary.end(), [&](const Pair& pair) {
    return (name == pair.first && is_typed(app, std::string(pair.second))) ||
           (name == pair.second && is_typed(app, std::string(pair.first)));
  });
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : " ") + value;
  return text;
}

/// True: the switch is on. A value that is neither is refused.
bool is_on(const Setting& setting, const std::string& name) {
  constexpr std::array<std::string_view, 4> kOn = {"true", "1", "yes", "on"};
  constexpr std::array<std::string_view, 4> kOff = {"false", "0", "no", "off"};
  const std::string value = joined(setting.values);
  if (std::find(kOn.begin(), kOn.end(), value) != kOn.end()) return true;
  if (std::find(kOff.begin(), kOff.end(), value) != kOff.end()) return false;
  throw Error(ExitCode::usage, setting.from + ": '" + name + "' is a switch, and '" + value +
                                   "' neither true nor false. Write true or false.");
}

/// Values that came from settings, by option.
using Applied = std::map<std::string, Setting>;

void give(CLI::Option& option, const std::string& name, const Setting& setting, Applied& applied) {
  const bool is_switch = option.get_items_expected_max() == 0;
  if (is_switch && !is_on(setting, name)) return;
  try {
    if (is_switch) {
      option.add_result("true");
    } else {
      for (const std::string& value : setting.values) option.add_result(value);
    }
    option.run_callback();
  } catch (const CLI::Error& error) {
    throw Error(ExitCode::usage,
                setting.from + ": the value of '" + name + "' cannot be used: " + parse_sentence(error.what()) + ".");
  }
  applied[name] = setting;
}

/// Whether what a setting needs is in force, typed or set.
bool is_of_use(const CLI::App& app, const std::string& name, const std::map<std::string, Setting>& found) {
  const auto in_force = [&](std::string_view other) {
    return is_typed(app, std::string(other)) || found.count(std::string(other)) > 0;
  };
  const auto* needs = std::find_if(kNeeds.begin(), kNeeds.end(), [&](const Pair& pair) { return pair.first == name; });
  if (needs == kNeeds.end()) return true;
  const std::string_view others = needs->second;
  const std::size_t space = others.find(' ');
  return in_force(others.substr(0, space)) || (space != std::string_view::npos && in_force(others.substr(space + 1)));
}

Applied apply(CLI::App& app, const Settings& settings) {
  const std::string command = table_of(app);
  const std::vector<std::string> own = names_of(app);
  const std::vector<std::string>& shared = shared_names();
  settings.check(command, own, shared, command_names());
  std::map<std::string, Setting> found;
  for (const std::string& name : own) {
    const std::vector<std::string>& above = makes_pictures(command) ? shared : common_names();
    const bool is_shared = std::find(above.begin(), above.end(), name) != above.end();
    if (is_typed(app, name) || yields(app, name)) continue;
    if (auto setting = settings.find(command, name, is_shared)) found.emplace(name, std::move(*setting));
  }
  Applied applied;
  for (const auto& entry : found) {
    if (is_of_use(app, entry.first, found))
      give(*app.get_option("--" + entry.first), entry.first, entry.second, applied);
  }
  return applied;
}

/// What was given to options in this run.
Applied& applied_in_all() {
  static Applied applied;
  return applied;
}

/// Of variables that seem to be meant for `app`, those that set nothing. A command of several words has them below it.
void find_strange_variables(const CLI::App& app, std::vector<std::string>& said) {
  if (!app.get_subcommands([](const CLI::App*) { return true; }).empty()) return;
  const std::vector<std::string> names = variables_of_segme();
  if (names.empty()) return;
  const auto strange = strange_variables(names, {table_of(app), names_of(app), shared_names()});
  said.insert(said.end(), strange.begin(), strange.end());
}

/// A program that named no commands (segme-train) reads no file unasked.
std::string config_of(const CLI::App& app) {
  const CLI::Option* option = app.get_option_no_throw("--config");
  const bool typed = option != nullptr && option->count() > 0;
  return typed ? option->as<std::string>() : command_names().empty() ? "none" : "";
}

/// "[8]" at the end of a description says what holds where nothing is set.
std::string default_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return "off";
  const std::string& text = option.get_description();
  const std::size_t open = text.rfind('[');
  return text.ends_with(']') && open != std::string::npos ? text.substr(open + 1, text.size() - open - 2) : "";
}

}  // namespace

void name_commands(std::span<const Command* const> commands) {
  for (const Command* command : commands) command_names().emplace_back(command->name);
}

std::vector<std::string> apply_settings(CLI::App& app) {
  const Settings settings(config_of(app));
  std::vector<std::string> said;
  applied_in_all() = apply(app, settings);
  find_strange_variables(app, said);
  for (CLI::App* below : app.get_subcommands()) {  // of a command such as `segme net show`
    const std::string name = below->get_name();
    below->name(app.get_name() + " " + name);
    applied_in_all().merge(apply(*below, settings));
    find_strange_variables(*below, said);
    below->name(name);
  }
  return said;
}

std::string with_setting(const std::string& sentence) {
  const auto says = [&](const std::string& text) { return sentence.find(text) != std::string::npos; };
  for (const bool by_name : {true, false}) {
    for (const auto& [name, setting] : applied_in_all()) {
      const bool meant = by_name ? says("--" + name + " ") : says("'" + joined(setting.values) + "'");
      if (meant && !says(setting.from)) return setting.from + ": " + sentence;
    }
  }
  return sentence;
}

bool print_settings_if_asked(CLI::App& app, int argc, char** argv) {
  const std::string_view what = argc == 3 && std::string_view(argv[1]) == "--help" ? argv[2] : "";
  if (what != "config" && what != "config-set") return false;
  const Applied applied = apply(app, Settings(""));
  if (what == "config-set" && applied.empty()) return true;
  std::printf("\n%s\n", app.get_name().c_str());
  for (const std::string& name : names_of(app)) {
    const auto set = applied.find(name);
    if (set != applied.end()) {
      std::printf("  %-16s %-28s %s\n", name.c_str(), without_secrets(joined(set->second.values)).c_str(),
                  set->second.from.c_str());
    } else if (what == "config") {
      const std::string value = default_of(*app.get_option("--" + name));
      std::printf("  %-16s %-28s %s\n", name.c_str(), value.c_str(), value.empty() ? "not set" : "default");
    }
  }
  return true;
}

void print_settings_files() {
  const Settings settings("");
  std::puts("files, the first wins");
  for (const SettingsFile& file : settings.files()) {
    std::printf("  %-44s %s\n", file.path.c_str(), file.found ? "read" : "not there");
  }
  if (settings.files().empty()) std::puts("  none is read");
}

}  // namespace segme::cli
