// cli/common/option_table: the options that a struct describes (base/options.h) as flags of a sub-command.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/options.h"

namespace CLI {
class App;
}

namespace segme::cli {

/// Takes one option as it was typed: its name without dashes, and its value whole.
using TakeOption = std::function<void(const std::string& name, const std::string& value)>;

/// Adds `--name VALUE` for each option of `list`, `-o` for "output". A switch may stand alone. Where one is given
/// twice, the last counts. `take` is called in the order of the list, after all is read.
void declare_table(CLI::App& app, const std::vector<OptionInfo>& list, const TakeOption& take);

/// The words of a command line for an app that has this table: "--bf16 off" and "--bf16" become "--bf16=off" and
/// "--bf16=on", so that no switch takes the word behind it.
std::vector<std::string> joined_switches(const std::vector<OptionInfo>& list, int argc, char** argv);

}  // namespace segme::cli
