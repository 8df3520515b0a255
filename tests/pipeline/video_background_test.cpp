// pipeline/video_background: each frame gets the background of its moment, whatever the two frame rates are.
#include "pipeline/video_background.h"
#include "recipe/background.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <fstream>
#include <thread>

#include "base/sleeper.h"

namespace segme {
namespace {

/// `count` pictures at `rate` frames a second; picture i is of grey i + 1.
class Numbered final : public VideoSource {
 public:
  Numbered(int count, int rate, bool again) : count_(count), rate_(rate), again_(again) {
    info_.frame_rate = {rate, 1};
    info_.time_base = {1, rate};
    info_.width = info_.height = 8;
    if (again) info_.duration = static_cast<double>(count) / rate;
  }
  bool next(Frame& frame) override {
    if (at_ == count_) return false;
    frame.image.resize(8, 8, 3);
    frame.image.fill(static_cast<std::uint8_t>(at_ + 1));
    frame.seconds = static_cast<double>(at_) / rate_;
    ++at_;
    return true;
  }
  [[nodiscard]] const VideoInfo& info() const override { return info_; }
  [[nodiscard]] std::int64_t pts() const override { return at_ - 1; }
  [[nodiscard]] bool can_rewind() const override { return again_; }
  void rewind() override { at_ = 0; }
  void go_to(double seconds) override {
    at_ = std::min(count_, static_cast<int>(std::ceil(seconds * rate_ - 1e-9)));
    ++jumps;
  }
  std::atomic<int> jumps{0};

 private:
  int count_, rate_, at_ = 0;
  bool again_;
  VideoInfo info_;
};

TEST(video_background, is_the_picture_of_the_frames_moment) {
  for (const int rate : {10, 25, 60}) {  // slower and faster than the frames
    VideoBackground background(std::make_unique<Numbered>(200, rate, true), Fit::fill);
    for (int i = 0; i < 60; ++i) {
      const double seconds = i / 30.0;
      const int wanted = static_cast<int>(seconds * rate + 0.01) + 1;
      EXPECT_EQ(background.at(seconds, 16, 12).data()[0], wanted) << rate << " at " << seconds;
    }
  }
}

TEST(video_background, begins_anew_when_it_ends) {
  VideoBackground background(std::make_unique<Numbered>(3, 10, true), Fit::fill);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(background.at(i / 10.0, 8, 8).data()[0], i % 3 + 1) << i;
}

TEST(video_background, stays_at_its_last_picture_where_it_cannot) {
  VideoBackground background(std::make_unique<Numbered>(3, 10, false), Fit::fill);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(background.at(i / 10.0, 8, 8).data()[0], std::min(i, 2) + 1) << i;
}

TEST(video_background, frames_that_are_far_apart_skip_pictures) {
  VideoBackground background(std::make_unique<Numbered>(100, 10, true), Fit::fill);
  EXPECT_EQ(background.at(0.0, 8, 8).data()[0], 1);
  EXPECT_EQ(background.at(5.0, 8, 8).data()[0], 51);
  EXPECT_EQ(background.at(5.0, 8, 8).data()[0], 51);
}

TEST(video_background, is_a_file_that_is_no_picture) {
  const std::string file = testing::TempDir() + "background.mkv";
  std::ofstream(file) << "anything";
  EXPECT_TRUE(is_video_background(file));
  EXPECT_TRUE(is_video_background("http://localhost/clip.mp4"));
  EXPECT_FALSE(is_video_background("blur"));
  EXPECT_FALSE(is_video_background("white"));
  EXPECT_FALSE(is_video_background(SEGME_SOURCE_DIR "/samples/rocket.jpg"));
}

/// What a live background shows once it has caught up with this moment.
int settled(VideoBackground& background, double seconds, int wanted) {
  int shown = 0;
  for (int i = 0; i < 2000 && shown != wanted; ++i) {
    shown = background.at(seconds, 8, 8).data()[0];
    if (shown != wanted) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return shown;
}

TEST(video_background, one_that_is_chosen_late_begins_where_the_frames_are) {
  auto video = std::make_unique<Numbered>(100, 10, true);
  const std::atomic<int>& jumps = video->jumps;
  VideoBackground background(std::move(video), Fit::fill, Pace::live);
  EXPECT_EQ(settled(background, 3605.0, 51), 51) << "360 rounds and 5 seconds";
  EXPECT_EQ(jumps, 1);
  EXPECT_EQ(settled(background, 3605.1, 52), 52);
  EXPECT_EQ(settled(background, 3604.0, 52), 52) << "a camera that begins anew is no step back";
}

TEST(video_background, one_that_cannot_jump_begins_with_its_first_picture) {
  VideoBackground background(std::make_unique<Numbered>(100, 10, false), Fit::fill, Pace::live);
  EXPECT_EQ(settled(background, 3605.0, 1), 1);
  EXPECT_EQ(settled(background, 3605.5, 6), 6);
}

/// A first picture, then silence until it is asked to stop.
class Stalled final : public VideoSource {
 public:
  explicit Stalled(std::stop_token stop) : stop_(std::move(stop)) {}
  bool next(Frame& frame) override {
    if (number_++ > 0) {
      Sleeper().until(stop_, std::chrono::steady_clock::now() + std::chrono::hours(1));
      return false;
    }
    frame.image.resize(8, 8, 3);
    frame.image.fill(7);
    return true;
  }
  [[nodiscard]] const VideoInfo& info() const override { return info_; }
  [[nodiscard]] std::int64_t pts() const override { return 0; }
  [[nodiscard]] bool can_rewind() const override { return false; }
  void rewind() override {}
  void go_to(double) override {}

 private:
  std::stop_token stop_;
  int number_ = 0;
  VideoInfo info_;
};

TEST(video_background, one_that_stalls_holds_up_neither_live_frames_nor_who_leaves) {
  const std::stop_source stop;
  VideoBackground background(std::make_unique<Stalled>(stop.get_token()), Fit::fill, Pace::live, stop);
  EXPECT_EQ(settled(background, 0, 7), 7);
  for (int i = 1; i < 50; ++i) EXPECT_EQ(background.at(i, 8, 8).data()[0], 7);
}

TEST(video_background, frames_may_change_their_size) {
  for (const Pace pace : {Pace::each, Pace::live}) {
    VideoBackground background(std::make_unique<Numbered>(200, 10, true), Fit::fill, pace);
    for (int i = 0; i < 40; ++i) {
      const int width = i % 10 < 5 ? 16 : 24, height = i % 10 < 5 ? 12 : 10;
      const Image& picture = background.at(i / 10.0, width, height);
      ASSERT_EQ(picture.width(), width);
      ASSERT_EQ(picture.height(), height);
      if (pace == Pace::each) {
        EXPECT_EQ(picture.data()[0], i + 1);
      }
    }
  }
}

/// White on black: a square of half its sides.
class Square final : public VideoSource {
 public:
  bool next(Frame& frame) override {
    if (++number_ > 50) return false;
    frame.image.resize(80, 80, 3);
    for (int y = 0; y < 80; ++y) {
      for (int x = 0; x < 240; ++x) frame.image.row(y)[x] = x >= 60 && x < 180 && y >= 20 && y < 60 ? 255 : 0;
    }
    frame.seconds = number_ / 10.0;
    frame.pixel_aspect = 2;  // shown as 160 x 80
    return true;
  }
  [[nodiscard]] const VideoInfo& info() const override { return info_; }
  [[nodiscard]] std::int64_t pts() const override { return 0; }
  [[nodiscard]] bool can_rewind() const override { return false; }
  void rewind() override {}
  void go_to(double) override {}

 private:
  int number_ = 0;
  VideoInfo info_;
};

TEST(video_background, an_anamorphic_one_is_laid_out_as_it_is_shown) {
  for (const double aspect : {1.0, 2.0, 0.5}) {
    VideoBackground background(std::make_unique<Square>(), Fit::fit);
    const Image& picture = background.at(0, 80, 80, aspect);
    int wide = 0, high = 0;
    for (int i = 0; i < 80; ++i) {
      wide += picture.row(40)[3 * i] > 127 ? 1 : 0;
      high += picture.row(i)[3 * 40] > 127 ? 1 : 0;
    }
    EXPECT_NEAR(wide * aspect / high, 2, 0.2) << aspect;
  }
}

}  // namespace
}  // namespace segme
