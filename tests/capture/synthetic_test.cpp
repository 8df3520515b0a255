// The drawn person: everybody's truth, so it is held against its own promises here.
#include "capture/synthetic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/capture/made_files.h"

namespace segme {
namespace {

struct Drawn {
  Frame frame;
  Matte truth;
};

Drawn draw(const Synthetic::Options& options, int frames = 1) {
  Synthetic synthetic(options);
  Drawn drawn;
  for (int i = 0; i < frames; ++i) EXPECT_TRUE(synthetic.next(drawn.frame));
  drawn.truth = synthetic.truth();
  return drawn;
}

double area(const Matte& matte) {
  double sum = 0.0;
  for (std::size_t i = 0; i < matte.size(); ++i) sum += matte.data()[i];
  return sum;
}

bool equal(const Matte& a, const Matte& b) {
  return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

TEST(synthetic, the_frame_is_the_truth_mixed_from_foreground_and_background) {
  for (const char* background : {"flat", "gradient", "texture", "noise"}) {
    Synthetic::Options options;
    options.background = *find_named<Synthetic::Ground>(background);
    options.people = 2;
    Synthetic synthetic(options);
    Frame frame;
    ASSERT_TRUE(synthetic.next(frame));
    for (std::size_t i = 0; i < frame.image.size(); ++i) {
      const double alpha = synthetic.truth().data()[i / 3];
      const double mixed =
          alpha * synthetic.foreground_colours().data()[i] + (1 - alpha) * synthetic.background().data()[i];
      ASSERT_NEAR(frame.image.data()[i], mixed, 0.501) << background;
    }
  }
}

TEST(synthetic, the_truth_has_full_empty_and_soft_pixels) {
  const Matte truth = draw({.width = 320, .height = 240}).truth;
  int full = 0, empty = 0, soft = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const float value = truth.data()[i];
    ASSERT_GE(value, 0.0f);
    ASSERT_LE(value, 1.0f);
    full += value == 1.0f;
    empty += value == 0.0f;
    soft += value > 0.0f && value < 1.0f;
  }
  EXPECT_GT(full, 320 * 240 / 8);
  EXPECT_GT(empty, 320 * 240 / 4);
  EXPECT_GT(soft, 500);
}

TEST(synthetic, hair_is_thinner_than_a_pixel_and_still_there) {
  // Strands: soft pixels without any full pixel around them.
  const Matte truth = draw({.width = 320, .height = 240}).truth;
  int strands = 0;
  for (int y = 1; y < 239; ++y) {
    for (int x = 1; x < 319; ++x) {
      float largest = 0.0f;
      for (int i = -1; i <= 1; ++i) {
        for (int j = -1; j <= 1; ++j) largest = std::max(largest, truth.row(y + i)[x + j]);
      }
      strands += truth.row(y)[x] > 0.1f && largest < 1.0f;
    }
  }
  EXPECT_GT(strands, 50);
}

TEST(synthetic, the_truth_is_area_sampled) {
  // Four times the size, averaged over 4 x 4, is the same shape: a hard-edged or shifted truth would differ.
  const Matte small = draw({.width = 160, .height = 120}).truth;
  const Matte large = draw({.width = 640, .height = 480}).truth;
  double difference = 0.0;
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 160; ++x) {
      float mean = 0.0f;
      for (int i = 0; i < 16; ++i) mean += large.row(4 * y + i / 4)[4 * x + i % 4] / 16.0f;
      ASSERT_NEAR(small.row(y)[x], mean, 0.13f) << x << " " << y;
      difference += small.row(y)[x] - mean;
    }
  }
  EXPECT_NEAR(difference / area(small), 0.0, 0.001);
}

TEST(synthetic, the_same_seed_draws_the_same_and_another_seed_another) {
  Synthetic::Options options;
  options.background = Synthetic::Ground::noise;
  const Drawn first = draw(options, 1), again = draw(options, 1);
  EXPECT_TRUE(made::same(first.frame.image, again.frame.image));
  EXPECT_TRUE(equal(first.truth, again.truth));
  options.seed = 2;
  EXPECT_FALSE(equal(first.truth, draw(options).truth));
}

TEST(synthetic, frames_are_counted_timed_and_come_to_an_end) {
  Synthetic synthetic({.width = 16, .height = 16, .frames = 3});
  Frame frame;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(synthetic.next(frame));
    EXPECT_EQ(frame.number, i);
    EXPECT_DOUBLE_EQ(frame.seconds, i / 30.0);
  }
  EXPECT_FALSE(synthetic.next(frame));
}

TEST(synthetic, motion_moves_the_person_and_stillness_does_not) {
  Synthetic::Options options;
  options.frames = 2;
  EXPECT_TRUE(equal(draw(options, 1).truth, draw(options, 2).truth));
  options.motion = 0.05f;
  const Matte before = draw(options, 1).truth, after = draw(options, 2).truth;
  EXPECT_FALSE(equal(before, after));
  EXPECT_NEAR(area(after) / area(before), 1.0, 0.05);
}

TEST(synthetic, noise_changes_from_frame_to_frame_and_the_truth_does_not) {
  Synthetic::Options options;
  options.frames = 2;
  options.background = Synthetic::Ground::noise;
  const Drawn first = draw(options, 1), second = draw(options, 2);
  EXPECT_FALSE(made::same(first.frame.image, second.frame.image));
  EXPECT_TRUE(equal(first.truth, second.truth));
}

TEST(synthetic, nobody_is_an_empty_matte_and_more_people_are_more_matte) {
  EXPECT_EQ(area(draw({.people = 0}).truth), 0.0);
  const double one = area(draw({.people = 1}).truth), two = area(draw({.people = 2}).truth);
  EXPECT_GT(two, one * 1.01);
  EXPECT_LT(two, one * 1.5) << "the first person is the largest";
}

TEST(synthetic, any_size_can_be_drawn) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 50}, {50, 1}, {7, 3}, {33, 200}}) {
    const Drawn drawn = draw({.width = width, .height = height, .people = 3, .background = Synthetic::Ground::texture});
    EXPECT_EQ(drawn.frame.image.width(), width);
    EXPECT_EQ(drawn.truth.height(), height);
  }
}

}  // namespace
}  // namespace segme
