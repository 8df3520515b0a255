// cli/common/command_sheet: the manual page, in the man macros; which part is made for which form.
#include "cli/common/command_sheet.h"

#include <array>
#include <cctype>
#include <cstdlib>
#include <ctime>

namespace segme::cli {
namespace detail {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string result;
  for (const std::string& word : words) {
    if (!result.empty()) result += between;
    result += word;
  }
  return result;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

namespace {

/// Text that roff takes as it is: no escapes, no hyphens that a copied command would not have, no requests.
std::string roff(const std::string& text) {
  std::string result = replaced(replaced(text, "\\", "\\e"), "-", "\\-");
  if (result.starts_with('.') || result.starts_with('\'')) result.insert(0, "\\&");
  return result;
}

std::string upper(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

std::string names_line(const SheetOption& option) {
  std::string line;
  for (const std::string& name : option.names) line += (line.empty() ? "" : ", ") + ("\\fB" + roff(name) + "\\fR");
  if (!option.value.empty()) line += (line.empty() ? "" : " ") + ("\\fI" + roff(option.value) + "\\fR");
  return line;
}

void add_entries(std::string& page, const Sheet& sheet, bool named) {
  for (const SheetOption& option : sheet.options) {
    if (option.names.empty() == named) continue;
    page += ".TP\n" + names_line(option) + "\n" + roff(option.help) + "\n";
  }
}

void add_examples(std::string& page, const std::string& examples) {
  page += ".SH EXAMPLES\n.nf\n";
  for (std::size_t at = 0; at < examples.size();) {
    const std::size_t end = std::min(examples.find('\n', at), examples.size());
    page += roff(examples.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  page += ".fi\n";
}

constexpr std::array<std::pair<const char*, const char*>, 10> kExitCodes = {
    {{"0", "everything that was asked for is done"},
     {"1", "a bug in SegMe"},
     {"2", "wrong usage"},
     {"3", "an input cannot be read, or there is not enough memory for it"},
     {"4", "an output cannot be written"},
     {"5", "a model file or its card cannot be used"},
     {"6", "something is not installed"},
     {"7", "a batch ran to its end, but some of its files failed"},
     {"8", "a part of a video was missing or damaged; the output is complete"},
     {"130", "interrupted with Ctrl\\-C"}}};

}  // namespace

std::string manual_page(const Sheet& sheet, const std::string& date) {
  const std::string name = replaced(sheet.command, " ", "-");
  std::string page = ".\\\" Made from the option tables: '" + sheet.command + " --help man'.\n";
  page += ".TH " + roff(upper(name)) + " 1 " + date + " \"segme " SEGME_VERSION "\" \"SegMe\"\n";
  std::string summary = sheet.summary;
  if (summary.ends_with('.')) summary.pop_back();
  page += ".SH NAME\n" + roff(name) + " \\- " + roff(summary) + "\n";
  page += ".SH SYNOPSIS\n.B " + roff(sheet.command) + "\n";
  if (!sheet.commands.empty()) page += ".I COMMAND\n";
  if (!sheet.options.empty()) page += "[\\fIOPTIONS\\fR]\n";
  for (const SheetOption& option : sheet.options) {
    if (option.names.empty()) page += "[\\fI" + roff(option.value) + "\\fR]\n";
  }
  page += ".SH DESCRIPTION\n" + roff(sheet.summary) + "\n";
  if (!sheet.commands.empty()) {
    page += ".SH COMMANDS\n";
    for (const auto& [command, text] : sheet.commands) {
      page += ".TP\n\\fB" + roff(command) + "\\fR\n" + roff(text) + "\n";
    }
  }
  if (!sheet.options.empty()) {
    page += ".SH OPTIONS\n";
    add_entries(page, sheet, false);
    add_entries(page, sheet, true);
  }
  page += ".SH EXIT STATUS\n";
  for (const auto& [code, text] : kExitCodes) page += std::string(".TP\n") + code + "\n" + text + "\n";
  if (!sheet.examples.empty()) add_examples(page, sheet.examples);
  page += ".SH SEE ALSO\n";
  if (sheet.command != "segme") return page + ".BR segme (1)\n";
  std::string others;
  for (const auto& entry : sheet.commands)
    others += (others.empty() ? "" : " ,\n") + (".BR segme\\-" + entry.first + " (1)");
  return page + others + "\n";
}

}  // namespace detail

std::optional<SheetForm> sheet_form(std::string_view name) {
  if (name == "man") return SheetForm::man;
  if (name == "bash") return SheetForm::bash;
  if (name == "zsh") return SheetForm::zsh;
  if (name == "fish") return SheetForm::fish;
  return std::nullopt;
}

std::string sheet_text(const Sheet& sheet, SheetForm form, const std::string& date) {
  switch (form) {
    case SheetForm::man: return detail::manual_page(sheet, date);
    case SheetForm::bash: return detail::bash_part(sheet);
    case SheetForm::zsh: return detail::zsh_part(sheet);
    case SheetForm::fish: break;
  }
  return detail::fish_part(sheet);
}

std::string manual_date() {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  const std::time_t now =
      epoch != nullptr ? static_cast<std::time_t>(std::strtoll(epoch, nullptr, 10)) : std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &parts)};
}

}  // namespace segme::cli
