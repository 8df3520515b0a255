// pipeline/live: exact shows every frame with its own matte; low-latency never waits for the net and never falls
// behind. The net takes the red channel for the matte (tests/data/red), and every frame carries its number as a red
// bar.
#include "pipeline/live.h"

#include <gtest/gtest.h>

#include "recipe/recipe.h"
#include "tests/gate.h"

namespace segme {
namespace {

using std::chrono::milliseconds;

Recipe red() {
  Recipe options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = "none";
  options.render = "matte_view";
  options.engine.threads = 1;
  options.engine.cache = false;
  return options;
}

/// `count` frames, each with a red bar that ends at column `number` % 60. The third of every ten may be empty.
class Bars final : public Capture {
 public:
  Bars(int count, bool with_empty = false, int change_at = -1)
      : count_(count), with_empty_(with_empty), change_at_(change_at) {}
  bool next(Frame& frame) override {
    if (number_ >= count_) return false;
    const int scale = change_at_ >= 0 && number_ >= change_at_ ? 2 : 1;
    frame.number = number_;
    frame.seconds = static_cast<double>(number_) / 30;
    if (with_empty_ && number_ % 10 == 3) {
      frame.image.resize(0, 0, 3);
    } else {
      frame.image.resize(64 * scale, 64, 3);
      for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64 * scale; ++x) {
          std::uint8_t* pixel = frame.image.row(y) + static_cast<std::ptrdiff_t>(3) * x;
          pixel[0] = x < scale * static_cast<int>(number_ % 60) ? 255 : 0;
          pixel[1] = pixel[2] = 0;
        }
      }
    }
    ++number_;
    return true;
  }

 private:
  int count_;
  bool with_empty_;
  int change_at_;
  std::int64_t number_ = 0;
};

/// How many columns of the matte's middle row are person.
int columns(const Matte& matte) {
  int count = 0;
  for (int x = 0; x < matte.width(); ++x) count += matte.row(matte.height() / 2)[x] > 0.5F ? 1 : 0;
  return count;
}

/// All pictures until the end, with `check` of each.
template <class Check>
int run(Live& live, Check check) {
  LivePicture picture;
  int count = 0;
  for (Taken taken = Taken::nothing; taken != Taken::end;) {
    taken = live.next(picture, milliseconds(20));
    if (taken != Taken::thing) continue;
    check(picture);
    ++count;
  }
  return count;
}

TEST(live, exact_shows_each_frame_with_its_own_matte_and_counts_what_it_left_out) {
  Pipeline pipeline = make_pipeline(red());
  Live live(pipeline, std::make_unique<Bars>(400), Sync::exact);
  std::int64_t last = -1;
  const int shown = run(live, [&](const LivePicture& picture) {
    EXPECT_GT(picture.frame.number, last);
    last = picture.frame.number;
    EXPECT_EQ(picture.matte_number, picture.frame.number);
    EXPECT_EQ(columns(picture.matte), picture.frame.number % 60);
    EXPECT_EQ(picture.picture.width(), 64);
    EXPECT_GT(picture.work_ms, 0);
    EXPECT_LE(picture.arrived, std::chrono::steady_clock::now());
  });
  EXPECT_EQ(last, 399) << "the newest frame is always shown";
  EXPECT_EQ(shown + live.dropped(), 400);
}

TEST(live, frames_without_pixels_are_left_out_and_counted) {
  Pipeline pipeline = make_pipeline(red());
  for (const Sync sync : {Sync::exact, Sync::low_latency}) {
    Live live(pipeline, std::make_unique<Bars>(4, true), sync);  // the last of the four is empty
    run(live, [&](const LivePicture& picture) { EXPECT_NE(picture.frame.number % 10, 3); });
    EXPECT_EQ(live.empty(), 1);
  }
}

TEST(live, a_camera_may_change_its_size_in_the_middle) {
  for (const Sync sync : {Sync::exact, Sync::low_latency}) {
    Pipeline pipeline = make_pipeline(red());
    Live live(pipeline, std::make_unique<Bars>(300, false, 150), sync);
    int last_width = 0;
    run(live, [&](const LivePicture& picture) {
      EXPECT_EQ(picture.matte.width(), picture.frame.image.width());
      EXPECT_EQ(picture.picture.width(), picture.frame.image.width());
      last_width = picture.picture.width();
    });
    EXPECT_EQ(last_width, 128);
  }
}

/// Gives a frame for each that the test lets through, so that nothing depends on who is faster.
class Gated final : public Capture {
 public:
  explicit Gated(test::Gate& gate) : gate_(gate), bars_(1000) {}
  bool next(Frame& frame) override {
    gate_.acquire();
    return bars_.next(frame);
  }

 private:
  test::Gate& gate_;
  Bars bars_;
};

/// Lets all that the camera has pass when the test ends, however it ends: a camera that waits cannot be closed.
struct Opened {
  test::Gate& gate;
  ~Opened() { gate.release(2000); }  // more than it has
};

TEST(live, low_latency_shows_every_frame_it_takes_with_a_matte_at_most_as_new) {
  Pipeline pipeline = make_pipeline(red());
  test::Gate gate;
  Live live(pipeline, std::make_unique<Gated>(gate), Sync::low_latency);
  const Opened opened{gate};
  LivePicture picture;
  std::int64_t newest_matte = -1;
  for (int i = 0; i < 60; ++i) {  // the first 40 are drawn as exact does
    gate.release();
    while (live.next(picture, milliseconds(50)) != Taken::thing) {
    }
    EXPECT_EQ(picture.frame.number, i);
    EXPECT_LE(picture.matte_number, picture.frame.number);
    EXPECT_GE(picture.matte_number, newest_matte);
    newest_matte = picture.matte_number;
    // A bar that grows by a column a frame: moved along or not, its matte is as old as it says.
    EXPECT_GE(columns(picture.matte), picture.matte_number % 60 - 1);
    EXPECT_LE(columns(picture.matte), picture.frame.number % 60 + 1);
  }
  EXPECT_GT(newest_matte, 0) << "the net never came to its second frame";
}

TEST(live, what_the_camera_throws_arrives) {
  class Unplugged final : public Capture {
    bool next(Frame&) override { throw Error(ExitCode::input, "the camera has gone"); }
  };
  Pipeline pipeline = make_pipeline(red());
  for (const Sync sync : {Sync::exact, Sync::low_latency}) {
    Live live(pipeline, std::make_unique<Unplugged>(), sync);
    LivePicture picture;
    EXPECT_THROW(while (live.next(picture, milliseconds(20)) == Taken::nothing){}, Error);
  }
}

TEST(live, sync_has_two_names) {
  EXPECT_EQ(find_named<Sync>("exact"), Sync::exact);
  EXPECT_EQ(find_named<Sync>("low-latency"), Sync::low_latency);
  EXPECT_FALSE(find_named<Sync>("fast"));
}

}  // namespace
}  // namespace segme
