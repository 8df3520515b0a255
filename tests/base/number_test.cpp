// base/number: the same number as the standard library's, in every locale.
#include "base/number.h"

#include <gtest/gtest.h>

#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>

namespace segme {
namespace {

std::optional<float> standard(const std::string& text) {
  float value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

TEST(number, reads_what_people_type) {
  for (const std::string text : {"0", "1", "-1", "0.5", ".5", "5.", "1e-6", "1E-6", "1e+2", "0.001", "255", "64",
                                 "3.4028235e38", "-0", "0.1", "0.333333333", "1000000000000000000000"}) {
    ASSERT_TRUE(parse_float(text).has_value()) << text;
    EXPECT_EQ(parse_float(text), standard(text)) << text;
  }
}

TEST(number, refuses_all_else) {
  for (const char* text : {"", " 1", "1 ", "+1", "1,5", "1.5.5", "e5", "1e", "1e+", "1e5x", "nan", "inf", "0x10", "-",
                           ".", "--1", "1e99", "1e99999999999", "3.5e38"}) {
    EXPECT_FALSE(parse_float(text).has_value()) << text;
  }
  EXPECT_EQ(parse_float("1e-99999999999"), 0.0F);
}

TEST(number, is_the_nearest_float_of_what_is_written_short_and_within_a_step_of_any) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    const float value = std::ldexp(static_cast<float>(random()), static_cast<int>(random() % 80) - 72);
    char text[64];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
    const std::optional<float> read = parse_float(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_LE(std::abs(*read - value), std::abs(std::nextafter(value, 2 * value) - value)) << text;
    std::snprintf(text, sizeof text, "%.3f", static_cast<double>(random() % 100000) / 1000);
    EXPECT_EQ(parse_float(text), standard(text)) << text;
  }
}

TEST(number, does_not_ask_the_locale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  bool comma = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"}) comma = comma || std::setlocale(LC_ALL, name);
  EXPECT_EQ(number_text(0.001F), "0.001");
  EXPECT_EQ(parse_float("0.25"), 0.25F);
  std::setlocale(LC_ALL, before.c_str());
  if (!comma) GTEST_SKIP() << "no locale with a decimal comma is installed";
}

TEST(number, writes_six_digits_without_zeros_at_the_end) {
  EXPECT_EQ(number_text(64), "64");
  EXPECT_EQ(number_text(1e-6F), "1e-06");
  EXPECT_EQ(number_text(-0.5F), "-0.5");
  EXPECT_EQ(number_text(1.0F / 3), "0.333333");
}

}  // namespace
}  // namespace segme
