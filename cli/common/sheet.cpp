// cli/common/sheet: what CLI11 knows of an option, and what the tables of filters know of its values.
#include "cli/common/sheet.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <sstream>
#include <string_view>

#include "cli/command.h"
#include "cli/common/command_sheet.h"
#include "refine/refiner.h"
#include "render/background.h"
#include "render/renderer.h"

namespace segme::cli {
namespace {

/// Options whose value is the path of a file or a folder. Arguments without a name are, too.
constexpr std::array<std::string_view, 21> kPaths = {
    "output",  "files-from", "plate",       "images",  "masks", "data",   "csv",
    "worst",   "peers",      "backgrounds", "record",  "model", "camera", "background-only",
    "virtual", "config",     "log-file",    "weights", "watch", "start",  "teacher"};

template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto* kind : table) names.emplace_back(kind->name);
  return names;
}

/// "TEXT:{fill,fit,centre}": the words in the braces.
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  std::vector<std::string> choices;
  std::istringstream words(type.substr(open + 1, close - open - 1));
  for (std::string word; std::getline(words, word, ',');) choices.push_back(word);
  return choices;
}

void set_values(SheetOption& option, const CLI::Option& from) {
  const std::string name = from.get_positional() || from.get_lnames().empty() ? "" : from.get_lnames().front();
  const std::string type = from.get_type_name();
  const bool number = type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT");
  option.value = from.get_positional() ? from.get_name(true) : number ? "N" : "VALUE";
  option.choices = choices_of(from);
  option.kind = !option.choices.empty() ? SheetValue::choice : SheetValue::text;
  if (name == "refine") {
    option.choices = names_of(all_refiners());
    option.kind = SheetValue::list;
  } else if (name == "render") {
    option.choices = names_of(all_renderers());
    option.kind = SheetValue::list;
  } else if (name == "background") {
    option.choices = names_of(all_backgrounds());
    option.choices.insert(option.choices.begin(), "none");
    option.kind = SheetValue::choice_or_file;
  } else if (option.choices.empty() &&
             (from.get_positional() || std::find(kPaths.begin(), kPaths.end(), name) != kPaths.end())) {
    option.kind = SheetValue::file;
  }
}

Sheet sheet_of(const CLI::App& app, const std::string& command) {
  Sheet sheet;
  sheet.command = command;
  sheet.summary = app.get_description();
  sheet.examples = app.get_footer();
  for (const CLI::Option* from : app.get_options()) {
    SheetOption option;
    option.help = from->get_description();
    if (!from->get_positional()) {
      for (const std::string& name : from->get_snames()) option.names.push_back("-" + name);
      for (const std::string& name : from->get_lnames()) option.names.push_back("--" + name);
    }
    if (from->get_positional() || from->get_items_expected_max() > 0) set_values(option, *from);
    sheet.options.push_back(std::move(option));
  }
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
    sheet.commands.emplace_back(below->get_name(), below->get_description());
  }
  return sheet;
}

std::optional<SheetForm> asked_form(int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "--help") return std::nullopt;
  return sheet_form(argv[2]);
}

void print(const Sheet& sheet, SheetForm form) { std::fputs(sheet_text(sheet, form, manual_date()).c_str(), stdout); }

}  // namespace

bool print_sheet_if_asked(const CLI::App& app, int argc, char** argv) {
  const std::optional<SheetForm> form = asked_form(argc, argv);
  if (!form) return false;
  print(sheet_of(app, app.get_name()), *form);
  if (*form == SheetForm::man) return true;
  for (const CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) {
    print(sheet_of(*below, app.get_name() + " " + below->get_name()), *form);
  }
  return true;
}

bool print_sheet_if_asked(const char* command, const char* summary, std::span<const Command* const> below, int argc,
                          char** argv) {
  const std::optional<SheetForm> form = asked_form(argc, argv);
  if (!form) return false;
  Sheet sheet;
  sheet.command = command;
  sheet.summary = summary;
  sheet.options.push_back({{"-h", "--help"}, "", "print help; also: segme COMMAND --help", SheetValue::none, {}});
  if (sheet.command == "segme") sheet.options.push_back({{"--version"}, "", "print the version", SheetValue::none, {}});
  for (const Command* entry : below) sheet.commands.emplace_back(entry->name, entry->summary);
  print(sheet, *form);
  return true;
}

}  // namespace segme::cli
