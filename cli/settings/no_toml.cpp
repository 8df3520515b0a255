// cli/settings/no_toml: the reader of a SegMe that was built without toml++.
#ifndef SEGME_HAS_TOML
#include "base/error.h"
#include "cli/settings/read_toml.h"

namespace segme::cli {

std::vector<TomlEntry> read_toml(std::string_view, const std::string& name) {
  throw Error(ExitCode::missing, "cannot read '" + name +
                                     "': SegMe was built without toml++. Install the Debian package "
                                     "libtomlplusplus-dev and build again, or use --config none.");
}

}  // namespace segme::cli
#endif
