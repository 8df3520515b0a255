// The page of segme demo needs nothing else, and shows names as they are.
#include "cli/demo/page.h"

#include <gtest/gtest.h>

#include "cli/demo/browser.h"
#include "cli/demo/samples.h"

namespace segme::cli {
namespace {

DemoPage some_page() {
  DemoPage page{"1.2", "A <fast> processor, 2 cores", "2026-01-31", "CPU", 512, 256, {}, {}};
  page.levels.push_back({"balanced", "portrait", 1234.4, 8.26, {"--quality balanced", "image/jpeg", {1, 2, 3}, 8.26}});
  Exhibit exhibit{"me & \"you\".jpg", "", {"the photo", "image/jpeg", {4, 5, 6}, 0}, {}, 0.1234};
  exhibit.shots.push_back({"cut out", "image/webp", {7, 8, 9}, 31.7});
  page.exhibits.push_back(exhibit);
  return page;
}

TEST(page, holds_its_pictures_and_asks_for_nothing) {
  const std::string html = page_html(some_page());
  EXPECT_TRUE(html.starts_with(kPageMark));
  EXPECT_NE(html.find("data:image/jpeg;base64,BAUG"), std::string::npos);
  EXPECT_NE(html.find("data:image/webp;base64,BwgJ"), std::string::npos);
  for (const char* outside : {"http:", "https:", "src=\"/", "<link", "import", "url("}) {
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  }
}

TEST(page, shows_times_and_parts) {
  const std::string html = page_html(some_page());
  EXPECT_NE(html.find("1234 ms"), std::string::npos);
  EXPECT_NE(html.find("8.3 ms"), std::string::npos);
  EXPECT_NE(html.find("cut out, 32 ms"), std::string::npos);
  EXPECT_NE(html.find("12.3 % of the picture is person."), std::string::npos);
  EXPECT_NE(html.find("512x256"), std::string::npos);
}

TEST(page, no_name_becomes_markup) {
  const std::string html = page_html(some_page());
  EXPECT_NE(html.find("me &amp; &quot;you&quot;.jpg"), std::string::npos);
  EXPECT_EQ(html.find("<fast>"), std::string::npos);
}

TEST(samples, are_whole_files) {
  for (const DemoPicture& sample : demo_samples()) {
    ASSERT_GT(sample.bytes.size(), 1000U) << sample.name;
    EXPECT_EQ(sample.bytes[1], 'P') << sample.name;  // of \x89PNG
  }
  EXPECT_EQ(demo_background().bytes[0], 0xFF);
}

TEST(file_address, escapes_what_is_no_plain_letter) {
  EXPECT_EQ(file_address("/tmp/a b#1.html"), "file:///tmp/a%20b%231.html");
  EXPECT_EQ(file_address("/tmp/\xC3\xA4/../x.html"), "file:///tmp/x.html");
  EXPECT_EQ(file_address("/\xC3\xA4"), "file:///%C3%A4");
}

}  // namespace
}  // namespace segme::cli
