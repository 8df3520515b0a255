// base/components: see components.h.
#include "base/components.h"

#include <algorithm>

namespace segme {

int Components::root(int run) const {
  while (runs_[static_cast<std::size_t>(run)].component != run) run = runs_[static_cast<std::size_t>(run)].component;
  return run;
}

/// Runs that touch one of the row above belong to its component.
void Components::join(int corner) {
  std::size_t above = 0;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const Run& run = runs_[i];
    while (runs_[above].y < run.y - 1 || (runs_[above].y == run.y - 1 && runs_[above].end + corner <= run.begin))
      ++above;
    for (std::size_t k = above; runs_[k].y == run.y - 1 && runs_[k].begin < run.end + corner; ++k) {
      const int a = root(static_cast<int>(i));
      const int b = root(static_cast<int>(k));
      runs_[static_cast<std::size_t>(std::max(a, b))].component = std::min(a, b);
    }
  }
  for (std::size_t i = 0; i < runs_.size(); ++i) runs_[i].component = root(static_cast<int>(i));
  count_ = 0;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    Run& run = runs_[i];
    const bool first = run.component == static_cast<int>(i);
    // From here on it is the component's number: the runs before this one have theirs already.
    run.component = first ? static_cast<int>(count_++) : runs_[static_cast<std::size_t>(run.component)].component;
  }
}

}  // namespace segme
