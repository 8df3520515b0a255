// pipeline: what goes in at one end comes out at the other. The net of these tests takes the red channel for the matte
// (tests/data/red), so the truth is known.
#include "recipe/recipe.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "capture/synthetic.h"
#include "recipe/background.h"
#include "sink/image_file.h"
#include "tests/infer/scratch.h"

namespace segme {
namespace {

Recipe red(const std::string& refine = "none") {
  Recipe options;
  options.model = SEGME_SOURCE_DIR "/tests/data/red";
  options.refine = refine;
  options.engine.threads = 1;
  options.engine.cache = false;
  return options;
}

/// Columns up to `edge` are red, the rest is blue.
Frame half_red(int width, int height, int edge) {
  Frame frame;
  frame.image.resize(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = frame.image.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
      pixel[0] = x < edge ? 255 : 0;
      pixel[1] = 0;
      pixel[2] = x < edge ? 0 : 255;
    }
  }
  return frame;
}

ExitCode code_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  return ExitCode::ok;
}

/// Keeps what it is shown.
class Recorder final : public Sink {
 public:
  void show(const Image& picture, double seconds) override {
    EXPECT_FALSE(finished);
    sizes.emplace_back(picture.width(), picture.height());
    times.push_back(seconds);
  }
  void finish() override { finished = true; }
  std::vector<std::pair<int, int>> sizes;
  std::vector<double> times;
  bool finished = false;
};

TEST(pipeline, the_matte_is_what_the_net_says) {
  Pipeline pipeline = make_pipeline(red());
  const Matte& matte = pipeline.matte(half_red(64, 64, 20));
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) EXPECT_NEAR(matte.row(y)[x], x < 20 ? 1 : 0, 1e-3) << x << "," << y;
  }
  EXPECT_NEAR(pipeline.person(), 20.0 / 64, 1e-3);
}

TEST(pipeline, the_matte_has_the_size_of_the_frame_whatever_refines_it) {
  for (const char* refine :
       {"none", "upsample", "guided", "largest_person", "largest_person,guided", "guided,upsample"}) {
    Pipeline pipeline = make_pipeline(red(refine));
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 200}, {131, 67}, {64, 64}}) {
      const Matte& matte = pipeline.matte(half_red(width, height, width));
      ASSERT_EQ(matte.width(), width) << refine;
      ASSERT_EQ(matte.height(), height) << refine;
      for (std::size_t i = 0; i < matte.size(); ++i) ASSERT_NEAR(matte.data()[i], 1, 0.02) << refine << " " << width;
    }
  }
}

TEST(pipeline, a_cut_out_keeps_the_person_and_nothing_else) {
  Pipeline pipeline = make_pipeline(red());
  Image picture;
  pipeline.process(half_red(64, 64, 32), picture);
  ASSERT_EQ(picture.channels(), 4);
  const std::uint8_t* person = picture.row(10) + std::ptrdiff_t{4} * 5;
  const std::uint8_t* nobody = picture.row(10) + std::ptrdiff_t{4} * 60;
  EXPECT_EQ(person[0], 255);
  EXPECT_EQ(person[2], 0);
  EXPECT_EQ(person[3], 255);
  EXPECT_EQ(nobody[3], 0);
}

TEST(pipeline, run_shows_every_frame_in_order_and_ends) {
  Synthetic::Options options;
  options.width = 50;
  options.height = 40;
  options.frames = 5;
  Synthetic capture(options);
  Recorder sink;
  make_pipeline(red()).run(capture, sink);
  EXPECT_TRUE(sink.finished);
  ASSERT_EQ(sink.sizes.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(sink.sizes[i], std::pair(50, 40));
    if (i > 0) {
      EXPECT_GT(sink.times[i], sink.times[i - 1]);
    }
  }
}

TEST(pipeline, a_frame_gives_the_same_picture_after_another_one) {
  Pipeline pipeline = make_pipeline(red("largest_person,guided"));
  const Frame frame = half_red(97, 41, 30);
  Image first, again;
  pipeline.process(frame, first);
  pipeline.process(half_red(20, 200, 7), again);
  pipeline.reset();
  pipeline.process(frame, again);
  ASSERT_EQ(first.size(), again.size());
  EXPECT_TRUE(std::equal(first.data(), first.data() + first.size(), again.data()));
}

TEST(pipeline, a_wrong_refiner_is_said_before_the_model_is_looked_for) {
  Recipe options = red("sharpen");
  options.model = "no such model";
  EXPECT_EQ(code_of([&] { Pipeline pipeline = make_pipeline(options); }), ExitCode::usage);
  options.refine = "guided";
  EXPECT_EQ(code_of([&] { Pipeline pipeline = make_pipeline(options); }), ExitCode::model);
}

TEST(pipeline, a_chain_is_split_at_names_and_not_at_options) {
  using Chain = std::vector<std::string>;
  EXPECT_EQ(split_chain("none"), Chain{});
  EXPECT_EQ(split_chain(""), Chain{});
  EXPECT_EQ(split_chain("guided"), Chain{"guided"});
  EXPECT_EQ(split_chain("largest_person,guided"), (Chain{"largest_person", "guided"}));
  EXPECT_EQ(split_chain("guided:radius=4,epsilon=0.01,upsample"), (Chain{"guided:radius=4,epsilon=0.01", "upsample"}));
  EXPECT_EQ(split_chain("morphology:grow=2,feather=1,guided:passes=1"),
            (Chain{"morphology:grow=2,feather=1", "guided:passes=1"}));
  EXPECT_EQ(split_chain("guided,sharpen"), (Chain{"guided", "sharpen"})) << "an unknown name is left to be refused";
}

TEST(pipeline, every_kind_of_background_is_behind_the_person) {
  std::string folder = (std::filesystem::temp_directory_path() / "segme-pipeline-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string file = folder + "/grey.png";
  Image grey(8, 8, 3);
  grey.fill(77);
  write_file(file, encode_image(grey, ".png"));
  struct Case {
    std::string background;
    int red, green, blue;
  };
  const Case cases[] = {{"#102030", 16, 32, 48}, {"white", 255, 255, 255}, {file, 77, 77, 77}, {"blur", 0, 0, 255}};
  for (const Case& one : cases) {
    Pipeline pipeline = make_pipeline(red());
    pipeline.set_renderer(make_background(one.background, Fit::fill));
    Image picture;
    pipeline.process(half_red(64, 64, 32), picture);
    ASSERT_EQ(picture.channels(), 3) << one.background;
    const std::uint8_t* nobody = picture.row(30) + std::ptrdiff_t{3} * 62;
    EXPECT_NEAR(nobody[0], one.red, 2) << one.background;
    EXPECT_NEAR(nobody[1], one.green, 2) << one.background;
    EXPECT_NEAR(nobody[2], one.blue, 2) << one.background;
    EXPECT_EQ(picture.row(30)[0], 255) << one.background;
  }
  std::filesystem::remove_all(folder);
}

TEST(pipeline, a_plate_stands_in_for_the_net_or_beside_it) {
  std::string folder = (std::filesystem::temp_directory_path() / "segme-pipeline-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  Recipe options = red();
  options.plate = folder + "/plate.png";
  const Frame plate = half_red(64, 64, 0);
  write_file(options.plate, encode_image(plate.image, ".png"));
  const Frame frame = half_red(64, 64, 20);
  for (const char* method : {"bgsub", "bgsub:threshold=30,shadows=0.8", "bgsub,net", "net,bgsub:adapt=0"}) {
    options.method = method;
    Pipeline pipeline = make_pipeline(options);
    EXPECT_EQ(pipeline.segmenter().name().starts_with("bgsub"), true);
    for (int round = 0; round < 2; ++round, pipeline.reset()) {
      const Matte& matte = pipeline.matte(frame);
      for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 64; ++x) {
          if (x < 17 || x > 22) {
            ASSERT_NEAR(matte.row(y)[x], x < 20 ? 1 : 0, 0.01) << method << " " << x;
          }
        }
      }
    }
  }
  options.method = "net";
  EXPECT_EQ(code_of([&] { Pipeline pipeline = make_pipeline(options); }), ExitCode::usage) << "a plate without bgsub";
  options.plate.clear();
  for (const char* method : {"", "bgsb", "bgsub:treshold=9", "net:x=1"}) {
    options.method = method;
    EXPECT_EQ(code_of([&] { Pipeline pipeline = make_pipeline(options); }), ExitCode::usage) << method;
  }
  std::filesystem::remove_all(folder);
}

TEST(pipeline, render_and_background_go_together) {
  Recipe options = red();
  options.background = "#102030";
  options.render = "alpha:estimate=off,sepia:strength=0,light_wrap:strength=0";
  Image picture;
  make_pipeline(options).process(half_red(64, 64, 32), picture);
  ASSERT_EQ(picture.channels(), 3);
  EXPECT_EQ(picture.row(9)[3 * 60 + 1], 0x20);
  EXPECT_EQ(picture.row(9)[3 * 3], 255);
  options.render = "cutout";
  EXPECT_EQ(code_of([&] { Pipeline pipeline = make_pipeline(options); }), ExitCode::usage);
}

TEST(pipeline, stills_alone_are_looked_at_closer) {
  const test::ScratchFolder folder;
  std::filesystem::copy(SEGME_SOURCE_DIR "/tests/data/red/model.onnx", folder.path());
  test::write_bytes(folder.path() / "card.json",
                    std::string(R"({"name": "red", "file": "model.onnx", "width": 64, "height": 64, "closer": true})"));
  Recipe options = red();
  options.model = folder.path().string();
  const Frame frame = half_red(400, 300, 40);
  Matte coarse;
  make_pipeline(options).segment(frame, coarse);
  EXPECT_EQ(coarse.width(), 64);
  options.still = true;
  make_pipeline(options).segment(frame, coarse);
  EXPECT_GT(coarse.width(), 64);
}

TEST(pipeline, a_background_that_is_none_is_refused) {
  EXPECT_EQ(code_of([] { make_background("no/such/file.jpg", Fit::fill); }), ExitCode::input);
  EXPECT_EQ(code_of([] { make_background("mauvish", Fit::fill); }), ExitCode::usage);
  EXPECT_EQ(code_of([] { make_background("#12345", Fit::fill); }), ExitCode::usage);
  EXPECT_EQ(code_of([] { make_background("blur:radius=-1", Fit::fill); }), ExitCode::usage);
  EXPECT_EQ(code_of([] { make_background("none", Fit::fill); }), ExitCode::ok);
}

}  // namespace
}  // namespace segme
