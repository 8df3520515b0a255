// cli/settings/variables: which variables of the environment are meant as settings and are none.
#pragma once

#include <string>
#include <vector>

namespace segme::cli {

/// What is known of a command's settings.
struct KnownSettings {
  std::string command;              ///< "image", "data.check"
  std::vector<std::string> own;     ///< its options
  std::vector<std::string> shared;  ///< those that a variable may name without a command
};

/// One sentence for each of `names` (of variables) that begins as the command's own do, that is nearly one of its
/// settings, or that lacks the command's name. Of others nobody knows whether they are meant for SegMe.
std::vector<std::string> strange_variables(const std::vector<std::string>& names, const KnownSettings& known);

/// The names in the environment that begin with "SEGME_".
std::vector<std::string> variables_of_segme();

}  // namespace segme::cli
