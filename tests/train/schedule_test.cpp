// train/schedule: lengths by clock, steps and epochs; the plateau as Keras counts it.
#include "train/schedule.h"

#include <gtest/gtest.h>

namespace segme::train {
namespace {

TrainOptions plateau(int patience) {
  TrainOptions options;
  apply_recipe("reference", options);
  options.plateau_patience = patience;
  options.learning_rate = 0.008F;
  options.min_rate = 0.001F;
  return options;
}

TEST(train_schedule, a_cosine_by_the_clock_warms_up_and_ends_low) {
  TrainOptions options;
  options.minutes = 10;
  const Schedule schedule(options, 1);
  EXPECT_NEAR(schedule.rate(0, 0), 3e-3 / 200, 1e-9);
  EXPECT_NEAR(schedule.rate(0, 1000), 3e-3, 1e-9);
  EXPECT_NEAR(schedule.rate(300, 1000), (3e-3 + 1e-5) / 2, 1e-9);
  EXPECT_NEAR(schedule.rate(600, 1000), 1e-5, 1e-9);
  EXPECT_DOUBLE_EQ(schedule.progress(150, 1000), 0.25);
  EXPECT_EQ(schedule.progress(6000, 0), 1);
}

TEST(train_schedule, steps_and_epochs_do_not_look_at_the_clock) {
  TrainOptions options;
  options.steps = 40;
  EXPECT_DOUBLE_EQ(Schedule(options, 7).progress(1e9, 10), 0.25);
  EXPECT_EQ(Schedule(options, 7).report_steps(), 0);
  options.steps = 0;
  options.epochs = 8;
  EXPECT_DOUBLE_EQ(Schedule(options, 5).progress(1e9, 10), 0.25);
  EXPECT_EQ(Schedule(options, 5).report_steps(), 5);
}

TEST(train_schedule, the_rate_halves_after_that_many_reports_without_a_lower_loss) {
  Schedule schedule(plateau(2), 1);
  EXPECT_FALSE(schedule.observe(1.0));
  EXPECT_FALSE(schedule.observe(0.99995));  // 1e-4 at least is a gain
  EXPECT_TRUE(schedule.observe(1.2));
  EXPECT_NEAR(schedule.rate(0, 9), 0.004, 1e-9);
  EXPECT_FALSE(schedule.observe(1.2));  // counts anew
  EXPECT_FALSE(schedule.observe(0.5));
  EXPECT_NEAR(schedule.rate(0, 9), 0.004, 1e-9);
}

TEST(train_schedule, the_rate_never_falls_below_its_least) {
  Schedule schedule(plateau(1), 1);
  schedule.observe(1);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(schedule.observe(1));
  EXPECT_NEAR(schedule.rate(0, 9), 0.001, 1e-9);
  EXPECT_FALSE(schedule.observe(1));
  EXPECT_NEAR(schedule.rate(0, 9), 0.001, 1e-9);
}

TEST(train_schedule, a_restored_schedule_goes_on_where_it_was) {
  Schedule one(plateau(2), 1);
  one.observe(1);
  one.observe(1);
  Schedule two(plateau(2), 1);
  two.restore(one.state());
  EXPECT_TRUE(one.observe(1));
  EXPECT_TRUE(two.observe(1));
  EXPECT_EQ(one.rate(0, 5), two.rate(0, 5));
}

TEST(train_schedule, a_cosine_does_not_care_for_losses) {
  Schedule schedule(TrainOptions{}, 1);
  for (int i = 0; i < 40; ++i) EXPECT_FALSE(schedule.observe(1));
}

}  // namespace
}  // namespace segme::train
