// A file that plays as a camera: never early, and on from the start without a step back in time.
#include "capture/paced.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/stopwatch.h"
#include "capture/synthetic.h"

namespace segme {
namespace {

Paced::Open small(int frames) {
  return [frames] {
    Synthetic::Options options;
    options.width = options.height = 8;
    options.frames = frames;
    return std::make_unique<Synthetic>(options);
  };
}

TEST(paced, no_frame_comes_before_its_time) {
  Paced paced(small(6), false);
  Frame frame;
  const Stopwatch watch;
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(paced.next(frame));
    EXPECT_EQ(frame.number, i);
    EXPECT_GE(watch.milliseconds() + 0.01, 1000.0 * i / 30) << i;
  }
  EXPECT_FALSE(paced.next(frame));
}

TEST(paced, it_goes_on_from_the_start_and_time_goes_on) {
  Paced paced(small(3), true);
  Frame frame;
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(paced.next(frame));
    EXPECT_EQ(frame.number, i);
    EXPECT_NEAR(frame.seconds, i / 30.0, 1e-9);
  }
}

TEST(paced, a_source_without_frames_ends_also_when_it_should_go_on) {
  Paced paced(small(0), true);
  Frame frame;
  EXPECT_FALSE(paced.next(frame));
}

TEST(paced, whoever_asks_to_stop_does_not_wait_for_the_next_frame) {
  class Hourly final : public Capture {
    bool next(Frame& frame) override {
      frame.seconds = 3600.0 * static_cast<double>(number_++);
      return true;
    }
    int number_ = 0;
  };
  std::stop_source stop;
  Paced paced([] { return std::make_unique<Hourly>(); }, false, stop.get_token());
  Frame frame;
  ASSERT_TRUE(paced.next(frame));
  std::thread asks([&] { stop.request_stop(); });
  EXPECT_FALSE(paced.next(frame));
  asks.join();
}

}  // namespace
}  // namespace segme
