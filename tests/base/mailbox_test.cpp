// One slot between two threads: the newest thing wins, nothing is lost silently, and closing wakes everybody.
#include "base/mailbox.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace segme {
namespace {

TEST(mailbox, what_is_put_is_taken) {
  Mailbox<int> box;
  int value = 5;
  EXPECT_TRUE(box.put(value));
  int got = 0;
  EXPECT_TRUE(box.take(got));
  EXPECT_EQ(got, 5);
  EXPECT_EQ(box.replaced(), 0);
}

TEST(mailbox, a_newer_thing_replaces_an_unread_one) {
  Mailbox<int> box;
  for (int i = 1; i <= 10; ++i) {
    int value = i;
    box.put(value);
  }
  int got = 0;
  EXPECT_TRUE(box.take(got));
  EXPECT_EQ(got, 10);
  EXPECT_EQ(box.replaced(), 9);
}

TEST(mailbox, the_last_thing_can_be_taken_after_closing_and_no_more_can_be_put) {
  Mailbox<int> box;
  int value = 3;
  box.put(value);
  box.close();
  value = 4;
  EXPECT_FALSE(box.put(value));
  EXPECT_EQ(value, 4);
  int got = 0;
  EXPECT_TRUE(box.take(got));
  EXPECT_EQ(got, 3);
  EXPECT_FALSE(box.take(got));
  EXPECT_EQ(got, 3);
}

TEST(mailbox, who_does_not_wait_for_ever_is_told_what_there_was) {
  Mailbox<int> box;
  int got = 0;
  EXPECT_EQ(box.take_for(got, std::chrono::milliseconds(1)), Taken::nothing);
  int value = 8;
  box.put(value);
  EXPECT_EQ(box.take_for(got, std::chrono::milliseconds(0)), Taken::thing);
  EXPECT_EQ(got, 8);
  value = 9;
  box.put(value);
  box.close();
  EXPECT_EQ(box.take_for(got, std::chrono::milliseconds(0)), Taken::thing);
  EXPECT_EQ(got, 9);
  EXPECT_EQ(box.take_for(got, std::chrono::hours(1)), Taken::end);
}

TEST(mailbox, closing_wakes_a_waiting_reader) {
  Mailbox<int> box;
  bool taken = true;
  std::thread reader([&] {
    int got = 0;
    taken = box.take(got);
  });
  box.close();
  reader.join();
  EXPECT_FALSE(taken);
}

TEST(mailbox, three_buffers_go_round_and_none_is_allocated) {
  Mailbox<std::vector<int>> box;
  std::vector<int> writing, reading;
  std::set<const int*> places;
  for (int i = 0; i < 30; ++i) {
    writing.resize(100);
    if (i >= 3) places.insert(writing.data());  // by then the writer, the slot and the reader have one each
    box.put(writing);
    box.take(reading);
    EXPECT_EQ(reading.size(), 100u);
  }
  EXPECT_LE(places.size(), 3u);
}

TEST(mailbox, between_threads_order_is_kept_and_everything_is_taken_or_counted) {
  Mailbox<int> box;
  constexpr int kCount = 50000;
  std::thread writer([&] {
    for (int i = 1; i <= kCount; ++i) {
      int value = i;
      box.put(value);
    }
    box.close();
  });
  int last = 0, got = 0;
  std::int64_t taken = 0;
  while (box.take(got)) {
    EXPECT_GT(got, last);
    last = got;
    ++taken;
  }
  writer.join();
  EXPECT_EQ(last, kCount);
  EXPECT_EQ(taken + box.replaced(), kCount);
}

}  // namespace
}  // namespace segme
