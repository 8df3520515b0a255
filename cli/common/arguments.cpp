// cli/common/arguments: CLI11's exceptions become Error, as every third party's do.
#include "cli/common/arguments.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/common/common_options.h"
#include "cli/common/help.h"
#include "cli/common/near_miss.h"
#include "cli/common/parse_sentence.h"
#include "cli/common/say.h"
#include "cli/common/sheet.h"
#include "cli/settings/apply.h"

namespace segme::cli {

namespace {

/// The first argument that nothing takes, with what was probably meant.
[[noreturn]] void refuse_extra(const CLI::App& app) {
  const std::string typed = app.remaining(true).empty() ? "" : app.remaining(true).front();
  const std::string otherwise = "'" + app.get_name() + " --help' lists the options.";
  if (!typed.starts_with('-')) {
    throw Error(ExitCode::usage, "'" + typed + "' is one argument too many. " + otherwise);
  }
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back(name);
  }
  const std::string bare = typed.substr(std::min(typed.find_first_not_of('-'), typed.size()));
  throw Error(ExitCode::usage, "there is no option '" + typed + "'. " +
                                   did_you_mean(bare.substr(0, bare.find('=')), known, otherwise, "--"));
}

}  // namespace

bool read_arguments(CLI::App& app, int argc, char** argv) {
  app.set_help_flag("-h,--help", "print this");
  declare_common_options(app);
  for (CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) below->fallthrough();
  if (print_sheet_if_asked(app, argc, argv) || print_settings_if_asked(app, argc, argv)) return false;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::fputs(help_text(app).c_str(), stdout);
    return false;
  } catch (const CLI::ExtrasError&) {
    refuse_extra(app);
  } catch (const CLI::ParseError& error) {
    throw Error(ExitCode::usage, parse_sentence(error.what()) + ". '" + app.get_name() + " --help' lists the options.");
  }
  const std::vector<std::string> strange = apply_settings(app);
  use_common_options();
  for (const std::string& sentence : strange) say(Level::warning, sentence);
  return true;
}

std::filesystem::path program_folder() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

std::filesystem::path find_program(const char* name) {
  const auto usable = [](const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
  };
  const std::filesystem::path beside = program_folder() / name;
  if (beside.is_absolute() && usable(beside)) return beside;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.empty() && usable(std::filesystem::path(folder) / name)) return std::filesystem::path(folder) / name;
  }
  return {};
}

}  // namespace segme::cli
