// refine/motion: content that moves by a known way takes its matte along.
#include "refine/motion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/resize.h"
#include "capture/synthetic.h"

namespace segme {
namespace {

double iou(const Matte& a, const Matte& b) {
  std::size_t both = 0, either = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += a.data()[i] > 0.5F && b.data()[i] > 0.5F ? 1U : 0U;
    either += a.data()[i] > 0.5F || b.data()[i] > 0.5F ? 1U : 0U;
  }
  return static_cast<double>(both) / static_cast<double>(std::max<std::size_t>(1, either));
}

struct Video {
  std::vector<Frame> frames;
  std::vector<Matte> truths;
};

Video draw(const Synthetic::Options& options) {
  Video video;
  Synthetic synthetic(options);
  Frame frame;
  while (synthetic.next(frame)) {
    video.frames.push_back(frame);
    video.truths.push_back(synthetic.truth());
  }
  return video;
}

TEST(motion, what_stands_still_keeps_its_matte_exactly) {
  Synthetic::Options options;
  options.background = Synthetic::Ground::texture;
  const Video video = draw(options);
  MatteMotion motion;
  motion.remember(video.frames[0], video.truths[0]);
  Matte moved;
  motion.move(video.frames[0], moved);
  ASSERT_EQ(moved.size(), video.truths[0].size());
  for (std::size_t i = 0; i < moved.size(); ++i) ASSERT_NEAR(moved.data()[i], video.truths[0].data()[i], 1e-4F);
}

TEST(motion, a_picture_pushed_by_a_known_way_pushes_its_matte_by_the_same) {
  Synthetic::Options options;
  options.width = 384;
  options.height = 288;
  options.background = Synthetic::Ground::texture;
  const Video video = draw(options);
  constexpr int kRight = 16, kDown = 10;
  const auto from = [](int at, int by) { return std::max(0, at - by); };
  Frame pushed = video.frames[0];
  Matte truth = video.truths[0];
  for (int y = 0; y < 288; ++y) {
    for (int x = 0; x < 384; ++x) {
      const std::uint8_t* pixel = video.frames[0].image.row(from(y, kDown)) + 3 * from(x, kRight);
      std::copy_n(pixel, 3, pushed.image.row(y) + 3 * x);
      truth.row(y)[x] = video.truths[0].row(from(y, kDown))[from(x, kRight)];
    }
  }
  MatteMotion motion;
  motion.remember(video.frames[0], video.truths[0]);
  Matte moved;
  motion.move(pushed, moved);
  const double stale = 1 - iou(video.truths[0], truth);
  ASSERT_GT(stale, 0.08) << "the push is too small to prove anything";
  EXPECT_LT(1 - iou(moved, truth), 0.5 * stale);
}

/// The matte of two frames ago of a person who walks and runs: moving it wins back most of what a stale one loses.
TEST(motion, of_what_a_stale_matte_loses_on_a_moving_person_more_than_half_is_won_back) {
  for (const char* background : {"flat", "gradient", "texture", "noise"}) {
    for (const float speed : {0.03F, 0.06F}) {
      Synthetic::Options options;
      options.frames = 24;
      options.width = 384;
      options.height = 216;
      options.motion = speed;
      options.background = *find_named<Synthetic::Ground>(background);
      const Video video = draw(options);
      double stale = 0, moved = 0;
      for (std::size_t i = 2; i < video.frames.size(); ++i) {
        Matte coarse, truth, out;
        resize_matte(video.truths[i - 2], 96, 96, coarse);
        resize_matte(video.truths[i], 96, 96, truth);
        MatteMotion motion;
        motion.remember(video.frames[i - 2], coarse);
        motion.move(video.frames[i], out);
        stale += 1 - iou(coarse, truth);
        moved += 1 - iou(out, truth);
      }
      const auto count = static_cast<double>(video.frames.size() - 2);
      std::printf("%-8s motion %.2f: IoU stale %.4f, moved %.4f\n", background, static_cast<double>(speed),
                  1 - stale / count, 1 - moved / count);
      EXPECT_LT(moved, 0.6 * stale) << background << ", " << speed;
    }
  }
}

TEST(motion, every_size_is_moved_and_stays_between_0_and_1) {
  for (const auto& [width, height] : {std::pair{1, 1}, {2, 90}, {90, 2}, {33, 17}, {641, 480}}) {
    for (const auto& [across, down] : {std::pair{1, 1}, {5, 3}, {64, 48}}) {
      Synthetic::Options options;
      options.width = width;
      options.height = height;
      options.frames = 2;
      options.motion = 0.1F;
      options.background = Synthetic::Ground::noise;
      const Video video = draw(options);
      Matte coarse(across, down), moved;
      for (std::size_t i = 0; i < coarse.size(); ++i) coarse.data()[i] = static_cast<float>(i % 7) / 6;
      MatteMotion motion;
      motion.remember(video.frames[0], coarse);
      motion.move(video.frames[1], moved);
      ASSERT_EQ(moved.width(), across);
      ASSERT_EQ(moved.height(), down);
      for (std::size_t i = 0; i < moved.size(); ++i) ASSERT_TRUE(moved.data()[i] >= 0 && moved.data()[i] <= 1);
    }
  }
}

TEST(motion, it_remembers_frames_of_one_size_and_forgets_when_told) {
  Synthetic::Options options;
  const Video video = draw(options);
  MatteMotion motion;
  EXPECT_FALSE(motion.remembers(video.frames[0]));
  motion.remember(video.frames[0], video.truths[0]);
  EXPECT_TRUE(motion.remembers(video.frames[0]));
  Frame other;
  other.image.resize(10, 10, 3);
  EXPECT_FALSE(motion.remembers(other));
  Matte moved;
  EXPECT_THROW(motion.move(other, moved), std::logic_error);
  motion.reset();
  EXPECT_FALSE(motion.remembers(video.frames[0]));
}

}  // namespace
}  // namespace segme
