// cli/live/controls: what keys do, without a window.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <thread>

#include "cli/live/controls.h"
#include "recipe/recipe.h"

namespace segme::cli {
namespace {

LiveCommandOptions options() {
  LiveCommandOptions options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = "none";
  options.no_cache = true;
  options.background = "#0000ff";
  options.backgrounds = {"#ffff00", "no/such/file.jpg"};
  return options;
}

/// What the pipeline draws where nobody is: a black frame's first pixel.
std::array<int, 3> behind(Pipeline& pipeline) {
  Frame frame;
  frame.image.resize(64, 64, 3);
  frame.image.fill(0);
  Image picture;
  pipeline.process(frame, picture);
  return {picture.data()[0], picture.data()[1], picture.data()[2]};
}

TEST(live_controls, b_goes_through_the_backgrounds_and_says_what_it_cannot_open) {
  Pipeline pipeline = make_pipeline(recipe_of(options(), 1));
  LiveControls controls(pipeline, options());
  EXPECT_EQ(behind(pipeline), (std::array{0, 0, 255}));
  EXPECT_TRUE(controls.message().empty());
  controls.press('b');
  EXPECT_EQ(behind(pipeline), (std::array{255, 255, 0}));
  EXPECT_NE(controls.message().find("#ffff00"), std::string::npos);
  controls.press('b');  // the file that is not there
  EXPECT_EQ(behind(pipeline), (std::array{255, 255, 0})) << "what was there stays";
  EXPECT_NE(controls.message().find("no/such/file.jpg"), std::string::npos);
  controls.choose_background(0);
  EXPECT_EQ(behind(pipeline), (std::array{0, 0, 255}));
  for (const char* usual : {"blur", "none"}) {
    EXPECT_NE(std::find(controls.backgrounds().begin(), controls.backgrounds().end(), usual),
              controls.backgrounds().end());
  }
}

TEST(live_controls, b_goes_past_what_it_cannot_open) {
  Pipeline pipeline = make_pipeline(recipe_of(options(), 1));
  LiveControls controls(pipeline, options());
  for (const char key : std::string("bbb")) controls.press(key);
  EXPECT_EQ(controls.background(), 3) << "the file that is not there is the third";
}

TEST(live_controls, a_filter_that_is_chosen_while_a_background_opens_stays) {
  LiveCommandOptions with = options();
  with.backgrounds = {SEGME_SOURCE_DIR "/samples/rocket.jpg"};
  Pipeline pipeline = make_pipeline(recipe_of(with, 1));
  LiveControls controls(pipeline, with);
  controls.press('b');  // is opened on a thread of its own
  controls.press('m');
  EXPECT_EQ(controls.filter(), "smooth_step");
  for (int i = 0; i < 10000 && controls.background() != 1; ++i) {
    controls.look();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(controls.background(), 1) << controls.message();
  EXPECT_EQ(controls.filter(), "smooth_step");
}

TEST(live_controls, a_background_that_does_not_open_holds_nothing_up) {
  const std::string pipe = testing::TempDir() + "nobody_writes.png";
  std::filesystem::remove(pipe);
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  LiveCommandOptions with = options();
  with.backgrounds = {pipe, SEGME_SOURCE_DIR "/samples/rocket.jpg"};
  Pipeline pipeline = make_pipeline(recipe_of(with, 1));
  LiveControls controls(pipeline, with);
  controls.press('b');
  EXPECT_NE(controls.message().find("opening"), std::string::npos) << controls.message();
  for (int i = 0; i < 10; ++i) {
    controls.look();
    EXPECT_EQ(behind(pipeline), (std::array{0, 0, 255})) << "what was there stays";
  }
  controls.press('b');  // on to the next: a picture that is there after a moment
  for (int i = 0; i < 10000 && controls.background() != 2; ++i) {
    controls.look();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(controls.background(), 2);
  EXPECT_NE(behind(pipeline), (std::array{0, 0, 255}));
  ::close(::open(pipe.c_str(), O_RDWR | O_NONBLOCK));  // who waits for the pipe goes
}

TEST(live_controls, r_captures_the_plate_anew_where_there_is_one) {
  LiveCommandOptions with = options();
  with.method.method = "bgsub:frames=2";
  Pipeline pipeline = make_pipeline(recipe_of(with, 1));
  LiveControls controls(pipeline, with);
  behind(pipeline);
  behind(pipeline);
  EXPECT_EQ(pipeline.segmenter().captured(), 1.0);
  controls.press('r');
  EXPECT_NE(controls.message().find("again"), std::string::npos);
  EXPECT_EQ(pipeline.segmenter().captured(), 0.0);
  behind(pipeline);
  EXPECT_EQ(pipeline.segmenter().captured(), 0.5);
  Pipeline net = make_pipeline(recipe_of(options(), 1));
  LiveControls of_net(net, options());
  of_net.press('r');
  EXPECT_NE(of_net.message().find("there is no plate"), std::string::npos);
}

TEST(live_controls, each_filter_key_draws_or_says_why_not_and_a_is_the_way_back) {
  for (const char key : {'c', 's', 'm', 'h'}) {
    Pipeline pipeline = make_pipeline(recipe_of(options(), 1));
    LiveControls controls(pipeline, options());
    controls.press(key);
    EXPECT_FALSE(controls.message().empty()) << key;
    controls.press('a');
    EXPECT_EQ(controls.filter(), "alpha");
    EXPECT_EQ(behind(pipeline), (std::array{0, 0, 255})) << key;
  }
}

TEST(live_controls, switches_switch_and_messages_go_after_a_while) {
  Pipeline pipeline = make_pipeline(recipe_of(options(), 1));
  LiveControls controls(pipeline, options());
  EXPECT_TRUE(controls.help().empty());
  controls.press('?');
  EXPECT_GE(controls.help().size(), 9U);
  controls.press('?');
  EXPECT_TRUE(controls.help().empty());
  EXPECT_FALSE(controls.inset());
  controls.press('p');
  EXPECT_TRUE(controls.inset());
  controls.press('i');
  EXPECT_FALSE(controls.figures());
  controls.press(-1);
  controls.press('x');
  EXPECT_FALSE(controls.quit());
  controls.press('a');
  for (int i = 0; i < LiveControls::kMessagePictures - 1; ++i) controls.shown();
  EXPECT_FALSE(controls.message().empty());
  controls.shown();
  EXPECT_TRUE(controls.message().empty());
  controls.press('q');
  EXPECT_TRUE(controls.quit());
}

}  // namespace
}  // namespace segme::cli
