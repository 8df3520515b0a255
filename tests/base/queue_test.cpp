// base/queue: order, waiting, and the end.
#include "base/queue.h"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>

namespace segme {
namespace {

TEST(queue, keeps_the_order_between_threads) {
  Queue<int> queue(3);
  std::thread writer([&] {
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(queue.put(i));
    queue.close();
  });
  int value = 0;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(queue.take(value));
    ASSERT_EQ(value, i);
  }
  EXPECT_FALSE(queue.take(value));
  writer.join();
}

TEST(queue, every_thing_is_taken_once_by_several_readers) {
  Queue<int> queue(2);
  std::vector<int> sums(3, 0);
  std::vector<std::thread> readers;
  for (int& sum : sums) {
    readers.emplace_back([&queue, &sum] {
      for (int value = 0; queue.take(value);) sum += value;
    });
  }
  for (int i = 1; i <= 500; ++i) queue.put(i);
  queue.close();
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(std::accumulate(sums.begin(), sums.end(), 0), 500 * 501 / 2);
}

TEST(queue, closing_wakes_who_waits_for_room_or_for_things) {
  Queue<int> full(1);
  ASSERT_TRUE(full.put(1));
  std::thread writer([&] { EXPECT_FALSE(full.put(2)); });
  Queue<int> empty(1);
  std::thread reader([&] {
    int value = 0;
    EXPECT_FALSE(empty.take(value));
  });
  full.close();
  empty.close();
  writer.join();
  reader.join();
  int value = 0;
  EXPECT_TRUE(full.take(value));  // what is inside can still be taken
  EXPECT_EQ(value, 1);
  EXPECT_FALSE(full.take(value));
}

}  // namespace
}  // namespace segme
