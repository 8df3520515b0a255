// base/clock_text: see clock_text.h.
#include "base/clock_text.h"

#include <algorithm>
#include <cstdio>

namespace segme {

std::string clock_text(double seconds) {
  const long whole = static_cast<long>(std::clamp(seconds, 0.0, 1e8) + 0.5);
  char text[40];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  }
  return text;
}

}  // namespace segme
