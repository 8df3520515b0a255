// train/progress_bar: what the line says.
#include "train/progress_bar.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

TEST(train_progress_bar, an_event_has_the_same_as_json) {
  const auto event = nlohmann::json::parse(progress_event(kShown));
  EXPECT_EQ(event["event"], "progress");
  EXPECT_EQ(event["done"], 120);
  EXPECT_EQ(event["part"], 0.5);
  EXPECT_EQ(event["seconds_left"], 3725);
  EXPECT_EQ(event["loss"], 0.1234);
}

}  // namespace
}  // namespace segme::train
