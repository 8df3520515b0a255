// low-latency goes on where its pictures take less time than those of exact, and says so where they do not.
#include "pipeline/sync_trial.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/notice.h"

namespace segme {
namespace {

std::vector<std::string> told;

/// How the last of `count` pictures is drawn.
Sync after(int count, Sync wanted, double exact_ms, double moved_ms) {
  told.clear();
  listen_to_notices([](const std::string& sentence) { told.push_back(sentence); });
  SyncTrial trial(wanted);
  int moved = 0;
  for (int i = 0; i < count; ++i) {
    moved += trial.next() == Sync::low_latency ? 1 : 0;
    const bool warms_up = i == 0 || moved == 1;
    trial.add(warms_up ? 5000 : trial.next() == Sync::exact ? exact_ms : moved_ms);
  }
  listen_to_notices(nullptr);
  return trial.next();
}

TEST(sync_trial, the_faster_way_goes_on) {
  EXPECT_EQ(after(1000, Sync::low_latency, 57, 20), Sync::low_latency);
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(after(1000, Sync::low_latency, 57, 71), Sync::exact);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("71 ms with it and 57 ms with exact"), std::string::npos) << told[0];
}

TEST(sync_trial, exact_is_not_tried_against_anything) {
  EXPECT_EQ(after(1000, Sync::exact, 57, 20), Sync::exact);
  EXPECT_TRUE(told.empty());
}

TEST(sync_trial, both_are_tried) {
  EXPECT_EQ(after(0, Sync::low_latency, 57, 71), Sync::exact);
  EXPECT_EQ(after(60, Sync::low_latency, 57, 71), Sync::low_latency);
}

}  // namespace
}  // namespace segme
