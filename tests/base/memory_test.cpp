// Room for memory: what is there is seen to be there, and what no machine has is not.
#include "base/memory.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace segme {
namespace {

TEST(memory, there_is_room_for_a_megabyte_and_not_for_all_addresses) {
  EXPECT_TRUE(has_room(1U << 20U));
  EXPECT_FALSE(has_room(std::size_t{1} << 62U));
  EXPECT_TRUE(has_room(1U << 20U));
}

TEST(memory, the_sentence_says_what_to_do) {
  EXPECT_NE(memory_sentence().find("not enough memory"), std::string::npos);
  EXPECT_NE(memory_sentence().find("smaller picture"), std::string::npos);
}

}  // namespace
}  // namespace segme
