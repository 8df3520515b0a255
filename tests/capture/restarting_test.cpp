// A source that goes away: it is opened again, numbers and times go on; who stays away is told of in its own words.
#include "capture/restarting.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

using std::chrono::milliseconds;

/// Gives two frames, then breaks.
class Loose final : public Capture {
 public:
  bool next(Frame& frame) override {
    if (number_ == 2) throw Error(ExitCode::input, "cannot read the camera: it was unplugged. Plug it in.");
    frame.image.resize(2, 2, 3);
    frame.seconds = 0.1 * number_;
    frame.number = number_++;
    return true;
  }

 private:
  int number_ = 0;
};

TEST(restarting, frames_go_on_over_a_break_and_time_never_steps_back) {
  Restarting source([] { return std::make_unique<Loose>(); }, milliseconds(10000), milliseconds(1), {});
  Frame frame;
  double last = -1;
  for (int i = 0; i < 9; ++i) {
    ASSERT_TRUE(source.next(frame));
    EXPECT_EQ(frame.number, i);
    EXPECT_GT(frame.seconds, last);
    last = frame.seconds;
  }
  EXPECT_EQ(source.restarts(), 4);
}

TEST(restarting, a_source_that_was_never_there_is_said_at_once) {
  const auto missing = []() -> std::unique_ptr<Capture> {
    throw Error(ExitCode::input, "cannot open '/dev/video7': no such device. List them with --list-cameras.");
  };
  EXPECT_THROW(Restarting(missing, milliseconds(100000), milliseconds(1), {}), Error);
}

TEST(restarting, who_stays_away_too_long_is_given_up_with_the_last_sentence) {
  int opened = 0;
  const auto once = [&opened]() -> std::unique_ptr<Capture> {
    if (opened++ > 0) throw Error(ExitCode::input, "cannot open it again");
    return std::make_unique<Loose>();
  };
  Restarting source(once, milliseconds(5), milliseconds(1), {});
  Frame frame;
  ASSERT_TRUE(source.next(frame));
  ASSERT_TRUE(source.next(frame));
  try {
    source.next(frame);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
  }
  EXPECT_GE(opened, 1);
}

TEST(restarting, whoever_asks_to_stop_does_not_wait_for_it) {
  int opened = 0;
  const auto once = [&opened]() -> std::unique_ptr<Capture> {
    if (opened++ > 0) throw Error(ExitCode::input, "cannot open it again");
    return std::make_unique<Loose>();
  };
  int asked = 0;
  Restarting source(once, milliseconds(1000000), milliseconds(1), [&asked] { return ++asked > 3; });
  Frame frame;
  EXPECT_TRUE(source.next(frame));
  EXPECT_TRUE(source.next(frame));
  EXPECT_FALSE(source.next(frame));
}

TEST(restarting, what_is_no_broken_source_is_no_reason_to_try_again) {
  class Buggy final : public Capture {
    bool next(Frame&) override { throw Error(ExitCode::usage, "no such option"); }
  };
  Restarting source([] { return std::make_unique<Buggy>(); }, milliseconds(1000000), milliseconds(1), {});
  Frame frame;
  EXPECT_THROW(source.next(frame), Error);
}

}  // namespace
}  // namespace segme
