// base/name_pattern: what is a place in a name, and what only looks like one.
#include "base/name_pattern.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace segme {
namespace {

namespace fs = std::filesystem;

TEST(name_pattern, fills_names_and_numbers) {
  const NamePattern pattern("out/%s-%03d.png", true);
  EXPECT_TRUE(pattern.has_places());
  EXPECT_EQ(pattern.fill("a", 7), "out/a-007.png");
  EXPECT_EQ(pattern.fill("a", 12345), "out/a-12345.png");
  EXPECT_EQ(pattern.folder(), "out/");
  EXPECT_EQ(NamePattern("%d.png").fill({}, 3), "3.png");
  EXPECT_EQ(NamePattern("%s%d").fill("a", 3), "%s3") << "stems are no places unless asked for";
}

TEST(name_pattern, other_percent_signs_stand_for_themselves) {
  for (const std::string name : {"50% off/", "100%", "%", "%i.png", "% d", "%-3d", "%5s", "%25d.png", "50%date"}) {
    const NamePattern pattern(name, true);
    EXPECT_EQ(pattern.has_places(), name == "50%date") << name;
    if (!pattern.has_places()) {
      EXPECT_EQ(pattern.fill("x", 1), name);
    }
  }
}

TEST(name_pattern, a_double_percent_sign_is_one) {
  EXPECT_EQ(NamePattern("50%% off/%s.png", true).fill("a", 1), "50% off/a.png");
  EXPECT_EQ(NamePattern("%%d", true).fill("a", 1), "%d");
  EXPECT_FALSE(NamePattern("%%d", true).has_places());
  EXPECT_EQ(NamePattern("%%%d", true).fill("a", 1), "%1");
  for (const std::string name : {"50%d%%.mp4", "%s%", "plain", ""}) {
    EXPECT_EQ(NamePattern(escape_name(name), true).fill("x", 1), name);
  }
}

TEST(name_pattern, knows_its_own_names) {
  const NamePattern pattern("%s_cut-%02d.png", true);
  EXPECT_EQ(pattern.stem_in("a_b_cut-07.png"), "a_b");
  EXPECT_EQ(pattern.stem_in("a_cut_cut-123.png"), "a_cut");
  EXPECT_FALSE(pattern.stem_in("a_cut-7.png"));
  EXPECT_FALSE(pattern.stem_in("_cut-07.png"));
  EXPECT_FALSE(pattern.stem_in("a_cut-07.png.bak"));
  EXPECT_FALSE(NamePattern("%d.png").stem_in("a/1.png"));
}

TEST(name_pattern, finds_the_files_that_are_there) {
  const fs::path top = fs::path(testing::TempDir()) / ("segme_pattern_" + std::to_string(::getpid()));
  fs::create_directories(top / "[x]* 1");
  for (const char* name : {"01.png", "002.png", "3.png", "x.png", "04.jpg"}) std::ofstream(top / "[x]* 1" / name) << 1;
  std::vector<std::string> found = NamePattern((top / "[x]* %d/%02d.png").string()).existing();
  std::sort(found.begin(), found.end());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(fs::path(found[0]).filename(), "002.png");
  EXPECT_EQ(fs::path(found[1]).filename(), "01.png");
  fs::remove_all(top);
}

}  // namespace
}  // namespace segme
