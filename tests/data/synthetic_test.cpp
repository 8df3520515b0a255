// data/synthetic: a composite is what the formula says, and a person stays a person.
#include "data/synthetic.h"

#include <cmath>

#include "base/resize.h"
#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

class data_synthetic : public MadeSets {};

TEST_F(data_synthetic, the_plain_composite_equals_its_formula) {
  Image picture;
  Matte truth;
  draw(3, picture, truth);
  const Image room = gradient(50, 70, 3, 5);
  Image out;
  Matte matte;
  Compositor().plain(picture, truth, room, 64, out, matte);
  Image person;
  Image background;
  resize_area(picture, 64, 64, person);
  resize_area(room, 64, 64, background);
  Matte wanted;
  resize_matte(truth, 64, 64, wanted);
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const double m = static_cast<double>(matte.data()[i]);
    ASSERT_NEAR(m * 255, std::round(m * 255), 1e-4) << "it is of 8 bits";
    ASSERT_NEAR(m, static_cast<double>(wanted.data()[i]), 0.5001 / 255);
    for (std::size_t c = 3 * i; c < 3 * i + 3; ++c) {
      ASSERT_NEAR(out.data()[c], background.data()[c] * (1 - m) + person.data()[c] * m, 0.501);
    }
  }
}

TEST_F(data_synthetic, the_natural_composite_mixes_the_persons_own_colour) {
  // A red person before green: on blue there must be no green at all, not even in the soft edge.
  Image picture(120, 120, 3);
  Matte truth(120, 120);
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 120; ++x) {
      const double distance = std::hypot(x - 60, y - 60);
      const float m = static_cast<float>(std::clamp((45 - distance) / 12, 0.0, 1.0));
      truth.row(y)[x] = m;
      std::uint8_t* p = picture.row(y) + 3 * x;
      p[0] = static_cast<std::uint8_t>(220 * m + 0.5F);
      p[1] = static_cast<std::uint8_t>(220 * (1 - m) + 0.5F);
      p[2] = 0;
    }
  }
  Image room(80, 90, 3);
  for (std::size_t i = 0; i < room.size(); ++i) room.data()[i] = i % 3 == 2 ? 200 : 0;
  Compositor composer;
  for (int seed = 1; seed < 6; ++seed) {
    Compositor::Random random(static_cast<std::uint64_t>(seed));
    Image out;
    Matte matte;
    composer.natural(picture, truth, room, 96, random, out, matte);
    double soft = 0;
    for (std::size_t i = 0; i < matte.size(); ++i) {
      const double m = static_cast<double>(matte.data()[i]);
      soft += m > 0.1 && m < 0.9 ? 1 : 0;
      ASSERT_NEAR(out.data()[3 * i], 220 * m, 12) << m;
      ASSERT_LE(out.data()[3 * i + 1], 25) << m;
      ASSERT_NEAR(out.data()[3 * i + 2], 200 * (1 - m), 2) << m;
    }
    EXPECT_GT(soft, 50);
  }
}

TEST_F(data_synthetic, a_border_that_cuts_the_person_stays_a_border) {
  Matte truth(100, 140);
  truth.fill(0);
  for (int y = 50; y < 140; ++y) std::fill_n(truth.row(y) + 30, 40, 1.0F);  // cut by the lower border
  Compositor::Random random(7);
  for (int i = 0; i < 200; ++i) {
    const Placement placement = draw_placement(truth, 64, random);
    EXPECT_GE(placement.top + placement.height, 64);
    EXPECT_LE(placement.top + placement.height, 66);
    const double scale = static_cast<double>(placement.width) / 100.0;
    EXPECT_GE(static_cast<double>(placement.left) + 30 * scale, -1.5);
    EXPECT_LE(static_cast<double>(placement.left) + 70 * scale, 65.5);
  }
  for (int y = 0; y < 140; ++y) std::fill_n(truth.row(y), 100, y < 40 ? 0.0F : 1.0F);  // left, right and below
  for (int i = 0; i < 200; ++i) {
    const Placement placement = draw_placement(truth, 64, random);
    EXPECT_LE(placement.left, 0);
    EXPECT_GE(placement.left + placement.width, 63);
  }
}

TEST_F(data_synthetic, of_a_strip_that_is_cut_above_and_below_only_what_is_seen_is_made) {
  Image strip(65000, 1, 3);
  strip.fill(180);
  Matte truth(65000, 1);
  truth.fill(1);
  const Image room = gradient(60, 60, 3, 1);
  Image out;
  Matte matte;
  Compositor::Random random(5);
  Compositor().natural(strip, truth, room, 512, random, out, matte);  // whole, it would be 68 GB
  ASSERT_EQ(matte.size(), std::size_t{512 * 512});
  EXPECT_TRUE(std::all_of(matte.data(), matte.data() + matte.size(), [](float m) { return m == 1; }));
  EXPECT_TRUE(std::all_of(out.data(), out.data() + out.size(), [](int v) { return v == 180; }));
}

TEST_F(data_synthetic, drawn_edges_are_known_and_softened) {
  Matte hard(90, 90);
  for (int y = 0; y < 90; ++y) {
    for (int x = 0; x < 90; ++x) hard.row(y)[x] = std::hypot(x - 45, y - 45) < 30 ? 1.0F : 0.0F;
  }
  EXPECT_TRUE(is_hard(hard));
  const Matte soft = soften(hard);
  int between = 0;
  for (std::size_t i = 0; i < soft.size(); ++i) between += soft.data()[i] > 0.02F && soft.data()[i] < 0.98F ? 1 : 0;
  EXPECT_GT(between, 150);
  EXPECT_EQ(soft.row(45)[45], 1);
  EXPECT_EQ(soft.row(2)[2], 0);
  EXPECT_FALSE(is_hard(soft));
}

TEST_F(data_synthetic, the_same_seed_is_the_same_composite) {
  Image picture;
  Matte truth;
  draw(4, picture, truth);
  const Image room = gradient(60, 60, 3, 1);
  Image a;
  Image b;
  Matte m;
  Compositor::Random one(11);
  Compositor::Random two(11);
  Compositor().natural(picture, truth, room, 48, one, a, m);
  Compositor().natural(picture, truth, room, 48, two, b, m);
  EXPECT_TRUE(std::equal(a.data(), a.data() + a.size(), b.data()));
  Compositor().natural(picture, truth, room, 48, two, b, m);
  EXPECT_FALSE(std::equal(a.data(), a.data() + a.size(), b.data()));
}

}  // namespace
}  // namespace segme::data
