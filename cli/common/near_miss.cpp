// cli/common/near_miss: the distance of Levenshtein (1966), which counts letters to insert, remove or change.
#include "cli/common/near_miss.h"

#include <algorithm>

namespace segme::cli {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known, const std::string& otherwise,
                         const std::string& prefix) {
  constexpr std::size_t kNear = 2;
  std::size_t least = std::min(kNear, typed.size() / 2) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& word : known) {
    const bool begun = typed.size() > 1 && word.starts_with(typed);
    const std::size_t distance = begun ? 0 : edit_distance(typed, word);
    if (distance >= least) continue;
    least = distance;
    nearest = &word;
  }
  return nearest == nullptr ? otherwise : "Did you mean '" + prefix + *nearest + "'?";
}

}  // namespace segme::cli
