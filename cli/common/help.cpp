// cli/common/help: names on the left, sentences on the right, folded.
#include "cli/common/help.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "cli/language/catalogue.h"

namespace segme::cli {
namespace {

constexpr std::size_t kColumn = 28;  // where descriptions begin
constexpr std::size_t kWidth = 100;

/// Folds `text` at spaces; further lines begin in kColumn.
std::string folded(const std::string& text, std::size_t at) {
  std::string result;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (at + columns_of(word) + 1 > kWidth) {
      result += "\n" + std::string(kColumn, ' ');
      at = kColumn;
    } else if (!result.empty()) {
      result += ' ';
      ++at;
    }
    result += word;
    at += columns_of(word);
  }
  return result;
}

void add_line(std::string& text, const std::string& left, const std::string& right) {
  std::string line = "  " + left;
  if (line.size() + 2 > kColumn) {
    text += line + "\n";
    line.clear();
  }
  line.resize(kColumn, ' ');
  text += line + folded(translated(right), kColumn) + "\n";
}

/// Lines of examples: a command, spaces, and what it does.
std::string translated_examples(const std::string& footer) {
  std::string text;
  std::istringstream lines(footer);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t gap = line.rfind("  ");
    const std::size_t what = gap == std::string::npos ? gap : gap + 2;
    text += (what == std::string::npos ? line : line.substr(0, what) + translated(line.substr(what))) + "\n";
  }
  return text;
}

/// "-o, --output FILE" or "--threads N"; switches have no value.
std::string names_of(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true);
  std::string names;
  for (const std::string& name : option.get_snames()) names += (names.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames()) names += (names.empty() ? "--" : ", --") + name;
  if (option.get_items_expected_max() == 0) return names;
  const std::string type = option.get_type_name();  // "INT:INT in [0 - 9]"
  return names + (type.starts_with("INT") || type.starts_with("UINT") ? " N" : " VALUE");
}

void add_options(std::string& text, const CLI::App& app, bool positional) {
  for (const CLI::Option* option : app.get_options()) {
    if (app.get_parent() != nullptr && option == app.get_help_ptr()) continue;  // said once is enough
    if (option->get_positional() == positional) add_line(text, names_of(*option), option->get_description());
  }
}

}  // namespace

std::string help_text(const CLI::App& app) {
  std::string text = translated(app.get_description()) + "\n\n" + translated("usage:") + " " + app.get_name();
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  if (!commands.empty()) text += " COMMAND";
  text += " [OPTIONS]";
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    const std::string name = option->get_name(true) + (option->get_expected_max() > 1 ? " ..." : "");
    text += option->get_required() ? " " + name : " [" + name + "]";
  }
  text += "\n\n";
  for (const CLI::App* command : commands) {
    add_line(text, command->get_name(), command->get_description());
    add_options(text, *command, true);
    add_options(text, *command, false);
    text += "\n";
  }
  add_options(text, app, true);
  add_options(text, app, false);
  if (!app.get_footer().empty()) text += "\n" + translated_examples(app.get_footer());
  return text;
}

}  // namespace segme::cli
