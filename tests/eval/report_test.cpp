// eval/report: percentiles, groups, and what is written down can be read back.
#include "eval/report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace segme::eval {
namespace {

Row row(const std::string& name, const std::string& group, double iou, double mae) {
  return {name, group, {.iou = iou, .boundary_iou = iou / 2, .mae = mae, .accuracy = 1 - mae, .person = 0.3}};
}

TEST(eval_report, a_percentile_lies_on_the_line_between_its_neighbours) {
  EXPECT_DOUBLE_EQ(percentile({3, 1, 2}, 0.5), 2);
  EXPECT_DOUBLE_EQ(percentile({4, 1, 2, 3}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(percentile({0, 10}, 0.1), 1);
  EXPECT_DOUBLE_EQ(percentile({5, 7, 6}, 0), 5);
  EXPECT_DOUBLE_EQ(percentile({5, 7, 6}, 1), 7);
  EXPECT_DOUBLE_EQ(percentile({5}, 0.9), 5);
  EXPECT_TRUE(std::isnan(percentile({}, 0.5)));
}

TEST(eval_report, mean_median_and_tail_are_those_worked_out_by_hand) {
  std::vector<Row> rows;
  for (int i = 0; i <= 10; ++i) rows.push_back(row(std::to_string(i), "", i / 10.0, i * i / 100.0));
  const std::vector<Summary> summaries = summarise(rows);
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_EQ(summaries[0].group, "all");
  EXPECT_EQ(summaries[0].count, 11U);
  EXPECT_DOUBLE_EQ(summaries[0].iou.mean, 0.5);
  EXPECT_DOUBLE_EQ(summaries[0].iou.median, 0.5);
  EXPECT_DOUBLE_EQ(summaries[0].iou.tail, 0.1);
  EXPECT_DOUBLE_EQ(summaries[0].boundary_iou.mean, 0.25);
  EXPECT_DOUBLE_EQ(summaries[0].mae.mean, 0.35);
  EXPECT_DOUBLE_EQ(summaries[0].mae.tail, 0.81);  // a large error is the bad end
}

TEST(eval_report, groups_follow_the_whole_and_weigh_by_their_pictures) {
  const std::vector<Row> rows{row("a", "studio", 1.0, 0), row("b", "street", 0.4, 0), row("c", "street", 0.7, 0)};
  const std::vector<Summary> summaries = summarise(rows);
  ASSERT_EQ(summaries.size(), 3U);
  EXPECT_EQ(summaries[1].group, "street");
  EXPECT_EQ(summaries[1].count, 2U);
  EXPECT_DOUBLE_EQ(summaries[1].iou.mean, 0.55);
  EXPECT_EQ(summaries[2].group, "studio");
  EXPECT_DOUBLE_EQ(summaries[0].iou.mean, 0.7);
}

TEST(eval_report, no_pictures_make_an_empty_report) {
  EXPECT_TRUE(summarise({}).empty());
  EXPECT_EQ(to_json({}), "[]");
}

TEST(eval_report, json_holds_the_figures) {
  const std::vector<Row> rows{row("a", "", 0.25, 0.5), row("b", "", 0.75, 0.5)};
  const nlohmann::json json = nlohmann::json::parse(to_json(summarise(rows)));
  ASSERT_EQ(json.size(), 1U);
  EXPECT_EQ(json[0]["pictures"], 2);
  EXPECT_DOUBLE_EQ(json[0]["iou"]["mean"], 0.5);
  EXPECT_DOUBLE_EQ(json[0]["iou"]["p10"], 0.3);
  EXPECT_DOUBLE_EQ(json[0]["mae"]["p90"], 0.5);
}

TEST(eval_report, the_table_says_percent) {
  const std::string table = to_table(summarise(std::vector<Row>{row("a", "", 0.9712, 0.0125)}));
  EXPECT_NE(table.find("97.12"), std::string::npos) << table;
  EXPECT_NE(table.find("12.50"), std::string::npos) << table;
}

TEST(eval_report, csv_quotes_what_would_break_a_line) {
  const std::string csv = to_csv(std::vector<Row>{row("a,\"b\".png", "g", 0.5, 0.25)});
  EXPECT_EQ(
      csv,
      "name,group,iou,boundary_iou,mae,accuracy,person,background_iou,mean_iou,mse,sad,grad,conn\n"
      "\"a,\"\"b\"\".png\",g,0.500000,0.250000,0.250000,0.750000,0.300000,0.000000,0.000000,0.000000,0.000000,,\n");
}

TEST(eval_report, global_figures_pool_the_pixels_of_all_pictures) {
  Row small{"a", "", {.both = 10, .found = 10, .wanted = 10, .pixels = 20}};
  Row large{"b", "", {.both = 30, .found = 60, .wanted = 40, .pixels = 180}};
  const Summary all = summarise(std::vector<Row>{small, large}).at(0);
  EXPECT_DOUBLE_EQ(all.global.iou, 40.0 / 80);
  EXPECT_DOUBLE_EQ(all.global.background_iou, 120.0 / 160);
  EXPECT_DOUBLE_EQ(all.global.mean_iou, 0.625);
  EXPECT_DOUBLE_EQ(all.global.accuracy, 160.0 / 200);
}

TEST(eval_report, the_matting_table_has_a_dash_for_what_was_not_asked_for) {
  Row one{"a", "", {.mse = 0.0123}};
  EXPECT_NE(to_matting_table(summarise(std::vector<Row>{one})).find("12.30"), std::string::npos);
  EXPECT_NE(to_matting_table(summarise(std::vector<Row>{one})).find("-\n"), std::string::npos);
  one.scores.grad = 1.25;
  one.scores.conn = 2.5;
  const std::string table = to_matting_table(summarise(std::vector<Row>{one}));
  EXPECT_NE(table.find("1.250   2.500\n"), std::string::npos) << table;
}

TEST(eval_report, sequences_weigh_by_their_pairs) {
  const std::vector<SequenceRow> rows{{"a", {1, 0.001, 3}}, {"b", {5, 0.005, 1}}, {"still", {}}};
  const std::string table = to_sequence_table(rows);
  EXPECT_NE(table.find("2.000   2.000\n"), std::string::npos) << table;
  EXPECT_EQ(table.find("still"), std::string::npos);
  EXPECT_EQ(to_sequence_table({}), "");
  EXPECT_EQ(nlohmann::json::parse(sequences_to_json(rows))[1]["dtssd"], 5);
}

TEST(eval_report, the_hash_of_a_set_knows_its_names_and_not_their_order) {
  EXPECT_EQ(hash_names({}), 0xcbf29ce484222325U);  // FNV-1a's offset basis
  EXPECT_EQ(hash_names({"a", "b"}), hash_names({"b", "a"}));
  EXPECT_NE(hash_names({"a", "b"}), hash_names({"ab"}));
  EXPECT_NE(hash_names({"a", "b"}), hash_names({"a"}));
}

TEST(eval_report, the_worst_pictures_come_worst_first) {
  const std::vector<Row> rows{row("c", "", 0.9, 0), row("b", "", 0.2, 0), row("a", "", 0.2, 0), row("d", "", 0.5, 0)};
  const std::vector<Row> three = worst(rows, 3);
  ASSERT_EQ(three.size(), 3U);
  EXPECT_EQ(three[0].name, "a");
  EXPECT_EQ(three[1].name, "b");
  EXPECT_EQ(three[2].name, "d");
  EXPECT_EQ(worst(rows, 9).size(), 4U);
  EXPECT_TRUE(worst({}, 2).empty());
}

}  // namespace
}  // namespace segme::eval
