// infer/quality: three levels in a row.
#include "infer/quality.h"

#include <algorithm>
#include <iterator>

namespace segme {
namespace {

constexpr std::string_view kLevels[] = {"fast", "balanced", "accurate"};

int place(std::string_view level) {
  return static_cast<int>(std::find(std::begin(kLevels), std::end(kLevels), level) - std::begin(kLevels));
}

}  // namespace

bool is_quality(std::string_view word) {
  return std::find(std::begin(kLevels), std::end(kLevels), word) != std::end(kLevels);
}

int quality_distance(std::string_view served, std::string_view wanted) {
  const int steps = place(served) - place(wanted);
  return steps <= 0 ? -2 * steps : 2 * steps + 1;
}

}  // namespace segme
