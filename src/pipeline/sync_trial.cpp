// pipeline/sync_trial: see sync_trial.h.
#include "pipeline/sync_trial.h"

#include <cstdio>

#include "base/notice.h"

namespace segme {
namespace {

constexpr int kWarm = 10;      // pictures of each way that do not count
constexpr int kMeasured = 30;  // and that do
constexpr int kExactEnd = kWarm + kMeasured, kMovedEnd = 2 * kExactEnd;

}  // namespace

Sync SyncTrial::next() const { return pictures_ < kExactEnd ? Sync::exact : wanted_; }

void SyncTrial::add(double milliseconds) {
  if (wanted_ == Sync::exact || pictures_ == kMovedEnd) return;
  const int picture = pictures_++;
  if (picture % kExactEnd >= kWarm) (picture < kExactEnd ? exact_ms_ : moved_ms_) += milliseconds;
  if (pictures_ < kMovedEnd || moved_ms_ < exact_ms_) return;
  wanted_ = Sync::exact;
  char sentence[160];
  std::snprintf(sentence, sizeof sentence,
                "low-latency does not pay here: a picture takes %.0f ms with it and %.0f ms with exact, which goes on.",
                moved_ms_ / kMeasured, exact_ms_ / kMeasured);
  notice(sentence);
}

}  // namespace segme
