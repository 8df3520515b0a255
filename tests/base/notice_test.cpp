// Notices: each once, to whoever listens.
#include "base/notice.h"

#include <gtest/gtest.h>

#include <vector>

namespace segme {
namespace {

std::vector<std::string> heard;

TEST(notice, is_told_once_and_only_to_a_listener) {
  notice("nobody hears this");
  listen_to_notices([](const std::string& sentence) { heard.push_back(sentence); });
  for (const char* sentence : {"one", "two", "one"}) notice(sentence);
  EXPECT_EQ(heard, (std::vector<std::string>{"one", "two"}));
  listen_to_notices(nullptr);
  notice("three");
  EXPECT_EQ(heard.size(), 2u);
}

}  // namespace
}  // namespace segme
