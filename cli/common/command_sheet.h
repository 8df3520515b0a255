// cli/common/command_sheet: what a command can be told, as data. Manual pages and the completion of three shells are
// made from it, so that they say what the option tables say.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace segme::cli {

/// How the value of an option is completed.
enum class SheetValue { none, text, file, choice, choice_or_file, list };

struct SheetOption {
  std::vector<std::string> names;  ///< "-o", "--output"; none: an argument without a name
  std::string value;               ///< what stands for the value: "FILE", "N"; empty: a switch
  std::string help;                ///< one sentence
  SheetValue kind = SheetValue::none;
  std::vector<std::string> choices;  ///< of kind choice, choice_or_file and list (joined by commas)
};

struct Sheet {
  std::string command;  ///< "segme image"
  std::string summary;  ///< one sentence
  std::vector<SheetOption> options;
  std::vector<std::pair<std::string, std::string>> commands;  ///< names and summaries of what is below it
  std::string examples;                                       ///< lines, each a command and what it does
};

enum class SheetForm { man, bash, zsh, fish };

/// "man", "bash", "zsh" or "fish".
std::optional<SheetForm> sheet_form(std::string_view name);

/// A manual page, or this command's part of a completion file. `date` is that of the page: 2026-01-31. The completion
/// file of a shell is the part of "segme" itself, then those of all commands, then completion_end.
std::string sheet_text(const Sheet& sheet, SheetForm form, const std::string& date);

/// What ends a completion file; empty for manual pages.
std::string completion_end(SheetForm form);

/// The date for manual pages: SOURCE_DATE_EPOCH where it is set, or else today, in UTC.
std::string manual_date();

namespace detail {
std::string manual_page(const Sheet& sheet, const std::string& date);
std::string bash_part(const Sheet& sheet);
std::string zsh_part(const Sheet& sheet);
std::string fish_part(const Sheet& sheet);
std::string joined(const std::vector<std::string>& words, std::string_view between);
std::string replaced(std::string text, std::string_view what, std::string_view by);
}  // namespace detail

}  // namespace segme::cli
