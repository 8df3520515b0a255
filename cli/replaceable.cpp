// cli/replaceable: pipes and devices are no files, and may always be written.
#include "cli/replaceable.h"

#include <filesystem>

#include "base/error.h"

namespace segme::cli {

void check_replaceable(const std::string& file, bool overwrite) {
  std::error_code ignored;
  if (overwrite || !std::filesystem::is_regular_file(file, ignored)) return;
  throw Error(ExitCode::output, "cannot write '" + file + "': it exists. Add --overwrite, or choose another file.");
}

}  // namespace segme::cli
