// sink/queued: order is kept, a slow sink holds nobody up where that is wanted, and nothing is lost at the end.
#include "sink/queued.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "tests/gate.h"

namespace segme {
namespace {

/// What the sink behind the queue did.
struct Seen {
  std::vector<int> values;
  std::vector<double> seconds;
  std::atomic<int> finished{0};
  test::Gate gate;  // a picture passes for each release, where `gated`
  bool gated = false;
  int fail_at = -1;
};

class Watcher final : public Sink {
 public:
  explicit Watcher(Seen& seen) : seen_(seen) {}
  void show(const Image& picture, double seconds) override {
    if (seen_.gated) seen_.gate.acquire();
    if (static_cast<int>(seen_.values.size()) == seen_.fail_at) {
      throw Error(ExitCode::output, "cannot write 'x': the disk is full. Make room.");
    }
    seen_.values.push_back(picture.data()[0]);
    seen_.seconds.push_back(seconds);
  }
  void finish() override { ++seen_.finished; }

 private:
  Seen& seen_;
};

Image grey(int value) {
  Image picture(3 + value % 4, 2, 3);
  picture.fill(static_cast<std::uint8_t>(value));
  return picture;
}

TEST(queued, a_queue_that_waits_loses_nothing_and_keeps_the_order) {
  Seen seen;
  Queued queued(std::make_unique<Watcher>(seen), 2, WhenFull::wait);
  for (int i = 0; i < 200; ++i) queued.show(grey(i), i / 10.0);
  queued.finish();
  ASSERT_EQ(seen.values.size(), 200U);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(seen.values[static_cast<std::size_t>(i)], i);
    EXPECT_EQ(seen.seconds[static_cast<std::size_t>(i)], i / 10.0);
  }
  EXPECT_EQ(queued.dropped(), 0);
  EXPECT_EQ(seen.finished, 1);
}

TEST(queued, a_sink_that_stands_still_holds_nobody_up_and_what_is_dropped_is_counted) {
  Seen seen;
  seen.gated = true;
  Queued queued(std::make_unique<Watcher>(seen), 3, WhenFull::drop);
  for (int i = 0; i < 100; ++i) queued.show(grey(i), i);  // comes back, though nothing is written
  const std::int64_t dropped = queued.dropped();
  EXPECT_GE(dropped, 96);  // three wait, one may be in the writer's hands
  seen.gate.release(100);
  queued.finish();
  EXPECT_EQ(static_cast<std::int64_t>(seen.values.size()) + dropped, 100);
  for (std::size_t i = 1; i < seen.values.size(); ++i) EXPECT_GT(seen.values[i], seen.values[i - 1]);
}

TEST(queued, what_the_sink_throws_arrives_and_the_sink_is_left_alone_after_it) {
  for (const WhenFull when_full : {WhenFull::wait, WhenFull::drop}) {
    Seen seen;
    seen.fail_at = 3;
    Queued queued(std::make_unique<Watcher>(seen), 50, when_full);
    int thrown = 0;
    for (int i = 0; i < 50; ++i) {
      try {
        queued.show(grey(i), i);
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::output);
        ++thrown;
      }
    }
    try {
      queued.finish();
    } catch (const Error&) {
      ++thrown;
    }
    EXPECT_EQ(thrown, 1);
    EXPECT_EQ(seen.values.size(), 3U);
    EXPECT_EQ(seen.finished, 0);
  }
}

TEST(queued, it_can_be_left_in_the_middle) {
  Seen seen;
  {
    Queued queued(std::make_unique<Watcher>(seen), 8, WhenFull::wait);
    for (int i = 0; i < 8; ++i) queued.show(grey(i), i);
  }
  EXPECT_LE(seen.values.size(), 8U);
  EXPECT_EQ(seen.finished, 0);
}

}  // namespace
}  // namespace segme
