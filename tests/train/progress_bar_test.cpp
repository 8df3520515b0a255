// train/progress_bar: what the line says.
#include "train/progress_bar.h"

#include <gtest/gtest.h>

namespace segme::train {
namespace {

constexpr Shown kShown{120, 0.5, 246, 0.1234, 0.0015, 85.25, 3725};

TEST(train_progress_bar, a_line_has_rate_and_time_left) {
  EXPECT_EQ(progress_text(kShown, false),
            "step 120  50 %  4.1 min  loss 0.1234  rate 1.50e-03  85.2 pictures/s  1:02:05 left");
}

TEST(train_progress_bar, on_a_terminal_it_begins_with_a_bar) {
  EXPECT_EQ(progress_text(kShown, true), "[============            ] " + progress_text(kShown, false));
}

}  // namespace
}  // namespace segme::train
