// segme.toml as a flat list: every kind of value as it would be typed, with its line; what cannot be an option's value
// is refused where it stands.
#include "cli/settings/read_toml.h"

#include <gtest/gtest.h>

#include <clocale>

#include "base/error.h"

namespace segme::cli {
namespace {

std::string refusal(const std::string& text) {
  try {
    read_toml(text, "my.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "";
}

TEST(read_toml, every_kind_of_value_becomes_the_word_that_would_be_typed) {
  const auto entries = read_toml(
      "quality = \"fast\"\nmatte = true\n# a comment\nthreads = 2\n[video]\ncrf = 23.5\nbackgrounds = ['a.jpg', 7]\n"
      "[data.check]\nno-repeats = false\n",
      "my.toml");
  ASSERT_EQ(entries.size(), 6U);
  EXPECT_EQ(entries[0].key, "quality");
  EXPECT_EQ(entries[0].table, "");
  EXPECT_EQ(entries[0].values, std::vector<std::string>{"fast"});
  EXPECT_EQ(entries[0].line, 1);
  EXPECT_EQ(entries[1].values, std::vector<std::string>{"true"});
  EXPECT_EQ(entries[2].values, std::vector<std::string>{"2"});
  EXPECT_EQ(entries[2].line, 4);
  EXPECT_EQ(entries[3].table, "video");
  EXPECT_EQ(entries[3].values, std::vector<std::string>{"23.5"});
  EXPECT_EQ(entries[4].values, (std::vector<std::string>{"a.jpg", "7"}));
  EXPECT_EQ(entries[5].table, "data.check");
  EXPECT_EQ(entries[5].line, 9);
}

TEST(read_toml, numbers_have_a_point_in_every_locale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"}) {
    if (std::setlocale(LC_ALL, locale) != nullptr) break;  // where none is there, C is tried once more
  }
  EXPECT_EQ(read_toml("crf = 23.5", "x")[0].values[0], "23.5");
  std::setlocale(LC_ALL, before.c_str());
}

TEST(read_toml, what_is_no_toml_is_refused_with_its_line) {
  EXPECT_NE(refusal("quality = \"fast\"\nmatte = yes\n").find("my.toml:2: this is not TOML"), std::string::npos);
  EXPECT_NE(refusal("quality fast").find("my.toml:1:"), std::string::npos);
  EXPECT_NE(refusal("a = 1\na = 2\n").find("my.toml:2:"), std::string::npos);
}

TEST(read_toml, a_date_is_no_value_of_an_option) {
  EXPECT_NE(refusal("quality = 2026-01-31").find("my.toml:1: the value of 'quality'"), std::string::npos);
  EXPECT_NE(refusal("quality = [[1]]").find("my.toml:1: the value of 'quality'"), std::string::npos);
}

}  // namespace
}  // namespace segme::cli
