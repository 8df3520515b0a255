// cli/settings/apply: gives the options that were not typed what the settings say.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace segme::cli {

struct Command;

/// The names of the commands, which may be tables of a file. Called once, before a command runs.
void name_commands(std::span<const Command* const> commands);

/// After `app` has read the command line. Gives sentences about variables of the environment that seem to be meant and
/// set nothing. @throws Error(usage) for a wrong key or value, Error(input)
std::vector<std::string> apply_settings(CLI::App& app);

/// What a command says of a wrong value, with the place where it was set before it, where it was not typed.
std::string with_setting(const std::string& sentence);

/// Where `--help config` (all options) or `--help config-set` (those that are set) was typed: prints what is in force
/// for this command, and where each value came from. True when it did. @throws Error
bool print_settings_if_asked(CLI::App& app, int argc, char** argv);

/// Prints which files are looked into. @throws Error
void print_settings_files();

}  // namespace segme::cli
