// session/levels: budgets as people write them, and a ladder that is climbed down at once and up with patience.
#include "session/levels.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segme::session {
namespace {

TEST(levels, budgets_are_read_in_every_unit) {
  EXPECT_DOUBLE_EQ(read_budget("33ms"), 33);
  EXPECT_DOUBLE_EQ(read_budget("33"), 33);
  EXPECT_DOUBLE_EQ(read_budget("0.05s"), 50);
  EXPECT_DOUBLE_EQ(read_budget("25fps"), 40);
  for (const char* wrong : {"", "ms", "-5ms", "0", "0fps", "33 apples", "1e9ms", "nan"}) {
    try {
      read_budget(wrong);
      ADD_FAILURE() << "took '" << wrong << "'";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::usage);
    }
  }
}

TEST(levels, late_frames_lead_downwards_and_no_further_than_the_last) {
  Climber climber(33, 3, 0);
  for (int i = 0; i < 19; ++i) EXPECT_EQ(climber.next(50), 0U) << "too few frames to judge";
  EXPECT_EQ(climber.next(50), 1U);
  for (int i = 0; i < 200; ++i) climber.next(50);
  EXPECT_EQ(climber.level(), 2U);
}

TEST(levels, a_single_late_frame_changes_nothing) {
  Climber climber(33, 3, 1);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(climber.next(i % 25 == 0 ? 100 : 20), 1U) << i;
}

TEST(levels, much_room_leads_upwards_but_not_soon_to_where_it_failed) {
  Climber climber(33, 3, 2);
  for (int i = 0; i < 99; ++i) EXPECT_EQ(climber.next(5), 2U);
  EXPECT_EQ(climber.next(5), 1U);
  for (int i = 0; i < 20; ++i) climber.next(60);
  EXPECT_EQ(climber.level(), 2U);
  for (int i = 0; i < 900; ++i) EXPECT_EQ(climber.next(5), 2U) << i;
  for (int i = 0; i < 300; ++i) climber.next(5);
  EXPECT_LT(climber.level(), 2U);
}

class Named final : public Segmenter {
 public:
  explicit Named(std::string name) : name_(std::move(name)) {}
  void segment(const Frame& /*frame*/, Matte& matte) override { matte.resize(1, 1); }
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::string device() const override { return "none"; }

 private:
  std::string name_;
};

TEST(levels, a_net_is_made_once_for_all_its_levels) {
  int made = 0;
  LevelledSegmenter segmenter([&](const Level& level) {
    ++made;
    return std::make_unique<Named>(level.quality);
  });
  for (std::size_t i = 0; i < levels().size(); ++i) {
    segmenter.use(i);
    EXPECT_EQ(segmenter.name(), levels()[i].quality);
  }
  segmenter.use(0);
  EXPECT_EQ(segmenter.name(), "accurate");
  EXPECT_EQ(made, 3);
}

}  // namespace
}  // namespace segme::session
