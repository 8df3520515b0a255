// eval/fairness: the gap between groups, and on which side of 2.52 points it falls.
#include "eval/fairness.h"

#include <gtest/gtest.h>

#include <vector>

namespace segme::eval {
namespace {

std::vector<Summary> groups(const std::vector<double>& ious) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < ious.size(); ++i) {
    Row row;
    row.group = std::string(1, static_cast<char>('a' + i));
    row.scores.iou = ious[i];
    rows.push_back(row);
  }
  return summarise(rows);
}

TEST(eval_fairness, best_and_worst_group_and_their_gap) {
  const auto found = fairness(groups({0.97, 0.99, 0.95}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->best, "b");
  EXPECT_EQ(found->worst, "c");
  EXPECT_NEAR(found->gap, 4, 1e-9);
  EXPECT_FALSE(found->fair);
}

TEST(eval_fairness, the_criterion_is_two_and_a_half_points) {
  EXPECT_TRUE(fairness(groups({0.9, 0.9251}))->fair);
  EXPECT_FALSE(fairness(groups({0.9, 0.9253}))->fair);
}

TEST(eval_fairness, one_group_has_nobody_to_be_unfair_to) {
  EXPECT_FALSE(fairness(groups({0.5})));
  EXPECT_FALSE(fairness({}));
  EXPECT_EQ(to_fairness_table(groups({0.5})), "");
}

TEST(eval_fairness, the_table_names_the_groups_beyond) {
  const std::string table = to_fairness_table(groups({0.97, 0.99, 0.95}));
  EXPECT_NE(table.find("97.00        2.00\n"), std::string::npos) << table;
  EXPECT_NE(table.find("95.00        4.00  beyond\n"), std::string::npos) << table;
  EXPECT_NE(table.find("the gap is 4.00 points: beyond the 2.52"), std::string::npos) << table;
}

}  // namespace
}  // namespace segme::eval
