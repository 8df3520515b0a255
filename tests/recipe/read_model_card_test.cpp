// recipe/read_model_card: every key is read, and every wrong value is refused in a sentence that names its key.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "recipe/read_model_card.h"
#include "tests/infer/scratch.h"

namespace segme {
namespace {

using Json = nlohmann::json;

Json smallest() { return {{"name", "tiny"}, {"file", "model.onnx"}, {"width", 256}, {"height", 192}}; }

ModelCard read(const Json& json) { return parse_model_card(json.dump(), "x/card.json"); }

TEST(model_card, four_keys_are_enough_and_the_rest_has_its_default) {
  const ModelCard card = read(smallest());
  const ModelCard fresh;
  EXPECT_EQ(card.name, "tiny");
  EXPECT_EQ(card.file, "model.onnx");
  EXPECT_EQ(card.width, 256);
  EXPECT_EQ(card.height, 192);
  EXPECT_EQ(card.layout, fresh.layout);
  EXPECT_EQ(card.scale, fresh.scale);
  EXPECT_EQ(card.output_channels, 1);
  EXPECT_FALSE(card.mirrored);
  EXPECT_EQ(card.also, "");
  EXPECT_FALSE(card.closer);
  EXPECT_EQ(card.quality, Quality::balanced);
  EXPECT_EQ(card.metrics, "");
}

TEST(model_card, every_key_is_read) {
  const std::string hash = std::string(32, 'a') + std::string(32, 'F');
  const ModelCard card = read({{"name", "n-1"},
                               {"summary", "s"},
                               {"file", "f.tflite"},
                               {"sha256", hash},
                               {"width", 1},
                               {"height", 8192},
                               {"layout", "nhwc"},
                               {"colour_order", "bgr"},
                               {"mean", {0, 127.5, 255}},
                               {"scale", {1, 0.5, 255}},
                               {"fit", "letterbox"},
                               {"output", "o"},
                               {"output_channel", 15},
                               {"output_channels", 16},
                               {"output_layout", "flat"},
                               {"activation", "softmax"},
                               {"mirrored", true},
                               {"also", "n-2"},
                               {"closer", true},
                               {"videos", true},
                               {"quality", "fast"},
                               {"licence", "l"},
                               {"origin", "r"},
                               {"limits", "i"},
                               {"metrics", {{"iou", 0.96}}}});
  EXPECT_EQ(card.name, "n-1");
  EXPECT_EQ(card.summary, "s");
  EXPECT_EQ(card.file, "f.tflite");
  EXPECT_EQ(card.sha256, std::string(32, 'a') + std::string(32, 'f'));
  EXPECT_TRUE(card.mirrored);
  EXPECT_EQ(card.also, "n-2");
  EXPECT_TRUE(card.closer);
  EXPECT_TRUE(card.videos);
  EXPECT_EQ(card.width, 1);
  EXPECT_EQ(card.height, 8192);
  EXPECT_EQ(card.layout, Layout::nhwc);
  EXPECT_EQ(card.colour_order, ColourOrder::bgr);
  EXPECT_EQ(card.mean, (std::array<float, 3>{0, 127.5F, 255}));
  EXPECT_EQ(card.scale, (std::array<float, 3>{1, 0.5F, 255}));
  EXPECT_EQ(card.fit, InputFit::letterbox);
  EXPECT_EQ(card.output, "o");
  EXPECT_EQ(card.output_channel, 15);
  EXPECT_EQ(card.output_channels, 16);
  EXPECT_EQ(card.output_layout, Layout::flat);
  EXPECT_EQ(card.activation, Activation::softmax);
  EXPECT_EQ(card.quality, Quality::fast);
  EXPECT_EQ(card.licence, "l");
  EXPECT_EQ(card.origin, "r");
  EXPECT_EQ(card.limits, "i");
  EXPECT_EQ(card.metrics, R"({"iou":0.96})");
}

TEST(model_card, what_is_wrong_is_refused_and_its_key_named) {
  const Json huge = 18446744073709551615ULL;
  const std::vector<std::pair<std::string, std::vector<Json>>> wrong{
      {"name", {1, "", "a b", "a/b", std::string(65, 'a')}},
      {"summary", {1, nullptr}},
      {"file", {1, "", "..", "../model.onnx", "a/b", "a\\b", std::string("a\0b", 3)}},
      {"sha256", {1, "abc", std::string(64, 'g'), std::string(63, 'a')}},
      {"width", {0, -1, 8193, 1.5, "256", true, nullptr, huge, 1e300}},
      {"height", {0, -1, 8193, 1.5, "256", Json::array()}},
      {"layout", {"NCHW", "chw", 1}},
      {"colour_order", {"rgba", 1}},
      {"mean", {1, {1, 2}, {1, 2, 3, 4}, {1, 2, "3"}, {-1, 0, 0}, {0, 0, 256}}},
      {"scale", {1, {1, 1}, {1, 1, 0}, {1, 1, -1}, {1, 1, 256}, {1, 1, nullptr}}},
      {"fit", {"crop", 1}},
      {"output", {1}},
      {"output_channel", {-1, 1, 1024, "0", 0.0}},
      {"output_channels", {0, 1025, "1"}},
      {"output_layout", {"hw", 1}},
      {"activation", {"relu", 1, "softmax"}},
      {"mirrored", {1, "true", "still"}},
      {"also", {1, "", "a/b", smallest()["name"]}},
      {"closer", {0, nullptr}},
      {"videos", {0, nullptr}},
      {"quality", {"best", 1}},
      {"licence", {1}},
      {"origin", {1}},
      {"limits", {1}},
      {"metrics", {1, "text", Json::array()}},
  };
  for (const auto& [key, values] : wrong) {
    for (const Json& value : values) {
      Json json = smallest();
      json[key] = value;
      SCOPED_TRACE(json.dump());
      const std::string sentence = test::sentence_of(ExitCode::model, [&json = json] { read(json); });
      EXPECT_NE(sentence.find("\"" + key + "\""), std::string::npos) << sentence;
      EXPECT_NE(sentence.find("x/card.json"), std::string::npos) << sentence;
      EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    }
  }
}

TEST(model_card, a_missing_key_is_named) {
  for (const char* key : {"name", "file", "width", "height"}) {
    Json json = smallest();
    json.erase(key);
    const std::string sentence = test::sentence_of(ExitCode::model, [&] { read(json); });
    EXPECT_NE(sentence.find("\"" + std::string(key) + "\" is missing"), std::string::npos) << sentence;
  }
}

TEST(model_card, an_unknown_key_is_refused_and_the_known_ones_are_listed) {
  Json json = smallest();
  json["color_order"] = "rgb";
  const std::string sentence = test::sentence_of(ExitCode::model, [&] { read(json); });
  EXPECT_NE(sentence.find("\"color_order\""), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("colour_order"), std::string::npos) << sentence;
}

TEST(model_card, what_is_no_json_object_is_refused_with_the_line) {
  for (const std::string text : {"", "{", "[]", "3", "{\"name\": }", "\xff\xfe", "{\"name\": \"\xff\"}"}) {
    test::sentence_of(ExitCode::model, [&] { parse_model_card(text, "x"); });
  }
  const std::string sentence = test::sentence_of(ExitCode::model, [] { parse_model_card("{\n\n  oops\n}", "x"); });
  EXPECT_NE(sentence.find("line 3"), std::string::npos) << sentence;
  EXPECT_THROW(parse_model_card(std::string(100000, '['), "x"), Error);
}

TEST(model_card, a_key_that_does_not_fit_another_is_refused) {
  const auto with = [](const Json& more) {
    Json json = smallest();
    json.update(more);
    return json;
  };
  EXPECT_EQ(input_channels(read(smallest())), 3);
  EXPECT_EQ(input_channels(read(with({{"colour_order", "grey"}}))), 1);
  EXPECT_EQ(input_channels(read(with({{"fourth_channel", "zero"}}))), 4);
  EXPECT_EQ(input_channels(read(with({{"fourth_channel", "previous_matte"}}))), 4);
  EXPECT_THROW(read(with({{"colour_order", "grey"}, {"fourth_channel", "zero"}})), Error);
  EXPECT_THROW(read(with({{"output_layout", "packed"}, {"width", 250}})), Error);
  EXPECT_THROW(read(with({{"output_layout", "packed"}, {"output_channels", 2}})), Error);
  const ModelCard card = read(with({{"mirrored", "stills"}, {"closer", true}}));
  EXPECT_FALSE(card.mirrored);
  EXPECT_TRUE(card.mirrored_stills);
  EXPECT_THROW(read(with({{"closer", true}, {"fourth_channel", "previous_matte"}})), Error);
  EXPECT_EQ(read(with({{"output_layout", "packed"}, {"layout", "flat"}})).layout, Layout::flat);
  EXPECT_THROW(read(with({{"layout", "packed"}})), Error);
}

}  // namespace
}  // namespace segme
