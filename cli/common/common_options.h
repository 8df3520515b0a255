// cli/common/common_options: the options that every sub-command has: where its settings are, and how much it says.
#pragma once

namespace CLI {
class App;
}

namespace segme::cli {

/// Adds --config, --quiet, --log-level, --log-file and --progress.
void declare_common_options(CLI::App& app);

/// Puts in force what they say. @throws Error(output)
void use_common_options();

}  // namespace segme::cli
