// cli/common/method_options: where mattes come from, the same words for every sub-command that makes some.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace segme {
struct Recipe;
}

namespace segme::cli {

struct MethodOptions {
  std::string method = "net";
  std::string plate;
};

/// Adds --method and --plate.
void declare_method(CLI::App& app, MethodOptions& options);

/// Says what `options` mean to a pipeline. plate_needed: pictures that have nothing to do with each other cannot show
/// the scene without the person, so a plate must be given. @throws Error(usage)
void apply_method(const MethodOptions& options, bool plate_needed, Recipe& pipeline);

/// The table of methods, for --help filters.
void print_methods();

}  // namespace segme::cli
