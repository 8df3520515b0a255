// cli/replaceable: an output that is there already is replaced only when the user says so.
#pragma once

#include <string>

namespace segme::cli {

/// @throws Error(output) when a file is there and may not be replaced.
void check_replaceable(const std::string& file, bool overwrite);

}  // namespace segme::cli
