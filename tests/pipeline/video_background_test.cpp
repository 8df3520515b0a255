// pipeline/video_background: each frame gets the background of its moment, whatever the two frame rates are.
#include "pipeline/video_background.h"
#include "recipe/background.h"

#include <gtest/gtest.h>

#include <fstream>

namespace segme {
namespace {

/// `count` pictures at `rate` frames a second; picture i is of grey i + 1.
class Numbered final : public VideoSource {
 public:
  Numbered(int count, int rate, bool again) : count_(count), rate_(rate), again_(again) {
    info_.frame_rate = {rate, 1};
    info_.time_base = {1, rate};
    info_.width = info_.height = 8;
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
  [[nodiscard]] std::int64_t damaged() const override { return 0; }
  [[nodiscard]] bool can_rewind() const override { return again_; }
  void rewind() override { at_ = 0; }

 private:
  int count_, rate_, at_ = 0;
  bool again_;
  VideoInfo info_;
};

TEST(video_background, is_the_picture_of_the_frames_moment) {
  for (const int rate : {10, 25, 60}) {  // slower and faster than the frames
    VideoBackground background(std::make_unique<Numbered>(200, rate, true), "fill");
    for (int i = 0; i < 60; ++i) {
      const double seconds = i / 30.0;
      const int wanted = static_cast<int>(seconds * rate + 0.01) + 1;
      EXPECT_EQ(background.at(seconds, 16, 12).data()[0], wanted) << rate << " at " << seconds;
    }
  }
}

TEST(video_background, begins_anew_when_it_ends) {
  VideoBackground background(std::make_unique<Numbered>(3, 10, true), "fill");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(background.at(i / 10.0, 8, 8).data()[0], i % 3 + 1) << i;
}

TEST(video_background, stays_at_its_last_picture_where_it_cannot) {
  VideoBackground background(std::make_unique<Numbered>(3, 10, false), "fill");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(background.at(i / 10.0, 8, 8).data()[0], std::min(i, 2) + 1) << i;
}

TEST(video_background, frames_that_are_far_apart_skip_pictures) {
  VideoBackground background(std::make_unique<Numbered>(100, 10, true), "fill");
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

}  // namespace
}  // namespace segme
