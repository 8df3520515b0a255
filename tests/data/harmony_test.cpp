// data/harmony: changes of colour are what they say, teaching goes down, and scores know what is right.
#include "data/harmony.h"

#include <cmath>

#include "render/harmony.h"
#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

TEST(colour_change, keeps_the_order_of_greys_and_differs_from_one_to_the_next) {
  std::mt19937 random(1);
  std::uint8_t last = 0;
  int different = 0;
  for (int k = 0; k < 20; ++k) {
    std::vector<std::uint8_t> greys(3 * 256);
    for (std::size_t i = 0; i < greys.size(); ++i) greys[i] = static_cast<std::uint8_t>(i / 3);
    ColourChange(random).apply(greys.data(), 256);
    for (std::size_t i = 3; i < greys.size(); ++i) ASSERT_GE(greys[i] + 1, greys[i - 3]) << k;
    different += greys[3 * 128] != last ? 1 : 0;
    last = greys[3 * 128];
  }
  EXPECT_GT(different, 15);
}

class HarmonyTest : public MadeSets {};

TEST_F(HarmonyTest, teaching_goes_down_and_what_it_gives_is_a_net) {
  for (int seed = 1; seed <= 6; ++seed) add_pair(std::to_string(seed), seed);
  HarmonyOptions options;
  options.steps = 2000;
  options.batch = 8;
  std::vector<double> losses;
  const auto weights = train_harmony(
      read_set(folder_.string()), options, [&](int, double loss) { losses.push_back(loss); }, [] { return false; });
  ASSERT_EQ(weights.size(), kHarmonyWeights);
  ASSERT_EQ(losses.size(), 2U);
  EXPECT_LT(losses[1], 0.6 * losses[0]) << losses[0] << " " << losses[1];
  const auto again = train_harmony(
      read_set(folder_.string()), options, [](int, double) {}, [] { return false; });
  EXPECT_EQ(weights, again) << "the same seed is the same net";
}

TEST_F(HarmonyTest, scores_are_of_the_person_alone_and_doing_nothing_costs_the_change) {
  for (int seed = 1; seed <= 2; ++seed) add_pair(std::to_string(seed), seed);
  const auto samples = read_set(folder_.string());
  const auto scores = score_harmony(samples, {"alpha:estimate=off", "alpha:estimate=off,harmonise:strength=0"}, 3, 1);
  ASSERT_EQ(scores.size(), 2U);
  EXPECT_GT(scores[0].fmse, 50);
  EXPECT_NEAR(scores[1].fmse, scores[0].fmse, 0.02 * scores[0].fmse);
}

TEST_F(HarmonyTest, a_set_without_people_is_refused) {
  add_grey("images/a.png", 100, 100);
  add_grey("masks/a.png", 0, 0);
  const auto samples = read_set(folder_.string());
  EXPECT_THROW(train_harmony(
                   samples, {}, [](int, double) {}, [] { return false; }),
               Error);
}

}  // namespace
}  // namespace segme::data
