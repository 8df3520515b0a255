// infer/onnxruntime/engine on nets that the test writes itself. Skipped where its library is not here.
#include "infer/onnxruntime/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/infer/scratch.h"
#include "tests/infer/tiny_onnx.h"

namespace segme {
namespace {

Model tiny_model(const test::TinyNet& net = {}) {
  Model model;
  model.card.name = "tiny";
  model.card.file = "model.onnx";
  model.card.width = net.width;
  model.card.height = net.height;
  model.card.layout = model.card.output_layout = net.nhwc ? Layout::nhwc : Layout::nchw;
  model.card.output_channels = static_cast<int>(net.weights.size() / 3);
  model.bytes = test::write_tiny_onnx(net);
  return model;
}

EngineOptions by_onnxruntime() {
  EngineOptions options;
  options.engine = "onnxruntime";
  options.threads = 1;
  options.cache = false;
  return options;
}

class onnxruntime_engine : public testing::Test {
 protected:
  void SetUp() override {
    if (describe_onnxruntime().empty()) GTEST_SKIP() << "ONNX Runtime's library is not here: see tools/engines.sh";
  }
};

TEST_F(onnxruntime_engine, computes_what_the_net_says) {
  test::TinyNet net{.width = 5, .height = 3, .weights = {1, 0, 0, 0.5F, -1, 2}};
  for (const bool nhwc : {false, true}) {
    for (const bool dynamic_batch : {false, true}) {
      net.nhwc = nhwc;
      net.dynamic_batch = dynamic_batch;
      const auto made = make_engine(tiny_model(net), by_onnxruntime());
      ASSERT_EQ(made->input().size(), 45U);
      EXPECT_EQ(made->output_shape(), nhwc ? (std::vector<int>{1, 3, 5, 2}) : (std::vector<int>{1, 2, 3, 5}));
      float value = 0;
      for (float& x : made->input()) x = value += 1.0F;
      made->run();
      for (std::size_t i = 0; i < 15; ++i) {
        const float first = static_cast<float>(nhwc ? 3 * i + 1 : i + 1);
        const float step = nhwc ? 1 : 15;
        EXPECT_FLOAT_EQ(made->output()[nhwc ? 2 * i : i], first);
        EXPECT_FLOAT_EQ(made->output()[nhwc ? 2 * i + 1 : 15 + i],
                        0.5F * first - (first + step) + 2 * (first + 2 * step));
      }
    }
  }
}

TEST_F(onnxruntime_engine, says_what_really_runs) {
  const std::string device = make_engine(tiny_model(), by_onnxruntime())->device();
  EXPECT_EQ(device.rfind("ONNX Runtime ", 0), 0U) << device;
  EXPECT_NE(device.find(" CPU, fp32, 1 thread"), std::string::npos) << device;
}

TEST_F(onnxruntime_engine, refuses_a_device_that_is_not_there_and_names_those_that_are) {
  EngineOptions options = by_onnxruntime();
  options.device = "Nonsense";
  const std::string sentence = test::sentence_of(ExitCode::missing, [&] { make_engine(tiny_model(), options); });
  EXPECT_NE(sentence.find("'Nonsense'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("It has: "), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("CPU"), std::string::npos) << sentence;
}

TEST_F(onnxruntime_engine, refuses_a_precision_that_the_file_does_not_have) {
  EngineOptions options = by_onnxruntime();
  options.precision = EnginePrecision::bf16;
  EXPECT_NE(test::sentence_of(ExitCode::usage, [&] { make_engine(tiny_model(), options); }).find("bf16"),
            std::string::npos);
}

TEST_F(onnxruntime_engine, refuses_what_contradicts_the_card_and_what_is_broken) {
  Model model = tiny_model();
  model.card.width = 9;
  const auto refused = [&](const Model& one) {
    return test::sentence_of(ExitCode::model, [&] { make_engine(one, by_onnxruntime()); });
  };
  EXPECT_NE(refused(model).find("[1,3,8,8], but its card says [1,3,8,9]"), std::string::npos) << refused(model);
  model = tiny_model({.two_outputs = true});
  EXPECT_NE(refused(model).find("negative"), std::string::npos);
  model.card.output = "nothing";
  EXPECT_NE(refused(model).find("'nothing'"), std::string::npos);
  model.card.output = "negative";
  const auto made = make_engine(model, by_onnxruntime());
  std::fill(made->input().begin(), made->input().end(), 3.0F);
  made->run();
  EXPECT_EQ(made->output()[5], -3.0F);
  model = tiny_model();
  model.bytes = std::vector<std::uint8_t>(1000, 'x');
  EXPECT_EQ(refused(model).find('\n'), std::string::npos);
  model.card.file = "model.tflite";
  EXPECT_NE(refused(model).find(".onnx files alone"), std::string::npos);
}

TEST_F(onnxruntime_engine, names_the_layer_that_it_cannot_run) {
  test::Proto graph;
  graph.message(1, test::tiny_node("Invented", {"input"}, "output")).bytes(2, "tiny");
  graph.message(11, test::tiny_value("input", {1, 3, 8, 8}, false));
  graph.message(12, test::tiny_value("output", {1, 3, 8, 8}, false));
  test::Proto file;
  file.number(1, 8).message(7, graph).message(8, test::Proto().bytes(1, "").number(2, 13));
  Model model = tiny_model();
  model.bytes = std::vector<std::uint8_t>(file.text().begin(), file.text().end());
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { make_engine(model, by_onnxruntime()); });
  EXPECT_NE(sentence.find("Invented"), std::string::npos) << sentence;
}

TEST_F(onnxruntime_engine, tells_the_times_of_its_layers) {
  EngineOptions options = by_onnxruntime();
  EXPECT_TRUE(make_engine(tiny_model(), options)->layer_times().empty());
  options.profile = true;
  const auto made = make_engine(tiny_model(), options);
  made->run();
  made->run();
  const std::vector<LayerTimes> layers = made->layer_times();
  const auto conv = std::find_if(layers.begin(), layers.end(), [](const LayerTimes& l) { return l.macs > 0; });
  ASSERT_NE(conv, layers.end());
  EXPECT_GT(conv->macs, 0);
  EXPECT_EQ(std::fmod(conv->macs, 8 * 8 * 3), 0) << "it fills channels up to whole vectors, and computes those, too";
  EXPECT_EQ(conv->milliseconds.size(), 3U) << "two runs, and the one that showed the shape of the output";
}

TEST(onnxruntime_library, one_that_cannot_be_loaded_is_an_error_never_another_engine) {
  // In a process of its own: a library is looked for once.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        ::setenv("SEGME_ONNXRUNTIME", "/nowhere/lib.so", 1);
        try {
          make_engine(tiny_model(), by_onnxruntime());
        } catch (const Error& error) {
          std::fputs(error.what(), stderr);
          std::exit(static_cast<int>(error.code()));
        }
        std::exit(0);
      },
      testing::ExitedWithCode(static_cast<int>(ExitCode::missing)), "SEGME_ONNXRUNTIME is '/nowhere/lib.so'");
}

}  // namespace
}  // namespace segme
