// train/data/scene: a group's matte is the union of its people, whoever hides whom; who is cut off never ends in the
// air; and somebody in a picture on the wall is nobody.
#include "train/data/scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/train/drawn_set.h"
#include "train/augment.h"

namespace segme::train {
namespace {

constexpr int kSize = 96;
constexpr std::size_t kPlane = static_cast<std::size_t>(kSize) * kSize;

/// A picture of one colour, in which alpha is 255 in a box: an upright person, or at its lower border one who is cut.
Decoded box_person(std::uint8_t red, std::uint8_t green, bool cut) {
  Decoded picture;
  picture.levels[0].width = 120;
  picture.levels[0].height = 160;
  for (int y = 0; y < 160; ++y) {
    for (int x = 0; x < 120; ++x) {
      const bool person = x >= 40 && x < 80 && y >= 30 && (cut || y < 140);
      picture.levels[0].rgba.insert(picture.levels[0].rgba.end(),
                                    {red, green, 0, static_cast<std::uint8_t>(person ? 255 : 0)});
    }
  }
  picture.cut_out = !cut;
  finish_decoded(picture);
  return picture;
}

struct Made {
  std::vector<float> image = std::vector<float>(kPlane * 3), matte = std::vector<float>(kPlane);
};

Made make(const Recipe& recipe, unsigned seed) {
  Augmenter augmenter;
  Random random(seed);
  Made made;
  augmenter.run(recipe, kSize, random, made.image.data(), made.matte.data());
  return made;
}

/// How many stretches of person the middle rows of a matte have, at most.
int most_stretches(const std::vector<float>& matte) {
  int most = 0;
  for (int y = 0; y < kSize; ++y) {
    int stretches = 0;
    for (int x = 0; x < kSize; ++x) {
      const float* at = matte.data() + static_cast<std::ptrdiff_t>(y) * kSize + x;
      stretches += *at > 0.5F && (x == 0 || at[-1] <= 0.5F) ? 1 : 0;
    }
    most = std::max(most, stretches);
  }
  return most;
}

TEST(train_scene, the_matte_of_a_group_is_the_union_of_its_people) {
  const Decoded red = box_person(255, 0, false), cut = box_person(255, 0, true);
  Decoded black = box_person(0, 0, false);
  std::set<int> counts;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Recipe recipe;
    for (std::size_t i = 0; i < 2 + seed % 7; ++i) recipe.group.push_back((i + seed) % 3 == 0 ? &cut : &red);
    recipe.background = &black;
    recipe.colours = false;
    const Made made = make(recipe, seed);
    double difference = 0, seen = 0;
    for (std::size_t i = 0; i < kPlane; ++i) {
      difference += std::abs(static_cast<double>(made.image[i]) / 255 - static_cast<double>(made.matte[i]));
      seen += static_cast<double>(made.matte[i]);
    }
    EXPECT_LT(difference / kPlane, 0.01) << seed;
    EXPECT_GT(seen / kPlane, 0.003) << seed;
    counts.insert(most_stretches(made.matte));
  }
  EXPECT_GE(counts.size(), 4U) << "apart and before one another";
  EXPECT_GE(*counts.rbegin(), 4);
}

TEST(train_scene, who_is_cut_off_ends_at_the_ledge_or_at_the_border) {
  const Decoded cut = box_person(255, 0, true);
  const Decoded black = box_person(0, 0, false);
  int ledges = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Recipe recipe;
    recipe.group = {&cut, &cut, &cut};
    recipe.background = &black;
    recipe.colours = false;
    const Made made = make(recipe, seed);
    std::vector<int> ends;  // lowest rows of person, column by column
    for (int x = 2; x < kSize - 2; ++x) {
      for (int y = kSize - 1; y >= 0; --y) {
        if (made.matte[static_cast<std::size_t>(y) * kSize + static_cast<std::size_t>(x)] <= 0.5F) continue;
        ends.push_back(y);
        break;
      }
    }
    ASSERT_FALSE(ends.empty()) << seed;
    // But for the sides of who leans a little.
    const int line = *std::max_element(ends.begin(), ends.end());
    const auto there = std::count_if(ends.begin(), ends.end(), [&](int end) { return end >= line - 1; });
    EXPECT_GE(there * 10, std::ssize(ends) * 8) << seed << ": all end in one line";
    ledges += line < kSize - 2 ? 1 : 0;
  }
  EXPECT_GT(ledges, 5);
  EXPECT_LT(ledges, 35);
}

TEST(train_scene, people_are_large_and_small) {
  float least = 1, most = 0;
  Random random(3);
  for (int i = 0; i < 200; ++i) {
    float ledge = 0;
    const auto places = draw_group(2 + static_cast<std::size_t>(i) % 7, ledge, random);
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end(),
                               [](const Standing& a, const Standing& b) { return a.height < b.height; }));
    least = std::min(least, places.front().height);
    most = std::max(most, places.back().height);
    EXPECT_GT(ledge, 0.2F);
    EXPECT_LE(ledge, 1.0F);
  }
  EXPECT_LT(least, 0.12F);
  EXPECT_GT(most, 0.8F);
}

TEST(train_scene, somebody_in_a_picture_on_the_wall_is_nobody) {
  const Decoded green = box_person(0, 255, true), red = box_person(255, 0, false), black = box_person(0, 0, false);
  double hung = 0, before = 0;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    const Made alone = make({.shown = &green, .background = &black, .colours = false}, seed);
    EXPECT_EQ(*std::max_element(alone.matte.begin(), alone.matte.end()), 0.0F);
    for (std::size_t i = 0; i < kPlane; ++i) hung += alone.image[kPlane + i] > 60 ? 1 : 0;
    const Made both = make({.person = &red, .shown = &green, .background = &black, .colours = false}, seed);
    for (std::size_t i = 0; i < kPlane; ++i) {
      if (both.matte[i] < 0.99F) continue;
      EXPECT_GT(both.image[i], 250) << "who is there stands before the picture";
      before += 1;
    }
  }
  EXPECT_GT(hung / kPlane / 30, 0.05);
  EXPECT_GT(before / kPlane / 30, 0.05);
}

class train_scenes : public test::DrawnSet {};

TEST_F(train_scenes, their_shares_are_kept_and_without_them_nothing_changes) {
  const std::vector<Sample> samples = draw(6);
  Loader none(samples, {.batch = 60, .threads = 1, .seed = 5, .composites = 0, .empty = 0});
  Loader zero(samples, {.batch = 60, .threads = 1, .seed = 5, .composites = 0, .empty = 0, .groups = 0, .posters = 0});
  Loader posters(samples, {.batch = 60, .threads = 1, .seed = 5, .composites = 0, .empty = 0, .posters = 0.6F});
  Batch a, b, c;
  none.next(32, a);
  zero.next(32, b);
  posters.next(32, c);
  EXPECT_EQ(a.images, b.images);
  const auto empty = [](const Batch& batch) {
    int count = 0;
    for (int i = 0; i < batch.count; ++i) {
      const auto begin = batch.mattes.begin() + static_cast<std::ptrdiff_t>(i) * 32 * 32;
      count += *std::max_element(begin, begin + 32 * 32) < 0.5F ? 1 : 0;
    }
    return count;
  };
  EXPECT_LE(empty(a), 1);
  EXPECT_GE(empty(c), 8);  // 18 are to be expected
  EXPECT_LE(empty(c), 30);
}

}  // namespace
}  // namespace segme::train
