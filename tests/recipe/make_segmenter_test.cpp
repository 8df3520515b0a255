// recipe/make_segmenter: a net that returns its red channel gives the red channel of the frame, at the net's size.
#include "recipe/make_segmenter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/resize.h"
#include "capture/synthetic.h"
#include "infer/net_segmenter.h"
#include "recipe/models.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

constexpr int kWidth = 40;
constexpr int kHeight = 24;

Model red_model(std::string_view layout, std::string_view order, std::string_view fit) {
  test::TinyNet net{.width = kWidth, .height = kHeight};
  net.nhwc = layout == "nhwc";
  net.weights = order == "rgb" ? std::vector<float>{1, 0, 0} : std::vector<float>{0, 0, 1};
  Model model;
  model.card.name = "red";
  model.card.file = "red.onnx";
  model.card.width = kWidth;
  model.card.height = kHeight;
  model.card.layout = model.card.output_layout = find_named<Layout>(layout).value();
  model.card.colour_order = find_named<ColourOrder>(order).value();
  model.card.fit = find_named<InputFit>(fit).value();
  model.bytes = test::write_tiny_onnx(net);
  return model;
}

EngineOptions one_thread() {
  EngineOptions options;
  options.threads = 1;
  options.cache = false;
  return options;
}

std::unique_ptr<Segmenter> made(const Model& model) { return make_segmenter(model, one_thread(), true); }

Frame drawn(int width, int height) {
  Synthetic::Options options;
  options.width = width;
  options.height = height;
  Frame frame;
  EXPECT_TRUE(Synthetic(options).next(frame));
  return frame;
}

Matte red_of(const Image& image, int width, int height) {
  Matte red(image.width(), image.height()), resized;
  for (std::size_t i = 0; i < red.size(); ++i) red.data()[i] = static_cast<float>(image.data()[3 * i]) / 255.0F;
  resize_matte(red, width, height, resized);
  return resized;
}

void expect_equal(const Matte& matte, const Matte& truth) {
  ASSERT_EQ(matte.width(), truth.width());
  ASSERT_EQ(matte.height(), truth.height());
  for (std::size_t i = 0; i < matte.size(); ++i) ASSERT_NEAR(matte.data()[i], truth.data()[i], 1e-4F) << i;
}

TEST(segmenter, a_net_that_returns_red_gives_the_red_channel) {
  for (const char* layout : {"nchw", "nhwc"}) {
    for (const char* order : {"rgb", "bgr"}) {
      const auto segmenter = made(red_model(layout, order, "stretch"));
      for (const auto& [width, height] : {std::pair{kWidth, kHeight}, {20, 12}, {641, 483}, {1, 1}}) {
        SCOPED_TRACE(std::string(layout) + order + std::to_string(width));
        const Frame frame = drawn(width, height);
        Matte matte;
        segmenter->segment(frame, matte);
        expect_equal(matte, red_of(frame.image, kWidth, kHeight));
      }
    }
  }
}

TEST(segmenter, a_letterbox_gives_the_whole_frame_and_nothing_of_the_bars) {
  const auto segmenter = made(red_model("nchw", "rgb", "letterbox"));
  for (const auto& [width, height] : {std::pair{480, 480}, {800, 160}, {100, 1000}}) {
    const Frame frame = drawn(width, height);
    const Rect content = letterbox(width, height, kWidth, kHeight);
    Matte matte;
    segmenter->segment(frame, matte);
    expect_equal(matte, red_of(frame.image, content.width, content.height));
  }
}

TEST(segmenter, keeps_the_time_of_its_parts) {
  const auto segmenter = made(red_model("nchw", "rgb", "stretch"));
  Matte matte;
  segmenter->segment(drawn(64, 64), matte);
  EXPECT_GT(segmenter->times().tensorise, 0.0);
  EXPECT_GT(segmenter->times().net, 0.0);
  EXPECT_EQ(segmenter->name(), "red");
}

TEST(segmenter, an_output_that_is_not_the_card_s_is_refused) {
  Model model = red_model("nchw", "rgb", "stretch");
  model.card.output_channels = 2;
  test::sentence_of(ExitCode::model, [&] { made(model); });
}

TEST(segmenter, a_net_that_reads_the_matte_before_gets_it_where_the_picture_lies) {
  for (const char* layout : {"nchw", "nhwc"}) {
    for (const char* fit : {"stretch", "letterbox"}) {
      Model model = red_model(layout, "rgb", fit);
      test::TinyNet net{.width = kWidth, .height = kHeight, .inputs = 4, .weights = {0.5F, 0, 0, 0.5F}};
      net.nhwc = model.card.layout == Layout::nhwc;
      model.bytes = test::write_tiny_onnx(net);
      model.card.fourth_channel = FourthChannel::previous_matte;
      const auto segmenter = made(model);
      const Frame frame = drawn(50, 90);
      Matte first, second, third, other;
      segmenter->segment(frame, first);
      segmenter->segment(frame, second);
      segmenter->segment(frame, third);
      Matte red = first;
      for (std::size_t i = 0; i < red.size(); ++i) red.data()[i] = 1.5F * first.data()[i];
      expect_equal(second, red);
      for (std::size_t i = 0; i < red.size(); ++i) red.data()[i] = 1.75F * first.data()[i];
      expect_equal(third, red);
      segmenter->reset();
      segmenter->segment(frame, second);
      expect_equal(second, first);
      segmenter->segment(drawn(90, 50), other);  // another shape: the matte before is fitted to it
      EXPECT_GT(other.width(), 0);
    }
  }
}

/// Nobody is surer than 1023 to 1.
float logit(float matte) {
  const float held = std::clamp(matte, 1.0F / 1024, 1023.0F / 1024);
  return std::log(held / (1 - held));
}

/// A 3x3 net whose matte is the red of the pixel to the right: it has a side.
TEST(segmenter, a_mirrored_card_gives_what_lies_between_both_sides) {
  for (const char* layout : {"nchw", "nhwc"}) {
    for (const char* fit : {"stretch", "letterbox"}) {
      SCOPED_TRACE(std::string(layout) + fit);
      Model model = red_model(layout, "rgb", fit);
      test::TinyNet net{.width = kWidth, .height = kHeight};
      net.nhwc = std::string(layout) == "nhwc";
      net.weights.assign(27, 0.0F);
      net.weights[5] = 1;  // of red: the middle row's right tap
      net.kernel = 3;
      model.bytes = test::write_tiny_onnx(net);
      const Frame frame = drawn(60, 60);
      Matte plain, both;
      made(model)->segment(frame, plain);
      model.card.mirrored = true;
      const auto segmenter = made(model);
      segmenter->segment(frame, both);
      const Rect content =
          std::string(fit) == "stretch" ? Rect{0, 0, kWidth, kHeight} : letterbox(60, 60, kWidth, kHeight);
      const Matte red = red_of(frame.image, content.width, content.height);
      Matte mean = red;
      for (int y = 0; y < red.height(); ++y) {
        for (int x = 0; x < red.width(); ++x) {
          const float right = x + 1 < red.width() ? red.row(y)[x + 1] : 0;
          ASSERT_NEAR(plain.row(y)[x], right, 1e-4F);
          const float left = x > 0 ? red.row(y)[x - 1] : 0;
          mean.row(y)[x] = 1 / (1 + std::exp(-(logit(right) + logit(left)) / 2));
        }
      }
      expect_equal(both, mean);
    }
  }
}

/// A red square of 40 pixels in a picture of 400x240.
Frame small_red_square() {
  Frame frame;
  frame.image.resize(400, 240, 3);
  frame.image.fill(0);
  for (int y = 100; y < 140; ++y) {
    for (int x = 200; x < 240; ++x) frame.image.row(y)[3 * x] = 255;
  }
  return frame;
}

/// A folder of models that are found by their names.
class segmenter_of_two : public testing::Test {
 protected:
  /// A model whose matte is one channel of the picture (0: red, 1: green), at half the size of red_model's.
  void add(const std::string& name, std::size_t channel, const std::string& fourth = "none",
           const std::string& more = "") const {
    const int inputs = fourth == "none" ? 3 : 4;
    test::TinyNet net{.width = kWidth / 2, .height = kHeight / 2, .inputs = inputs};
    net.weights.assign(static_cast<std::size_t>(inputs), 0.0F);
    net.weights[channel] = 1;
    const std::string card = R"({"name": ")" + name + R"(", "file": "model.onnx", "width": )" +
                             std::to_string(kWidth / 2) + R"(, "height": )" + std::to_string(kHeight / 2) +
                             R"(, "fourth_channel": ")" + fourth + R"(")" + more + "}";
    test::write_bytes(scratch_.path() / name / "card.json", card);
    test::write_bytes(scratch_.path() / name / "model.onnx", test::write_tiny_onnx(net));
  }

  test::ScratchFolder scratch_;
  test::Environment models_{"SEGME_MODELS", scratch_.path().string()};
};

TEST_F(segmenter_of_two, what_lies_between_both_answers_counts_and_the_other_is_never_surer_than_20_to_1) {
  add("green", 1);
  const Frame frame = drawn(90, 50);
  Model model = red_model("nchw", "rgb", "stretch");
  Matte red, small, green, matte;
  made(model)->segment(frame, red);
  made(find_model("green"))->segment(frame, small);
  ASSERT_EQ(small.width(), kWidth / 2);
  resize_matte(small, kWidth, kHeight, green);
  model.card.also = "green";
  const auto segmenter = made(model);
  segmenter->segment(frame, matte);
  Matte mean = red;
  for (std::size_t i = 0; i < mean.size(); ++i)
    mean.data()[i] = 1 / (1 + std::exp(-(logit(red.data()[i]) + std::clamp(logit(green.data()[i]), -3.0F, 3.0F)) / 2));
  expect_equal(matte, mean);
  segmenter->reset();
  segmenter->segment(frame, matte);
  expect_equal(matte, mean);
}

TEST_F(segmenter_of_two, the_other_asks_nobody_itself_and_looks_no_closer) {
  add("green", 1);
  add("asking", 1, "none", R"(, "also": "nobody", "closer": true)");
  Model model = red_model("nchw", "rgb", "stretch");
  Matte plain, asking;
  model.card.also = "green";
  made(model)->segment(small_red_square(), plain);
  model.card.also = "asking";
  made(model)->segment(small_red_square(), asking);
  expect_equal(asking, plain);
}

TEST_F(segmenter_of_two, another_that_cannot_be_asked_is_named) {
  add("video", 0, "previous_matte");
  Model model = red_model("nchw", "rgb", "stretch");
  for (const char* name : {"nobody", "video"}) {
    model.card.also = name;
    const std::string sentence = test::sentence_of(ExitCode::model, [&] { made(model); });
    EXPECT_NE(sentence.find("'red'"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(name), std::string::npos) << sentence;
  }
}

double off_the_square(const Matte& matte) {
  const Frame frame = small_red_square();
  Matte whole;
  resize_matte(matte, 400, 240, whole);
  double sum = 0;
  for (std::size_t i = 0; i < whole.size(); ++i)
    sum += std::abs(whole.data()[i] - static_cast<float>(frame.image.data()[3 * i]) / 255);
  return sum;
}

TEST_F(segmenter_of_two, who_is_small_is_looked_at_once_more_and_finer) {
  add("green", 1);
  Model model = red_model("nchw", "rgb", "stretch");
  Matte plain, closer, both;
  made(model)->segment(small_red_square(), plain);
  model.card.closer = true;
  const auto segmenter = made(model);
  segmenter->segment(small_red_square(), closer);
  EXPECT_GT(closer.width(), 2 * plain.width());
  EXPECT_LT(off_the_square(closer), off_the_square(plain) / 1.5);
  // The other sees no green, and is asked about the part alone.
  model.card.also = "green";
  made(model)->segment(small_red_square(), both);
  EXPECT_EQ(both.width(), closer.width());
  EXPECT_GT(off_the_square(both), off_the_square(closer));

  // Who fills the picture is not.
  Frame large = drawn(90, 50);
  large.image.fill(255);
  segmenter->segment(large, closer);
  EXPECT_EQ(closer.width(), kWidth);
}

TEST(segmenter, stills_alone_are_mirrored_where_the_card_says_so) {
  ModelCard card;
  for (const bool still : {false, true}) {
    card.mirrored = false;
    card.mirrored_stills = true;
    EXPECT_EQ(asks_mirrored(card, still), still);
    card.mirrored_stills = false;
    EXPECT_FALSE(asks_mirrored(card, still));
    card.mirrored = true;
    EXPECT_TRUE(asks_mirrored(card, still));
  }
}

TEST(segmenter, a_grey_net_gets_the_luma) {
  Model model = red_model("nchw", "rgb", "stretch");
  model.bytes = test::write_tiny_onnx({.width = kWidth, .height = kHeight, .inputs = 1, .weights = {1}});
  model.card.colour_order = ColourOrder::grey;
  Frame frame;
  frame.image.resize(kWidth, kHeight, 3);
  for (std::size_t i = 0; i < frame.image.size(); ++i)
    frame.image.data()[i] = std::array<std::uint8_t, 3>{200, 100, 50}[i % 3];
  Matte matte;
  made(model)->segment(frame, matte);
  for (std::size_t i = 0; i < matte.size(); ++i)
    ASSERT_NEAR(matte.data()[i], (0.299F * 200 + 0.587F * 100 + 0.114F * 50) / 255, 1e-4F);
}

}  // namespace
}  // namespace segme
