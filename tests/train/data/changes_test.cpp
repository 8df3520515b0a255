// train/data: light, camera and edge change what they are to change, and nothing else.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "train/data/camera.h"
#include "train/data/edge.h"
#include "train/data/light.h"

namespace segme::train {
namespace {

using Bytes = std::vector<std::uint8_t>;

double channel_mean(const Bytes& rgba, std::size_t channel) {
  double sum = 0;
  for (std::size_t i = channel; i < rgba.size(); i += 4) sum += rgba[i];
  return sum / (static_cast<double>(rgba.size()) / 4);
}

Bytes filled(int size, std::uint8_t r, std::uint8_t g, std::uint8_t b, std::uint8_t a) {
  Bytes rgba;
  for (int i = 0; i < size * size; ++i) rgba.insert(rgba.end(), {r, g, b, a});
  return rgba;
}

TEST(train_light, neutral_tones_change_nothing) {
  Bytes rgba;
  for (int i = 0; i < 256; ++i) {
    const auto value = static_cast<std::uint8_t>(i);
    rgba.insert(rgba.end(), {value, static_cast<std::uint8_t>(255 - i), value, value});
  }
  const Bytes before = rgba;
  apply_tones(neutral_tones(), rgba);
  EXPECT_EQ(rgba, before);
}

TEST(train_light, drawn_tones_stay_in_range_and_never_turn_light_to_dark) {
  Random random(4);
  for (int i = 0; i < 50; ++i) {
    Tones tones = draw_tones(1.5F, random);
    if (i % 2 == 1) darken(tones, random);
    for (const Tone& tone : tones) {
      ASSERT_TRUE(tone.front() >= 0 && tone.back() <= 255);
      ASSERT_TRUE(std::is_sorted(tone.begin(), tone.end()));
    }
  }
}

TEST(train_light, a_dark_room_is_dark) {
  Random random(4);
  for (int i = 0; i < 20; ++i) {
    Tones tones = neutral_tones();
    darken(tones, random);
    for (const Tone& tone : tones) EXPECT_LT(tone[200], 180);
  }
}

TEST(train_light, a_matched_person_comes_nearer_to_the_background) {
  Bytes person = filled(8, 200, 120, 60, 255);
  for (std::size_t i = 0; i < 4 * 20; i += 4) person[i] = person[i + 3] = 0;  // what is not person does not count
  const Bytes background = filled(8, 100, 180, 90, 0);
  apply_tones(match_tones(person, background, 1.0F), person);
  EXPECT_EQ(person[4 * 30], 100);
  EXPECT_EQ(person[4 * 30 + 1], 180);
  EXPECT_EQ(person[4 * 30 + 2], 90);
}

/// Three planes of side `size` that one function of (x, y) fills.
class Picture {
 public:
  template <class Function>
  Picture(int size, Function value) : size_(size), values_(static_cast<std::size_t>(size * size) * 3) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const int p = static_cast<int>(i) % (size * size);
      values_[i] = static_cast<float>(value(p % size, p / size));
    }
  }
  Planes planes() { return {values_.data(), size_, &spare_}; }
  [[nodiscard]] const std::vector<float>& values() const { return values_; }
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const float value : values_) sum += static_cast<double>(value);
    return sum / static_cast<double>(values_.size());
  }

 private:
  int size_;
  std::vector<float> values_, spare_;
};

TEST(train_camera, an_even_picture_stays_even) {
  for (const int size : {1, 2, 7, 16, 40}) {
    Picture picture(size, [](int, int) { return 90; });
    blur(picture.planes(), 3, 3);
    coarsen(picture.planes(), 3);
    for (const float value : picture.values()) ASSERT_NEAR(value, 90, 1e-3) << size;
  }
}

TEST(train_camera, blur_keeps_the_light_and_spreads_it) {
  Picture picture(31, [](int x, int y) { return x == 15 && y == 15 ? 255 : 0; });
  const double before = picture.mean();
  blur(picture.planes(), 2, 1);
  EXPECT_NEAR(picture.mean(), before, 1e-4);
  EXPECT_NEAR(picture.values()[15 * 31 + 15], 255 * 6.0 / 16, 1e-3);  // 1 4 6 4 1
  EXPECT_NEAR(picture.values()[15 * 31 + 17], 255 * 1.0 / 16, 1e-3);
  EXPECT_NEAR(picture.values()[16 * 31 + 15], 0, 1e-6);
}

TEST(train_camera, a_coarse_ramp_stays_where_it_was) {
  Picture picture(48, [](int x, int) { return 4 * x; });
  coarsen(picture.planes(), 4);
  for (int x = 2; x < 46; ++x) EXPECT_NEAR(picture.values()[static_cast<std::size_t>(24 * 48 + x)], 4 * x, 1e-3);
}

TEST(train_camera, coarse_pixels_forget_what_is_finer_than_they) {
  Picture picture(32, [](int x, int y) { return (x + y) % 2 == 0 ? 255 : 0; });
  coarsen(picture.planes(), 2);
  for (const float value : picture.values()) EXPECT_NEAR(value, 127.5, 1e-3);
}

TEST(train_camera, noise_has_its_sigma_and_no_colour_of_its_own) {
  for (const int grain : {1, 3}) {
    Picture picture(128, [](int, int) { return 100; });
    Random random(8);
    add_noise(picture.planes(), 6, grain, random);
    double squares = 0;
    for (const float value : picture.values()) squares += std::pow(static_cast<double>(value) - 100, 2);
    EXPECT_NEAR(picture.mean(), 100, 0.5);
    EXPECT_NEAR(std::sqrt(squares / static_cast<double>(picture.values().size())), 6, 0.5);
  }
}

TEST(train_camera, faint_compression_changes_nearly_nothing_and_a_strong_one_keeps_the_mean_of_a_block) {
  const auto waves = [](int x, int y) { return 128 + 60 * std::sin(x * 0.7) * std::cos(y * 0.4); };
  Picture faint(24, waves);
  Picture strong(24, waves);
  const Picture before(24, waves);
  compress(faint.planes(), 0.01F);
  compress(strong.planes(), 4);
  double change = 0;
  for (std::size_t i = 0; i < before.values().size(); ++i) {
    ASSERT_NEAR(faint.values()[i], before.values()[i], 0.6);
    change = std::max(change, static_cast<double>(std::abs(strong.values()[i] - before.values()[i])));
  }
  EXPECT_GT(change, 10);
  EXPECT_NEAR(strong.mean(), before.mean(), 4 * 12 / 8.0 / 2);  // half a step of the mean, which counts eightfold
}

/// Alpha of a disc, soft over `soft` pixels.
Bytes disc(int size, double radius, double soft) {
  Bytes rgba = filled(size, 0, 0, 0, 0);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double distance = std::hypot(x + 0.5 - size / 2.0, y + 0.5 - size / 2.0);
      const double alpha = std::clamp((radius - distance) / soft + 0.5, 0.0, 1.0);
      rgba[static_cast<std::size_t>(y * size + x) * 4 + 3] = static_cast<std::uint8_t>(std::lround(alpha * 255));
    }
  }
  return rgba;
}

TEST(train_edge, a_softened_disc_is_smaller_by_less_than_a_pixel_and_has_half_tones) {
  EdgeCleaner cleaner;
  Random random(6);
  for (int i = 0; i < 10; ++i) {
    Bytes rgba = disc(64, 20, 0.01);
    const auto radius = [&] { return std::sqrt(channel_mean(rgba, 3) / 255 * 64 * 64 / 3.14159265); };
    const double before = radius();
    cleaner.soften(rgba, 64, random);
    EXPECT_LT(radius(), before);
    EXPECT_GT(radius(), before - 1.2);
    int soft = 0;
    for (std::size_t p = 3; p < rgba.size(); p += 4) soft += rgba[p] > 20 && rgba[p] < 235 ? 1 : 0;
    EXPECT_GT(soft, 40);
  }
}

TEST(train_edge, all_person_and_nobody_stay_what_they_are) {
  EdgeCleaner cleaner;
  Random random(6);
  for (const std::uint8_t alpha : {std::uint8_t{0}, std::uint8_t{255}}) {
    Bytes rgba = filled(17, 10, 200, 30, alpha);
    const Bytes before = rgba;
    cleaner.soften(rgba, 17, random);
    EXPECT_EQ(rgba, before);
    cleaner.remove_background_colour(rgba, 17);
    EXPECT_EQ(rgba, before);
  }
}

TEST(train_edge, a_red_person_before_green_has_red_edges_afterwards) {
  Bytes rgba = disc(96, 30, 5);
  double before = 0;
  double after = 0;
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    const int alpha = rgba[i + 3];
    rgba[i] = static_cast<std::uint8_t>((220 * alpha + 20 * (255 - alpha)) / 255);
    rgba[i + 1] = static_cast<std::uint8_t>((40 * alpha + 210 * (255 - alpha)) / 255);
  }
  const auto error = [&] {
    double sum = 0;
    for (std::size_t i = 0; i < rgba.size(); i += 4) {
      // What shows: the colour's error weighted by alpha.
      sum += rgba[i + 3] * (std::abs(rgba[i] - 220.0) + std::abs(rgba[i + 1] - 40.0));
    }
    return sum;
  };
  before = error();
  const Bytes alpha_before = rgba;
  EdgeCleaner().remove_background_colour(rgba, 96);
  after = error();
  EXPECT_LT(after, before / 3);
  for (std::size_t i = 3; i < rgba.size(); i += 4) ASSERT_EQ(rgba[i], alpha_before[i]);
}

}  // namespace
}  // namespace segme::train
