// cli/common/help: what --help prints of the options that a sub-command declares.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace segme::cli {

/// Usage, arguments and options, a line or a few each, at most 100 columns wide.
std::string help_text(const CLI::App& app);

}  // namespace segme::cli
