// cli/common/option_table: CLI11 only cuts the line into names and values; what a value may be, the table says.
#include "cli/common/option_table.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string_view>

namespace segme::cli {
namespace {

constexpr std::string_view kSwitch = "switch";

/// The name of the kind of a value that help and completion of shells read: "INT", "TEXT:{adamw,adam}".
std::string type_of(const OptionInfo& info) {
  if (info.type == "int") return "INT";
  if (info.type == "float") return "FLOAT";
  if (info.type == "text") return "TEXT";
  std::string choices = info.type == kSwitch ? "on|off" : info.type;
  std::replace(choices.begin(), choices.end(), '|', ',');
  return "TEXT:{" + choices + "}";
}

}  // namespace

void declare_table(CLI::App& app, const std::vector<OptionInfo>& list, const TakeOption& take) {
  for (const OptionInfo& info : list) {
    const std::string flags = (info.name == "output" ? "-o,--" : "--") + info.name;
    const bool bare = info.type == kSwitch && info.default_value == "off";
    const std::string help = info.help + (bare || info.default_value.empty() ? "" : " [" + info.default_value + "]");
    CLI::Option* option = app.add_option_function<std::string>(
        flags, [take, name = info.name](const std::string& value) { take(name, value); }, help);
    option->take_last();
    option->type_name(type_of(info));
    if (bare) option->expected(0);
  }
}

std::vector<std::string> joined_switches(const std::vector<OptionInfo>& list, int argc, char** argv) {
  constexpr std::array<std::string_view, 8> kValues{"on", "off", "true", "false", "yes", "no", "1", "0"};
  std::vector<std::string> words(argv, argv + argc);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool is_switch = std::any_of(list.begin(), list.end(), [&](const OptionInfo& info) {
      return info.type == kSwitch && words[i] == "--" + info.name;
    });
    if (!is_switch) continue;
    const bool valued =
        i + 1 < words.size() && std::find(kValues.begin(), kValues.end(), words[i + 1]) != kValues.end();
    words[i] += valued ? "=" + words[i + 1] : "=on";
    if (valued) words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return words;
}

}  // namespace segme::cli
