// base/activity: see activity.h.
#include "base/activity.h"

#include <map>
#include <mutex>
#include <utility>

#include "base/stopwatch.h"

namespace segme {
namespace {

struct Activities {
  std::mutex mutex;
  std::map<const Activity*, Stopwatch> begun;
  void (*listener)(const std::string&, double) = nullptr;
};

Activities& activities() {
  static Activities made;
  return made;
}

}  // namespace

Activity::Activity(std::string what) : what_(std::move(what)) {
  Activities& all = activities();
  const std::lock_guard lock(all.mutex);
  if (all.listener == nullptr) return;
  all.begun.emplace(this, Stopwatch());
  all.listener(what_, -1);
}

Activity::~Activity() {
  Activities& all = activities();
  const std::lock_guard lock(all.mutex);
  const auto mine = all.begun.find(this);
  if (mine == all.begun.end()) return;
  if (all.listener != nullptr) all.listener(what_, mine->second.milliseconds() / 1000);
  all.begun.erase(mine);
}

void listen_to_activities(void (*listener)(const std::string& what, double seconds)) {
  Activities& all = activities();
  const std::lock_guard lock(all.mutex);
  all.listener = listener;
}

}  // namespace segme
