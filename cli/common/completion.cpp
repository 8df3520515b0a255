// cli/common/completion: a Sheet as functions for bash and zsh and as lines for fish. Each command is a part by itself,
// so that programs which know only some of the commands can add theirs.
#include <algorithm>

#include "cli/common/command_sheet.h"

namespace segme::cli {
namespace detail {
namespace {

/// "segme data check" becomes _segme_data_check.
std::string function_of(const Sheet& sheet) { return "_" + replaced(replaced(sheet.command, " ", "_"), "-", "_"); }

/// Between single quotes, for bash and zsh.
std::string in_quotes(const std::string& text) { return "'" + replaced(text, "'", "'\\''") + "'"; }

/// Between single quotes, for fish.
std::string fish_quoted(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string names_below(const Sheet& sheet) {
  std::vector<std::string> names;
  for (const auto& entry : sheet.commands) names.push_back(entry.first);
  return joined(names, " ");
}

std::string bash_values(const SheetOption& option) {
  const std::string words = in_quotes(joined(option.choices, " "));
  switch (option.kind) {
    case SheetValue::file: return "__segme_files";
    case SheetValue::choice: return "__segme_words " + words;
    case SheetValue::choice_or_file: return "__segme_words " + words + "; __segme_files";
    case SheetValue::list: return "__segme_list " + words;
    case SheetValue::none:
    case SheetValue::text: break;
  }
  return ":";
}

constexpr const char* kBashStart = R"(# Completion of segme for bash, made from its option tables.
__segme_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
}
__segme_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
}
__segme_list() {
  local word before=
  case $current in *,*) before=${current%,*}, ;; esac
  compopt -o nospace 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$before$word"); done < <(compgen -W "$1" -- "${current##*,}")
}
)";

constexpr const char* kBashEnd = R"(__segme_complete() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=_segme at=1 name
  COMPREPLY=()
  if [ "$current" = = ]; then
    current=
  elif [ "$previous" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  while [ "$at" -lt "$COMP_CWORD" ]; do
    name=${command}_${COMP_WORDS[at]//-/_}
    declare -F "$name" >/dev/null || break
    command=$name
    at=$((at + 1))
  done
  "$command"
}
complete -F __segme_complete segme
)";

std::string zsh_values(const SheetOption& option) {
  const std::string words = joined(option.choices, " ");
  switch (option.kind) {
    case SheetValue::file: return "_files";
    case SheetValue::choice: return "(" + words + ")";
    case SheetValue::choice_or_file:
      return " __segme_or_files " + words;  // a space in front: without _arguments' own arguments
    case SheetValue::list: return " __segme_list " + words;
    case SheetValue::none:
    case SheetValue::text: break;
  }
  return " ";
}

/// Inside the brackets of a specification of _arguments.
std::string zsh_help(const std::string& help) { return replaced(replaced(help, "[", "\\["), "]", "\\]"); }

/// `last`: no other argument without a name follows; only that one may be given several times.
std::string zsh_option(const SheetOption& option, bool last) {
  if (option.names.empty()) {
    return in_quotes((last ? "*:" : ":") + replaced(option.value, ":", "\\:") + ":" + zsh_values(option));
  }
  std::string rest = "[" + zsh_help(option.help) + "]";
  if (!option.value.empty()) rest += ":" + option.value + ":" + zsh_values(option);
  if (option.names.size() == 1) return in_quotes(option.names.front() + rest);
  return in_quotes("(" + joined(option.names, " ") + ")") + "{" + joined(option.names, ",") + "}" + in_quotes(rest);
}

constexpr const char* kZshStart = R"(#compdef segme
# Completion of segme for zsh, made from its option tables.
__segme_list() { compset -P '*,'; compadd -S '' -- "$@" }
__segme_or_files() { compadd -- "$@"; _files }
)";

constexpr const char* kZshEnd = R"(_segme() {
  local command=__segme_commands next
  while (( CURRENT > 2 )); do
    next=${command/__segme_commands/_segme}_${words[2]//-/_}
    (( ${+functions[$next]} )) || break
    command=$next
    shift words
    (( CURRENT-- ))
  done
  $command
}
if [[ $funcstack[1] = _segme ]]; then _segme "$@"; else compdef _segme segme; fi
)";

}  // namespace

std::string bash_part(const Sheet& sheet) {
  std::string names;
  std::string cases;
  std::string unnamed;  // what arguments without a name may be
  for (const SheetOption& option : sheet.options) {
    if (option.names.empty() && option.kind != SheetValue::text) unnamed += bash_values(option) + "; ";
    for (const std::string& name : option.names) names += " " + name;
    if (!option.value.empty() && !option.names.empty()) {
      cases += "    " + joined(option.names, " | ") + ") " + bash_values(option) + " ;;\n";
    }
  }
  if (sheet.command == "segme") {
    return kBashStart + ("_segme() { __segme_words " + in_quotes(names_below(sheet) + names) + "; }\n");
  }
  std::string text = function_of(sheet) + "() {\n  case $previous in\n" + cases;
  text += "    *) case $current in -*) __segme_words " + in_quotes(names.empty() ? "" : names.substr(1)) + " ;; *) ";
  const std::string below = names_below(sheet);
  if (!below.empty()) text += "__segme_words " + in_quotes(below) + "; ";
  return text + unnamed + ": ;; esac ;;\n  esac\n}\n";
}

std::string zsh_part(const Sheet& sheet) {
  if (sheet.command == "segme") {
    std::string text = kZshStart;
    text += "__segme_commands() {\n  local -a commands=(\n";
    for (const auto& [name, summary] : sheet.commands) text += "    " + in_quotes(name + ":" + summary) + "\n";
    return text + "  )\n  _describe command commands\n}\n";
  }
  std::string text = function_of(sheet) + "() {\n  _arguments";
  const auto unnamed = [](const SheetOption& option) { return option.names.empty(); };
  for (auto option = sheet.options.begin(); option != sheet.options.end(); ++option) {
    text += " \\\n    " + zsh_option(*option, std::none_of(option + 1, sheet.options.end(), unnamed));
  }
  const std::string below = names_below(sheet);
  if (!below.empty()) text += " \\\n    " + in_quotes("1:COMMAND:(" + below + ")");
  return text + "\n}\n";
}

std::string fish_part(const Sheet& sheet) {
  if (sheet.command == "segme") {
    std::string text = "# Completion of segme for fish, made from its option tables.\n";
    for (const auto& [name, summary] : sheet.commands) {
      text += "complete -c segme -n __fish_use_subcommand -f -a " + name + " -d " + fish_quoted(summary) + "\n";
    }
    return text;
  }
  const std::string words = sheet.command.substr(sheet.command.find(' ') + 1);
  const std::string condition =
      "__fish_seen_subcommand_from " + replaced(words, " ", "; and __fish_seen_subcommand_from ");
  std::string text;
  for (const auto& [name, summary] : sheet.commands) {
    text += "complete -c segme -n " +
            fish_quoted(condition + "; and not __fish_seen_subcommand_from " + names_below(sheet)) + " -f -a " + name +
            " -d " + fish_quoted(summary) + "\n";
  }
  for (const SheetOption& option : sheet.options) {
    if (option.names.empty() && option.choices.empty()) continue;
    text += "complete -c segme -n " + fish_quoted(condition);
    if (option.names.empty()) {  // an argument
      text += " -f -a " + fish_quoted(joined(option.choices, " ")) + "\n";
      continue;
    }
    for (const std::string& name : option.names) {
      text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    const bool files = option.kind == SheetValue::file || option.kind == SheetValue::choice_or_file;
    if (!option.value.empty()) text += files ? " -r -F" : " -x";
    if (!option.choices.empty()) text += " -a " + fish_quoted(joined(option.choices, " "));
    text += " -d " + fish_quoted(option.help) + "\n";
  }
  return text;
}

}  // namespace detail

std::string completion_end(SheetForm form) {
  if (form == SheetForm::bash) return detail::kBashEnd;
  if (form == SheetForm::zsh) return detail::kZshEnd;
  return {};
}

}  // namespace segme::cli
