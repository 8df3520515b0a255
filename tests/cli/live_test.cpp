// segme live's controls, its delay meter and the tiles of segme stream, without a window.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "cli/delay_meter.h"
#include "cli/live_controls.h"
#include "cli/live_source.h"
#include "cli/tiles.h"
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

TEST(live_controls, r_captures_the_plate_anew_where_there_is_one) {
  LiveCommandOptions with = options();
  with.method.method = "bgsub:frames=2";
  Pipeline pipeline = make_pipeline(recipe_of(with, 1));
  LiveControls controls(pipeline, with);
  behind(pipeline);
  behind(pipeline);
  EXPECT_EQ(pipeline.segmenter().captured(), 1.0);
  controls.press('r');
  EXPECT_NE(controls.message().find("anew"), std::string::npos);
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

TEST(delay_meter, figures_are_those_of_what_was_added) {
  DelayMeter meter;
  EXPECT_EQ(meter.mean(), 0);
  EXPECT_EQ(meter.under(0.95), 0);
  for (int i = 1; i <= 100; ++i) meter.add(i);
  EXPECT_EQ(meter.count(), 100);
  EXPECT_DOUBLE_EQ(meter.mean(), 50.5);
  EXPECT_NEAR(meter.under(0.95), 95, 0.51);
  EXPECT_NEAR(meter.under(0.5), 50, 0.51);
  EXPECT_EQ(meter.under(1), 100);
  EXPECT_EQ(meter.most(), 100);
  meter.add(1e9);
  EXPECT_EQ(meter.most(), 1e9);
}

TEST(tiles, pictures_of_any_size_come_into_their_places) {
  Tiles tiles(3, 8, 6);
  ASSERT_EQ(tiles.picture().width(), 16);
  ASSERT_EQ(tiles.picture().height(), 12);
  Image wide(16, 6, 3), grey(8, 6, 1), clear(8, 6, 4);
  wide.fill(200);
  grey.fill(90);
  clear.fill(255);
  for (std::size_t i = 3; i < clear.size(); i += 4) clear.data()[i] = 128;
  tiles.put(0, wide);
  tiles.put(1, grey);
  tiles.put(2, clear);
  const auto at = [&](int x, int y) { return tiles.picture().row(y)[3 * x]; };
  EXPECT_EQ(at(4, 3), 200);
  EXPECT_EQ(at(4, 0), 0) << "its shape is kept";
  EXPECT_EQ(at(12, 3), 90);
  EXPECT_EQ(at(4, 9), 128) << "transparent places are mixed with black";
  EXPECT_EQ(at(12, 9), 0) << "nobody came";
  tiles.put(0, grey);
  EXPECT_EQ(at(4, 0), 90);
}

TEST(live_source, what_a_camera_is_named_by) {
  EXPECT_EQ(source_kind("0"), SourceKind::camera);
  EXPECT_EQ(source_kind("/dev/video3"), SourceKind::camera);
  EXPECT_EQ(source_kind("clip.mp4"), SourceKind::file);
  EXPECT_EQ(source_kind("rtsp://10.0.0.7/x"), SourceKind::stream);
}

}  // namespace
}  // namespace segme::cli
