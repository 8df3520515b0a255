// A live source: only the newest frame counts, nothing is lost at the end, and errors arrive.
#include "capture/newest.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/sleeper.h"
#include "capture/synthetic.h"
#include "tests/gate.h"

namespace segme {
namespace {

/// Gives `count` numbered frames, as fast as they are asked for, then ends or fails. Tells when it was read to its end.
class Numbers final : public Capture {
 public:
  Numbers(int count, bool fails, test::Gate* at_end) : count_(count), fails_(fails), at_end_(at_end) {}
  ~Numbers() override { *gone = true; }
  bool next(Frame& frame) override {
    if (number_ < count_) {
      frame.image.resize(2, 2, 3);
      frame.number = number_++;
      return true;
    }
    if (at_end_ != nullptr) at_end_->release();
    if (fails_) throw Error(ExitCode::input, "cannot read the camera: it was unplugged. Plug it in.");
    return false;
  }
  std::shared_ptr<std::atomic<bool>> gone = std::make_shared<std::atomic<bool>>(false);

 private:
  int count_;
  bool fails_;
  test::Gate* at_end_;
  int number_ = 0;
};

TEST(newest, a_slow_reader_gets_the_last_frame_and_then_the_end) {
  test::Gate at_end;
  Newest newest(std::make_unique<Numbers>(100, false, &at_end));
  at_end.acquire();  // all 100 frames are read
  Frame frame;
  ASSERT_TRUE(newest.next(frame));
  EXPECT_EQ(frame.number, 99);
  EXPECT_EQ(newest.dropped(), 99);
  EXPECT_FALSE(newest.next(frame));
  EXPECT_FALSE(newest.next(frame));
}

TEST(newest, numbers_only_grow_and_every_frame_is_handed_out_or_counted_as_dropped) {
  Newest newest(std::make_unique<Numbers>(20000, false, nullptr));
  Frame frame;
  std::int64_t last = -1, taken = 0;
  while (newest.next(frame)) {
    EXPECT_GT(frame.number, last);
    last = frame.number;
    ++taken;
  }
  EXPECT_EQ(last, 19999);
  EXPECT_EQ(taken + newest.dropped(), 20000);
}

TEST(newest, an_error_of_the_source_arrives_after_its_last_frame) {
  Newest newest(std::make_unique<Numbers>(1, true, nullptr));
  Frame frame;
  ASSERT_TRUE(newest.next(frame));
  EXPECT_THROW(newest.next(frame), Error);
  EXPECT_FALSE(newest.next(frame));
}

TEST(newest, it_can_be_left_in_the_middle_of_the_stream) {
  auto source = std::make_unique<Numbers>(1'000'000'000, false, nullptr);
  const std::shared_ptr<std::atomic<bool>> gone = source->gone;
  {
    Newest newest(std::move(source));
    Frame frame;
    ASSERT_TRUE(newest.next(frame));
  }
  EXPECT_TRUE(*gone);
}

/// Waits for ever, but for a stop.
class Silent final : public Capture {
 public:
  explicit Silent(std::stop_token stop) : stop_(std::move(stop)) {}
  bool next(Frame&) override {
    Sleeper().until(stop_, std::chrono::steady_clock::now() + std::chrono::hours(1));
    return false;
  }

 private:
  std::stop_token stop_;
};

TEST(newest, a_silent_source_does_not_hold_up_who_leaves) {
  Newest newest([](const std::stop_token& stop) { return std::make_unique<Silent>(stop); });
  EXPECT_TRUE(newest.opened_within(std::chrono::minutes(1)));
  Frame frame;
  EXPECT_EQ(newest.next_for(frame, std::chrono::milliseconds(1)), Taken::nothing);
}

TEST(newest, opening_may_take_for_ever_and_does_not_hold_up_who_leaves) {
  Newest newest([](const std::stop_token& stop) -> std::unique_ptr<Capture> {
    Sleeper().until(stop, std::chrono::steady_clock::now() + std::chrono::hours(1));
    throw Error(ExitCode::interrupted, "stopped while opening");
  });
  EXPECT_FALSE(newest.opened_within(std::chrono::milliseconds(1)));
  Frame frame;
  EXPECT_EQ(newest.next_for(frame, std::chrono::milliseconds(1)), Taken::nothing);
}

TEST(newest, a_source_that_cannot_be_stopped_is_left_to_itself) {
  const auto gate = std::make_shared<test::Gate>();
  const auto ended = std::make_shared<test::Gate>();
  {
    Newest newest([gate, ended](const std::stop_token&) -> std::unique_ptr<Capture> {
      gate->acquire();
      ended->release();
      throw Error(ExitCode::input, "nobody hears this");
    });
  }
  gate->release();
  ended->acquire();
}

TEST(newest, what_opening_throws_arrives) {
  const auto missing = [](const std::stop_token&) -> std::unique_ptr<Capture> {
    throw Error(ExitCode::input, "cannot read 'gone.mp4': no such file. Check the path or the address.");
  };
  Newest asked(missing);
  EXPECT_THROW(while (!asked.opened_within(std::chrono::milliseconds(10))){}, Error);
  Newest read(missing);
  Frame frame;
  EXPECT_THROW(read.next(frame), Error);
}

TEST(newest, a_frame_comes_through_unchanged) {
  Synthetic::Options options;
  Synthetic plain(options);
  Frame expected, got;
  ASSERT_TRUE(plain.next(expected));
  Newest newest(std::make_unique<Synthetic>(options));
  ASSERT_TRUE(newest.next(got));
  EXPECT_TRUE(std::equal(got.image.data(), got.image.data() + got.image.size(), expected.image.data()));
}

}  // namespace
}  // namespace segme
