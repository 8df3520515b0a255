// cli/common/method_options: --method net | bgsub | bgsub,net and --plate FILE.
#include "cli/common/method_options.h"

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "cli/common/print_table.h"
#include "infer/subtraction.h"
#include "pipeline.h"
#include "recipe/recipe.h"

namespace segme::cli {

void declare_method(CLI::App& app, MethodOptions& options) {
  app.add_option(
      "--method", options.method,
      "how to find the person: net; bgsub (compares with a plate); or bgsub,net (both) (see --help filters) [net]");
  app.add_option("--plate", options.plate, "the plate for bgsub: a picture of the scene without the person");
}

void apply_method(const MethodOptions& options, bool plate_needed, Recipe& pipeline) {
  if (plate_needed && options.plate.empty() && options.method.find(Subtraction::kName) != std::string::npos) {
    throw Error(ExitCode::usage,
                "--method bgsub needs a picture of the scene without the person. Give it with --plate plate.png.");
  }
  pipeline.method = options.method;
  pipeline.plate = options.plate;
}

void print_methods() {
  const SubtractionKind* kinds[] = {&bgsub_method};
  print_table<Subtraction>("\nmethods, for --method net, bgsub:option=value or bgsub,net", kinds);
}

}  // namespace segme::cli
