// base/error: the out-of-line end of SEGME_CHECK.
#include "base/error.h"

#include <cstring>

namespace segme {

void check_failed(const char* condition, const char* file, int line) {
  const char* slash = std::strrchr(file, '/');
  throw std::logic_error(std::string("SegMe is wrong: ") + condition + " does not hold (" +
                         (slash != nullptr ? slash + 1 : file) + ":" + std::to_string(line) + "). Please report this.");
}

}  // namespace segme
