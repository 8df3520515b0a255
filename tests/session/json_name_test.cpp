// session/json_name: different names stay different, and good ones as they are.
#include "session/json_name.h"

#include <gtest/gtest.h>

#include <map>

namespace segme::session {
namespace {

std::map<std::string, std::string> fields(const std::string& name) {
  std::map<std::string, std::string> object;
  put_name(object, "input", name);
  return object;
}

TEST(json_name, utf_8_stays_as_it_is) {
  for (const std::string name : {"a b.jpg", "caf\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD", ""}) {
    EXPECT_EQ(fields(name), (std::map<std::string, std::string>{{"input", name}}));
  }
}

TEST(json_name, other_bytes_are_said_beside_it) {
  EXPECT_EQ(fields("caf\xE9.jpg"),
            (std::map<std::string, std::string>{{"input", "caf\xEF\xBF\xBD.jpg"}, {"input_bytes", "Y2Fm6S5qcGc="}}));
  EXPECT_EQ(fields("caf\xE8.jpg")["input_bytes"], "Y2Fm6C5qcGc=");
  EXPECT_EQ(fields("\xFF")["input_bytes"], "/w==");
  EXPECT_EQ(fields("\xFF\xFE")["input_bytes"], "//4=");
  EXPECT_EQ(fields("\xFF\xFE\xFD")["input_bytes"], "//79");
}

TEST(json_name, secrets_are_in_neither_form) {
  EXPECT_EQ(fields("http://u:pass@h/\xE9"),
            (std::map<std::string, std::string>{{"input", "http://***@h/\xEF\xBF\xBD"},
                                                {"input_bytes", "aHR0cDovLyoqKkBoL+k="}}));
}

TEST(json_name, what_utf_8_forbids_is_no_character) {
  for (const std::string name : {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                                 "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xE2\x82", "a\xF0\x9F\x98"}) {
    EXPECT_EQ(fields(name).size(), 2U) << testing::PrintToString(name);
  }
}

}  // namespace
}  // namespace segme::session
