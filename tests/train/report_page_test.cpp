// train/report_page: the log's figures become curves, and the page needs nothing but itself.
#include "train/report_page.h"

#include <gtest/gtest.h>

#include <cmath>

namespace segme::train {
namespace {

constexpr const char* kLog =
    "{\"step\":50,\"loss\":0.5,\"rate\":0.001}\n"
    "{\"step\":100,\"loss\":0.25,\"rate\":0.0005,\"val\":{\"all\":{\"iou\":0.8,\"boundary_iou\":0.5,\"accuracy\":0.9,"
    "\"loss\":0.3}}}\n"
    "{\"step\":150,\"lo";

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(train_report_page, a_log_becomes_charts_and_a_torn_last_line_is_left_out) {
  const std::vector<Chart> charts = charts_of(kLog);
  ASSERT_EQ(charts.size(), 4U);
  const std::vector<std::pair<double, double>> train{{50, 0.5}, {100, 0.25}};
  EXPECT_EQ(charts[0].curves[0].points, train);
  EXPECT_EQ(charts[0].curves[1].points.size(), 1U);
  EXPECT_EQ(charts[1].curves[0].points.at(0).second, 0.9);
  EXPECT_EQ(charts[2].curves[0].points.at(0).second, 0.8);
  EXPECT_EQ(charts[2].curves[1].points.at(0).second, 0.5);
  EXPECT_EQ(charts[3].curves[0].points.size(), 2U);
}

TEST(train_report_page, points_lie_between_the_axes_and_no_number_leaves_a_gap) {
  const std::vector<Chart> charts{{"c", {{"a", {{0, 1}, {1, std::nan("")}, {2, 3}, {3, 2}}}}}};
  const std::string page = report_page("run", charts, {});
  EXPECT_EQ(count(page, "<polyline"), 2U);
  EXPECT_NE(page.find("points=\"62.0,196.0\""), std::string::npos) << page;  // lowest, at the left
  EXPECT_NE(page.find("points=\"440.7,24.0 630.0,110.0\""), std::string::npos)
      << page;  // highest; middle, at the right
}

TEST(train_report_page, the_page_asks_for_no_other_file) {
  const std::string page = report_page("run", charts_of(kLog), {{"a.png: IoU 50 %", {1, 2, 3}}});
  EXPECT_EQ(count(page, "http"), 0U);
  EXPECT_EQ(count(page, "src="), 1U);
  EXPECT_NE(page.find("src=\"data:image/jpeg;base64,AQID\""), std::string::npos);
  EXPECT_EQ(count(page, "<svg"), 4U);
  EXPECT_EQ(count(page, "</svg>"), 4U);
}

TEST(train_report_page, names_cannot_break_out_of_their_text) {
  const std::string page = report_page("<b>&", {}, {{"\"><script>", {}}});
  EXPECT_EQ(count(page, "<script>"), 0U);
  EXPECT_EQ(count(page, "<b>"), 0U);
  EXPECT_NE(page.find("&lt;b&gt;&amp;"), std::string::npos);
}

TEST(train_report_page, base64_is_that_of_its_standard) {
  const auto encode = [](const std::string& text) { return base64({text.begin(), text.end()}); };
  EXPECT_EQ(encode(""), "");
  EXPECT_EQ(encode("f"), "Zg==");
  EXPECT_EQ(encode("fo"), "Zm8=");
  EXPECT_EQ(encode("foo"), "Zm9v");
  EXPECT_EQ(encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64({0xFB, 0xFF}), "+/8=");
}

TEST(train_report_page, an_empty_log_makes_a_page_without_drawings) {
  EXPECT_EQ(count(report_page("run", charts_of(""), {}), "<svg"), 0U);
}

}  // namespace
}  // namespace segme::train
