// infer/subtraction: a known person before a known plate, with noise, light that drifts and a shadow.
#include "infer/subtraction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "base/resize.h"
#include "capture/synthetic.h"

namespace segme {
namespace {

struct Weather {
  double noise = 0;             ///< standard deviation of each value
  double light[3] = {1, 1, 1};  ///< of the frame, a channel
  double shadow = 1;            ///< of the light left in the lower left of the scene
};

std::uint8_t to_byte(double value) { return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0)); }

void expose(Image& image, const Weather& weather, std::mt19937& random) {
  std::normal_distribution<double> noise(0, 1);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < 3 * image.width(); ++x) {
      image.row(y)[x] = to_byte(image.row(y)[x] * weather.light[x % 3] + weather.noise * noise(random));
    }
  }
}

/// IoU of the person in parts of 1, and whether anybody was expected.
double iou(const Matte& coarse, const Matte& truth) {
  Matte matte;
  resize_matte(coarse, truth.width(), truth.height(), matte);
  double both = 0, either = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const bool a = matte.data()[i] > 0.5F, b = truth.data()[i] > 0.5F;
    both += a && b ? 1 : 0;
    either += a || b ? 1 : 0;
  }
  return either > 0 ? both / either : 1;
}

Synthetic::Options scene(int seed, int frames) {
  Synthetic::Options options;
  options.width = 480;
  options.height = 360;
  options.seed = seed;
  options.frames = frames;
  options.motion = 0.01F;
  options.background = Synthetic::Ground::texture;
  return options;
}

Subtraction make(const std::string& options) {
  Subtraction::Options read;
  read_options("bgsub", options, read);
  return Subtraction(read);
}

TEST(subtraction, finds_97_of_100_with_noise_and_drifting_light) {
  double sum = 0, least = 1;
  int count = 0;
  for (int seed = 1; seed <= 6; ++seed) {
    Synthetic synthetic(scene(seed, 12));
    std::mt19937 random(static_cast<unsigned>(seed));
    Subtraction subtraction = make("");
    Frame frame;
    Matte matte;
    while (synthetic.next(frame)) {
      if (frame.number == 0) subtraction.set_plate(synthetic.background());
      const double t = static_cast<double>(frame.number) / 11;
      Weather weather;
      weather.noise = 8;
      weather.light[0] = 1 + 0.25 * t;  // the lamp gets brighter and warmer
      weather.light[1] = 1 + 0.15 * t;
      weather.light[2] = 1 - 0.10 * t;
      expose(frame.image, weather, random);
      subtraction.segment(frame, matte);
      const double score = iou(matte, synthetic.truth());
      sum += score;
      least = std::min(least, score);
      ++count;
    }
  }
  RecordProperty("mean_iou", std::to_string(sum / count));
  EXPECT_GE(sum / count, 0.97) << "worst " << least;
  EXPECT_GE(least, 0.95);
}

TEST(subtraction, a_plate_is_captured_from_the_first_frames_and_again_when_asked) {
  Synthetic synthetic(scene(3, 40));
  std::mt19937 random(1);
  Subtraction subtraction = make("frames=10");
  Frame frame, empty;
  Matte matte;
  const Weather noisy{.noise = 12};
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 10; ++i) {
      EXPECT_NEAR(subtraction.captured(), i / 10.0, 1e-9);
      ASSERT_TRUE(synthetic.next(frame));
      empty.image = synthetic.background();
      if (round == 1) std::reverse(empty.image.data(), empty.image.data() + empty.image.size());  // another room
      expose(empty.image, noisy, random);
      subtraction.segment(empty, matte);
      EXPECT_TRUE(std::all_of(matte.data(), matte.data() + matte.size(), [](float v) { return v == 0; }));
    }
    EXPECT_EQ(subtraction.captured(), 1);
    subtraction.segment(empty, matte);
    EXPECT_TRUE(std::all_of(matte.data(), matte.data() + matte.size(), [](float v) { return v < 0.5F; }));
    ASSERT_TRUE(synthetic.next(frame));
    subtraction.segment(frame, matte);
    if (round == 0) {
      EXPECT_GT(iou(matte, synthetic.truth()), 0.95);
      subtraction.recapture();
    }
  }
}

TEST(subtraction, a_shadow_is_no_person_unless_shadows_are_off) {
  Synthetic synthetic(scene(2, 1));
  Frame frame;
  ASSERT_TRUE(synthetic.next(frame));
  const Matte& truth = synthetic.truth();
  for (int y = 80; y < 300; ++y) {
    for (int x = 0; x < 90; ++x) {
      for (int c = 0; c < 3; ++c) {
        std::uint8_t& value = frame.image.row(y)[3 * x + c];
        if (truth.row(y)[x] == 0) value = to_byte(0.75 * value);
      }
    }
  }
  Subtraction with = make("shadows=0.6"), without = make("shadows=1");
  with.set_plate(synthetic.background());
  without.set_plate(synthetic.background());
  Matte matte;
  with.segment(frame, matte);
  EXPECT_GT(iou(matte, truth), 0.95);
  without.segment(frame, matte);
  EXPECT_LT(iou(matte, truth), 0.9);
}

TEST(subtraction, the_plate_follows_slow_change_where_nobody_is) {
  // A corner slowly becomes brighter, the rest stays: no light of the whole scene explains that.
  Synthetic synthetic(scene(4, 1));
  Frame frame, now;
  ASSERT_TRUE(synthetic.next(frame));
  Subtraction follows = make("adapt=0.1"), stays = make("adapt=0");
  follows.set_plate(synthetic.background());
  stays.set_plate(synthetic.background());
  Matte matte, old;
  for (int i = 0; i <= 120; ++i) {
    now = frame;
    for (int y = 0; y < 90; ++y) {
      for (int x = 0; x < 3 * 90; ++x) {
        ASSERT_EQ(synthetic.truth().row(y)[x / 3], 0);
        now.image.row(y)[x] = to_byte(frame.image.row(y)[x] + 0.5 * i);
      }
    }
    follows.segment(now, matte);
    stays.segment(now, old);
  }
  EXPECT_GT(iou(matte, synthetic.truth()), 0.95);
  EXPECT_LT(iou(old, synthetic.truth()), 0.9);
}

TEST(subtraction, sizes_down_to_one_pixel_and_flat_pictures_work) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {7, 2}, {33, 65}}) {
    for (const int grey : {0, 128, 255}) {
      Frame frame;
      frame.image.resize(width, height, 3);
      frame.image.fill(static_cast<std::uint8_t>(grey));
      Subtraction subtraction = make("frames=1");
      Matte matte;
      subtraction.segment(frame, matte);
      subtraction.segment(frame, matte);
      for (std::size_t i = 0; i < matte.size(); ++i)
        ASSERT_EQ(matte.data()[i], 0) << width << "x" << height << " " << grey;
    }
  }
}

TEST(subtraction, a_plate_of_another_shape_is_refused) {
  Subtraction subtraction = make("");
  subtraction.set_plate(Image(40, 40, 3));
  Frame frame;
  frame.image.resize(40, 30, 3);
  frame.image.fill(9);
  Matte matte;
  EXPECT_THROW(subtraction.segment(frame, matte), Error);
}

TEST(subtraction, the_plate_mends_what_the_net_does_not_see_and_keeps_its_edge) {
  Matte plate(4, 1), net(4, 1), scratch;
  const float seen[] = {0, 1, 0, 1};
  const float said[] = {0.5F, 0.5F, 0.999F, 0.001F};
  std::copy_n(seen, 4, plate.data());
  std::copy_n(said, 4, net.data());
  join_mattes(plate, net, scratch);
  EXPECT_LT(net.data()[0], 0.2F);
  EXPECT_GT(net.data()[1], 0.8F);
  EXPECT_GT(net.data()[2], 0.9F) << "a shirt like the wall";
  EXPECT_LT(net.data()[3], 0.1F) << "a door that was opened";
}

}  // namespace
}  // namespace segme
