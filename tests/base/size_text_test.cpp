// base/size_text: sizes as they are typed, and what is none.
#include "base/size_text.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(size_text, width_and_height) {
  EXPECT_EQ(parse_size("1280x720"), (std::pair{1280, 720}));
  EXPECT_EQ(parse_size("1x1"), (std::pair{1, 1}));
}

TEST(size_text, all_else_is_no_size) {
  for (const char* text : {"", "x", "1280", "1280x", "x720", "0x720", "-1x720", "1280x720x3", "1280x720 ", " 1280x720",
                           "1280X720", "12.5x720", "99999999999x1", "0x10x10"}) {
    EXPECT_FALSE(parse_size(text)) << text;
  }
}

}  // namespace
}  // namespace segme
