// train/waiting: the user's own word counts, and a note comes only where one thread may be faster.
#include "train/waiting.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace segme::train {
namespace {

constexpr const char* kNames[] = {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME", "OPENBLAS_THREAD_TIMEOUT"};

TEST(train_waiting, is_asked_for_once) {
  for (const char* name : kNames) ::unsetenv(name);
  EXPECT_TRUE(ask_for_short_waiting());
  EXPECT_STREQ(std::getenv("GOMP_SPINCOUNT"), "10000");
  EXPECT_FALSE(ask_for_short_waiting()) << "or the program would start itself for ever";
}

TEST(train_waiting, what_the_user_has_set_stays) {
  for (const char* name : kNames) ::unsetenv(name);
  ::setenv("GOMP_SPINCOUNT", "7", 1);
  EXPECT_TRUE(ask_for_short_waiting());
  EXPECT_STREQ(std::getenv("GOMP_SPINCOUNT"), "7");
  ::unsetenv("KMP_BLOCKTIME");
  ::setenv("OMP_WAIT_POLICY", "active", 1);
  EXPECT_FALSE(ask_for_short_waiting());
  EXPECT_EQ(std::getenv("KMP_BLOCKTIME"), nullptr);
  for (const char* name : kNames) ::unsetenv(name);
}

TEST(train_waiting, is_spoken_of_where_others_take_the_cores) {
  EXPECT_NE(busy_note(6, 7.4, 2, 5, 2).find("--threads 1"), std::string::npos);
  EXPECT_EQ(busy_note(6, 7.4, 1, 5, 2), "") << "one thread waits for nobody";
  EXPECT_EQ(busy_note(6, 7.4, 2, 2, 2), "") << "the machine has time";
  EXPECT_EQ(busy_note(13, 7.4, 2, 5, 2), "") << "they get their cores";
}

}  // namespace
}  // namespace segme::train
