// eval/temporal: small videos worked out by hand.
#include "eval/temporal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace segme::eval {
namespace {

Matte line(const std::vector<float>& values) {
  Matte matte(static_cast<int>(values.size()), 1);
  std::copy(values.begin(), values.end(), matte.data());
  return matte;
}

TEST(eval_temporal, one_frame_has_no_figures) {
  TemporalScorer scorer;
  EXPECT_EQ(scorer.scores().pairs, 0);
  scorer.add(line({1, 0}), line({1, 0}));
  EXPECT_EQ(scorer.scores().pairs, 0);
}

TEST(eval_temporal, the_truth_itself_is_calm_however_it_moves) {
  TemporalScorer scorer;
  for (int i = 0; i < 4; ++i) {
    Matte frame = line({0, 0, 0, 0});
    frame.data()[i] = 1;
    scorer.add(frame, frame);
  }
  EXPECT_EQ(scorer.scores().pairs, 3);
  EXPECT_EQ(scorer.scores().dtssd, 0);
  EXPECT_EQ(scorer.scores().flicker, 0);
}

TEST(eval_temporal, a_constant_error_is_no_flicker) {
  TemporalScorer scorer;
  for (int i = 0; i < 3; ++i) scorer.add(line({0.7F, 0.3F}), line({1, 0}));
  EXPECT_EQ(scorer.scores().dtssd, 0);
  EXPECT_EQ(scorer.scores().flicker, 0);
}

TEST(eval_temporal, figures_are_those_worked_out_by_hand) {
  TemporalScorer scorer;
  scorer.add(line({0, 0, 0.5F, 1}), line({0, 0, 0, 1}));
  scorer.add(line({0.5F, 0, 0.5F, 1}), line({0, 1, 0, 1}));  // changes .5 0 0 0 against 0 1 0 0
  const TemporalScores two = scorer.scores();
  EXPECT_DOUBLE_EQ(two.dtssd, 100 * std::sqrt((0.25 + 1) / 4));
  EXPECT_DOUBLE_EQ(two.flicker, 0.5 / 3);  // three pixels stand still, one of them changes by a half
  scorer.add(line({0.5F, 0, 0.5F, 1}), line({0, 1, 0, 1}));
  EXPECT_DOUBLE_EQ(scorer.scores().dtssd, two.dtssd / 2);
  EXPECT_DOUBLE_EQ(scorer.scores().flicker, two.flicker / 2);
}

TEST(eval_temporal, frames_of_another_size_are_a_bug_of_the_caller) {
  TemporalScorer scorer;
  scorer.add(line({1, 0}), line({1, 0}));
  EXPECT_THROW(scorer.add(line({1}), line({1})), std::logic_error);
}

}  // namespace
}  // namespace segme::eval
