// infer/segmenter: a net that returns its red channel gives the red channel of the frame, at the net's size.
#include "infer/segmenter.h"

#include <gtest/gtest.h>

#include "base/resize.h"
#include "capture/synthetic.h"
#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

constexpr int kWidth = 40;
constexpr int kHeight = 24;

Model red_model(const std::string& layout, const std::string& order, const std::string& fit) {
  test::TinyNet net{.width = kWidth, .height = kHeight};
  net.nhwc = layout == "nhwc";
  net.weights = order == "rgb" ? std::vector<float>{1, 0, 0} : std::vector<float>{0, 0, 1};
  Model model;
  model.card.name = "red";
  model.card.file = "red.onnx";
  model.card.width = kWidth;
  model.card.height = kHeight;
  model.card.layout = model.card.output_layout = layout;
  model.card.colour_order = order;
  model.card.fit = fit;
  model.bytes = test::write_tiny_onnx(net);
  return model;
}

EngineOptions one_thread() {
  EngineOptions options;
  options.threads = 1;
  options.cache = "off";
  return options;
}

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
      Segmenter segmenter(red_model(layout, order, "stretch"), one_thread());
      for (const auto& [width, height] : {std::pair{kWidth, kHeight}, {20, 12}, {641, 483}, {1, 1}}) {
        SCOPED_TRACE(std::string(layout) + order + std::to_string(width));
        const Frame frame = drawn(width, height);
        Matte matte;
        segmenter.segment(frame, matte);
        expect_equal(matte, red_of(frame.image, kWidth, kHeight));
      }
    }
  }
}

TEST(segmenter, a_letterbox_gives_the_whole_frame_and_nothing_of_the_bars) {
  Segmenter segmenter(red_model("nchw", "rgb", "letterbox"), one_thread());
  for (const auto& [width, height] : {std::pair{480, 480}, {800, 160}, {100, 1000}}) {
    const Frame frame = drawn(width, height);
    const Rect content = letterbox(width, height, kWidth, kHeight);
    Matte matte;
    segmenter.segment(frame, matte);
    expect_equal(matte, red_of(frame.image, content.width, content.height));
  }
}

TEST(segmenter, keeps_the_time_of_its_parts) {
  Segmenter segmenter(red_model("nchw", "rgb", "stretch"), one_thread());
  Matte matte;
  segmenter.segment(drawn(64, 64), matte);
  EXPECT_GT(segmenter.tensorise_ms(), 0.0);
  EXPECT_GT(segmenter.net_ms(), 0.0);
  EXPECT_EQ(segmenter.card().name, "red");
}

TEST(segmenter, an_output_that_is_not_the_card_s_is_refused) {
  Model model = red_model("nchw", "rgb", "stretch");
  model.card.output_channels = 2;
  test::sentence_of(ExitCode::model, [&] { Segmenter(model, one_thread()); });
}

}  // namespace
}  // namespace segme
