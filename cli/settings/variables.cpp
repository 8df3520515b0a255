// cli/settings/variables: see variables.h.
#include "cli/settings/variables.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "cli/common/near_miss.h"
#include "cli/settings/settings.h"

namespace segme::cli {
namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "data.check" -> "data check".
std::string words_of(std::string command) {
  std::replace(command.begin(), command.end(), '.', ' ');
  return command;
}

}  // namespace

std::vector<std::string> strange_variables(const std::vector<std::string>& names, const KnownSettings& known) {
  std::vector<std::string> right = {"SEGME_CONFIG", "SEGME_MODELS"};  // no options, but read
  for (const std::string& option : known.own) right.push_back(variable_name(known.command, option));
  for (const std::string& option : known.shared) right.push_back(variable_name("", option));
  const std::string own = variable_name(known.command, "");
  std::vector<std::string> said;
  for (const std::string& name : names) {
    if (contains(right, name)) continue;
    const auto lacks_command = std::find_if(known.own.begin(), known.own.end(), [&](const std::string& option) {
      return name == variable_name("", option);
    });
    std::string advice;
    if (lacks_command != known.own.end()) {
      advice = "Write " + variable_name(known.command, *lacks_command) + ".";
    } else {
      const bool meant = name.starts_with(own);
      advice =
          did_you_mean(name, right, meant ? "'segme config " + words_of(known.command) + "' lists the settings." : "");
    }
    if (!advice.empty()) said.push_back("the variable " + name + " sets nothing. " + advice);
  }
  return said;
}

std::vector<std::string> variables_of_segme() {
  constexpr std::string_view kOurs = "SEGME_";
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    const std::string_view name = variable.substr(0, variable.find('='));
    if (name.starts_with(kOurs) && name.size() > kOurs.size()) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace segme::cli
