// Activities are told when they begin and when they end, and cost nothing where nobody listens.
#include "base/activity.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace segme {
namespace {

std::vector<std::pair<std::string, double>>& told() {
  static std::vector<std::pair<std::string, double>> all;
  return all;
}

TEST(activity, is_told_at_both_ends) {
  told().clear();
  listen_to_activities([](const std::string& what, double seconds) { told().emplace_back(what, seconds); });
  {
    const Activity outer("loading");
    const Activity inner("compiling");
  }
  listen_to_activities(nullptr);
  ASSERT_EQ(told().size(), 4U);
  EXPECT_EQ(told()[0].first, "loading");
  EXPECT_LT(told()[0].second, 0);
  EXPECT_EQ(told()[1].first, "compiling");
  EXPECT_EQ(told()[2].first, "compiling");
  EXPECT_GE(told()[2].second, 0);
  EXPECT_EQ(told()[3].first, "loading");
}

TEST(activity, that_began_before_anybody_listened_is_not_told) {
  told().clear();
  {
    const Activity early("early");
    listen_to_activities([](const std::string& what, double seconds) { told().emplace_back(what, seconds); });
  }
  listen_to_activities(nullptr);
  EXPECT_TRUE(told().empty());
}

}  // namespace
}  // namespace segme
