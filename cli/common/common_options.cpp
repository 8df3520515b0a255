// cli/common/common_options: one set of values in a process, for the program runs one command.
#include "cli/common/common_options.h"

#include <CLI/CLI.hpp>
#include <string>

#include "cli/common/progress.h"
#include "cli/common/say.h"

namespace segme::cli {
namespace {

struct CommonOptions {
  std::string config;
  bool quiet = false;
  std::string level = "info";
  std::string log_file;
  std::string progress = "auto";
};

CommonOptions& common() {
  static CommonOptions options;
  return options;
}

Level level_of(const std::string& name) {
  return name == "error"     ? Level::error
         : name == "warning" ? Level::warning
         : name == "debug"   ? Level::debug
                             : Level::info;
}

ProgressKind kind_of(const std::string& name) {
  return name == "bar"    ? ProgressKind::bar
         : name == "json" ? ProgressKind::json
         : name == "none" ? ProgressKind::none
                          : ProgressKind::automatic;
}

}  // namespace

void declare_common_options(CLI::App& app) {
  CommonOptions& o = common();
  app.add_option("--config", o.config,
                 "read settings from this file, or from none [./segme.toml, then ~/.config/segme/segme.toml]");
  app.add_flag("-q,--quiet", o.quiet, "print only errors, and no progress");
  app.add_option("--log-level", o.level, "how much to print on standard error: error, warning, info or debug [info]")
      ->check(CLI::IsMember({"error", "warning", "info", "debug"}));
  app.add_option("--log-file", o.log_file, "append all messages to this file, with the time");
  app.add_option("--progress", o.progress,
                 "how to show progress: auto (a bar on a terminal), bar, none, or json (one event a line on standard "
                 "error) [auto]")
      ->check(CLI::IsMember({"auto", "bar", "json", "none"}));
}

void use_common_options() {
  const CommonOptions& o = common();
  ProgressKind kind = kind_of(o.progress);
  if (o.quiet && kind == ProgressKind::automatic) kind = ProgressKind::none;
  set_saying({o.quiet ? Level::error : level_of(o.level), kind == ProgressKind::json, o.log_file});
  choose_progress(kind);
}

}  // namespace segme::cli
