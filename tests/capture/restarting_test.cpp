// A source that goes away: it is opened again, numbers and times go on; who stays away is told of in its own words.
#include "capture/restarting.h"

#include <gtest/gtest.h>

#include <thread>

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

Restarting::Patience patient(int away, std::function<bool()> endless = {}) {
  return {milliseconds(away), milliseconds(1), std::move(endless)};
}

TEST(restarting, frames_go_on_over_a_break_and_time_never_steps_back) {
  Restarting source([] { return std::make_unique<Loose>(); }, patient(10000));
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

TEST(restarting, that_it_goes_and_comes_back_is_told_once_each) {
  std::string told;
  int opened = 0;
  const auto open = [&opened]() -> std::unique_ptr<Capture> {
    if (++opened % 3 != 1) throw Error(ExitCode::input, "not yet");  // every third try finds it
    return std::make_unique<Loose>();
  };
  Restarting::Patience patience = patient(10000);
  patience.tell = [&told](bool there) { told += there ? "there " : "gone "; };
  Restarting source(open, patience);
  Frame frame;
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(source.next(frame));
  EXPECT_EQ(told, "gone there gone there ");
}

TEST(restarting, nothing_is_told_where_it_is_not_tried_again) {
  bool told = false;
  Restarting::Patience patience = patient(0);
  patience.tell = [&told](bool) { told = true; };
  Restarting source([] { return std::make_unique<Loose>(); }, patience);
  Frame frame;
  EXPECT_TRUE(source.next(frame));
  EXPECT_TRUE(source.next(frame));
  EXPECT_THROW(source.next(frame), Error);
  EXPECT_FALSE(told);
}

TEST(restarting, a_source_that_was_never_there_is_said_at_once) {
  const auto missing = []() -> std::unique_ptr<Capture> {
    throw Error(ExitCode::input, "cannot open '/dev/video7': no such device. List them with --list-cameras.");
  };
  EXPECT_THROW(Restarting(missing, patient(100000)), Error);
}

TEST(restarting, who_stays_away_too_long_is_given_up_with_the_last_sentence) {
  int opened = 0;
  const auto once = [&opened]() -> std::unique_ptr<Capture> {
    if (opened++ > 0) throw Error(ExitCode::input, "cannot open it again");
    return std::make_unique<Loose>();
  };
  Restarting source(once, patient(5));
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
  std::stop_source stop;
  Restarting source(once, {std::chrono::hours(1), std::chrono::hours(1), {}}, stop.get_token());
  Frame frame;
  EXPECT_TRUE(source.next(frame));
  EXPECT_TRUE(source.next(frame));
  std::thread asks([&] { stop.request_stop(); });
  EXPECT_FALSE(source.next(frame));
  asks.join();
}

/// Gives two frames, then ends without a fault.
class Short final : public Capture {
 public:
  bool next(Frame& frame) override {
    if (number_ == 2) return false;
    frame.image.resize(2, 2, 3);
    frame.seconds = 0.1 * number_;
    frame.number = number_++;
    return true;
  }

 private:
  int number_ = 0;
};

TEST(restarting, a_stream_that_ends_well_may_come_back_and_a_film_may_not) {
  Frame frame;
  Restarting stream([] { return std::make_unique<Short>(); }, patient(10000, [] { return true; }));
  for (int i = 0; i < 9; ++i) {
    ASSERT_TRUE(stream.next(frame));
    EXPECT_EQ(frame.number, i);
  }
  EXPECT_EQ(stream.restarts(), 4);
  for (const bool asked : {false, true}) {
    Restarting film([] { return std::make_unique<Short>(); },
                    patient(10000, asked ? std::function<bool()>([] { return false; }) : nullptr));
    EXPECT_TRUE(film.next(frame));
    EXPECT_TRUE(film.next(frame));
    EXPECT_FALSE(film.next(frame));
    EXPECT_EQ(film.restarts(), 0);
  }
}

TEST(restarting, who_ended_well_and_does_not_come_back_is_no_fault) {
  int opened = 0;
  const auto once = [&opened]() -> std::unique_ptr<Capture> {
    if (opened++ > 0) throw Error(ExitCode::input, "cannot open it again");
    return std::make_unique<Short>();
  };
  Restarting source(once, patient(20, [] { return true; }));
  Frame frame;
  EXPECT_TRUE(source.next(frame));
  EXPECT_TRUE(source.next(frame));
  EXPECT_FALSE(source.next(frame));
  EXPECT_GE(opened, 2) << "it was tried";
}

/// Silent for longer than the patience, then it breaks; opened again it works.
TEST(restarting, patience_begins_when_the_source_has_gone) {
  class Silent final : public Capture {
    bool next(Frame&) override {
      std::this_thread::sleep_for(milliseconds(60));
      throw Error(ExitCode::input, "cannot read on");
    }
  };
  int opened = 0;
  const auto open = [&opened]() -> std::unique_ptr<Capture> {
    if (opened++ == 0) return std::make_unique<Silent>();
    return std::make_unique<Short>();
  };
  Restarting source(open, patient(50));
  Frame frame;
  EXPECT_TRUE(source.next(frame));
}

TEST(restarting, what_is_no_broken_source_is_no_reason_to_try_again) {
  class Buggy final : public Capture {
    bool next(Frame&) override { throw Error(ExitCode::usage, "no such option"); }
  };
  Restarting source([] { return std::make_unique<Buggy>(); }, patient(1000000));
  Frame frame;
  EXPECT_THROW(source.next(frame), Error);
}

}  // namespace
}  // namespace segme
