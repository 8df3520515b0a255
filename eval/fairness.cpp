// eval/fairness: the gap, and its table.
#include "eval/fairness.h"

#include <algorithm>
#include <cstdio>

namespace segme::eval {

std::optional<Fairness> fairness(std::span<const Summary> summaries) {
  if (summaries.size() < 3) return std::nullopt;  // "all" and one group
  const std::span<const Summary> groups = summaries.subspan(1);
  const auto [worst, best] = std::minmax_element(
      groups.begin(), groups.end(), [](const Summary& a, const Summary& b) { return a.iou.mean < b.iou.mean; });
  Fairness result{best->group, worst->group, best->iou.mean, worst->iou.mean, 0, true};
  result.gap = 100 * (result.best_iou - result.worst_iou);
  result.fair = result.gap <= kFairGap;
  return result;
}

std::string to_fairness_table(std::span<const Summary> summaries) {
  const std::optional<Fairness> found = fairness(summaries);
  if (!found) return "";
  std::string text;
  char line[256];
  std::snprintf(line, sizeof line, "%-40s %8s %7s %11s\n", "fairness: group", "pictures", "IoU %", "below best");
  text += line;
  for (const Summary& group : summaries.subspan(1)) {
    const double below = 100 * (found->best_iou - group.iou.mean);
    std::snprintf(line, sizeof line, "%-40.40s %8zu %7.2f %11.2f%s\n", group.group.c_str(), group.count,
                  100 * group.iou.mean, below, below > kFairGap ? "  beyond" : "");
    text += line;
  }
  std::snprintf(line, sizeof line, "the gap is %.2f points: %s the %.2f that ML Kit's model card allows\n", found->gap,
                found->fair ? "within" : "beyond", kFairGap);
  return text + line;
}

}  // namespace segme::eval
