// cli/common/sheet: from the options that a sub-command declares with CLI11 to manual pages and completion.
#pragma once

#include <span>

namespace CLI {
class App;
}

namespace segme::cli {

struct Command;

/// Where `--help man`, `bash`, `zsh` or `fish` was typed: prints the manual page of that command, or its part of that
/// shell's completion file. True when it did.
bool print_sheet_if_asked(const CLI::App& app, int argc, char** argv);

/// The same for a command that only has others below it: "segme" itself, "segme data".
bool print_sheet_if_asked(const char* command, const char* summary, std::span<const Command* const> below, int argc,
                          char** argv);

}  // namespace segme::cli
