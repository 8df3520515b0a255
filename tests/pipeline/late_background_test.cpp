// A background that is waited for holds up no frame, is drawn once it is there, and says why it never comes.
#include "pipeline/late_background.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "base/error.h"
#include "base/sleeper.h"
#include "tests/gate.h"

namespace segme {
namespace {

/// Draws 9 everywhere, until the token it was opened with is asked to stop.
class Nine final : public Background {
 public:
  explicit Nine(std::stop_token stop) : stop_(std::move(stop)) {}
  const Image& draw(const Frame& frame, const Matte&) override {
    picture_.resize(frame.image.width(), frame.image.height(), 3);
    picture_.fill(stop_.stop_requested() ? 1 : 9);
    return picture_;
  }

 private:
  std::stop_token stop_;
  Image picture_;
};

Frame frame(int width) {
  Frame made;
  made.image.resize(width, 4, 3);
  return made;
}

int first(const Image& picture) { return picture.data()[0]; }

TEST(late_background, black_until_it_is_there_and_then_the_background_itself) {
  test::Gate gate;
  LateBackground late([&](const std::stop_token& stop) {
    gate.acquire();
    return std::make_unique<Nine>(stop);
  });
  const Matte matte;
  EXPECT_EQ(first(late.draw(frame(8), matte)), 0);
  EXPECT_EQ(late.draw(frame(6), matte).width(), 6) << "frames may change their size";
  gate.release();
  int shown = 0;
  for (int i = 0; i < 2000 && shown == 0; ++i) {
    shown = first(late.draw(frame(8), matte));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(shown, 9) << "and it is not stopped once it is there";
}

TEST(late_background, why_it_cannot_be_opened_is_thrown) {
  LateBackground late(
      [](const std::stop_token&) -> std::unique_ptr<Background> { throw Error(ExitCode::input, "nobody answers"); });
  const Matte matte;
  const auto wait = [&] {
    for (int i = 0; i < 2000; ++i) {
      late.draw(frame(8), matte);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  };
  EXPECT_THROW(wait(), Error);
}

TEST(late_background, whoever_leaves_does_not_wait_for_it) {
  bool asked = false;
  {
    LateBackground late([&](const std::stop_token& stop) -> std::unique_ptr<Background> {
      asked = !Sleeper().until(stop, std::chrono::steady_clock::now() + std::chrono::hours(1));
      return nullptr;
    });
    const Matte matte;
    EXPECT_EQ(first(late.draw(frame(8), matte)), 0);
  }
  EXPECT_TRUE(asked);
}

}  // namespace
}  // namespace segme
