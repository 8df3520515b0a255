// pipeline/sync_trial: whether low-latency pays. Moving a matte along and running the net beside it cost more work than
// the net alone: on a machine whose cores are busy the pictures come later than with exact. So both are tried first.
#pragma once

#include <array>
#include <string_view>

#include "base/choice.h"

namespace segme {

enum class Sync { exact, low_latency };
template <>
struct NamesOf<Sync> {
  static constexpr std::array<std::string_view, 2> all = {"exact", "low-latency"};
};

class SyncTrial {
 public:
  /// exact stays exact; low_latency has to win.
  explicit SyncTrial(Sync wanted) : wanted_(wanted) {}
  /// How the next picture is to be drawn.
  [[nodiscard]] Sync next() const;
  /// What the picture took that was drawn so: milliseconds from its frame to its end. Tells in one sentence when
  /// low_latency has lost.
  void add(double milliseconds);

 private:
  Sync wanted_;
  int pictures_ = 0;
  double exact_ms_ = 0, moved_ms_ = 0;  // sums
};

}  // namespace segme
