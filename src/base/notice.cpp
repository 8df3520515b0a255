// base/notice: see notice.h.
#include "base/notice.h"

#include <mutex>
#include <set>

#include "base/redact.h"

namespace segme {
namespace {

struct Notices {
  std::mutex mutex;
  std::set<std::string> told;
  void (*listener)(const std::string&) = nullptr;
};

Notices& notices() {
  static Notices made;
  return made;
}

}  // namespace

void notice(const std::string& sentence) {
  const std::string shown = without_secrets(sentence);
  Notices& all = notices();
  const std::lock_guard lock(all.mutex);
  if (all.listener != nullptr && all.told.insert(shown).second) all.listener(shown);
}

void listen_to_notices(void (*listener)(const std::string& sentence)) {
  Notices& all = notices();
  const std::lock_guard lock(all.mutex);
  all.listener = listener;
  all.told.clear();
}

}  // namespace segme
