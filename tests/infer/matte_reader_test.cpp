// infer/matte_reader: every layout and activation gives the person's channel; a shape that the card does not promise is
// refused.
#include "infer/matte_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "infer/tensorise.h"
#include "tests/infer/scratch.h"

namespace segme {
namespace {

ModelCard card_of(int channels, int channel, const std::string& layout, const std::string& activation = "none") {
  ModelCard card;
  card.name = "tiny";
  card.width = 4;
  card.height = 2;
  card.output_channels = channels;
  card.output_channel = channel;
  card.output_layout = find_named<Layout>(layout).value();
  card.activation = find_named<Activation>(activation).value();
  return card;
}

Matte read(const ModelCard& card, const std::vector<int>& shape, const std::vector<float>& output, int width = 4,
           int height = 2) {
  Matte matte;
  MatteReader(card, shape).read(output, width, height, matte);
  return matte;
}

std::vector<float> values(const Matte& matte) { return {matte.data(), matte.data() + matte.size()}; }

const std::vector<float> kTruth{0.0F, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.7F};

TEST(read_matte, one_channel_is_the_matte_in_every_layout) {
  for (const auto& [layout, shapes] : std::vector<std::pair<std::string, std::vector<std::vector<int>>>>{
           {"nchw", {{1, 1, 2, 4}, {1, 2, 4}, {2, 4}}},
           {"nhwc", {{1, 2, 4, 1}, {2, 4, 1}, {1, 2, 4}, {2, 4}}},
           {"flat", {{8}, {1, 8}, {1, 8, 1}}}}) {
    for (const std::vector<int>& shape : shapes) {
      const Matte matte = read(card_of(1, 0, layout), shape, kTruth);
      EXPECT_EQ(matte.width(), 4);
      EXPECT_EQ(values(matte), kTruth) << layout << shape.size();
    }
  }
}

TEST(read_matte, a_shape_that_no_memory_can_hold_is_refused) {
  constexpr int kMost = std::numeric_limits<int>::max();
  for (const char* layout : {"flat", "packed"}) {
    ModelCard card = card_of(1, 0, layout);
    card.width = 16;
    EXPECT_NE(test::sentence_of(ExitCode::model,
                                [&] {
                                  MatteReader(card, {kMost, kMost, kMost});
                                })
                  .find("Correct"),
              std::string::npos);
  }
}

TEST(read_matte, takes_the_channel_of_the_card) {
  std::vector<float> planes(24, 9.0F);
  std::vector<float> pixels(24, 9.0F);
  for (std::size_t i = 0; i < 8; ++i) planes[8 + i] = pixels[3 * i + 1] = kTruth[i];
  EXPECT_EQ(values(read(card_of(3, 1, "nchw"), {1, 3, 2, 4}, planes)), kTruth);
  EXPECT_EQ(values(read(card_of(3, 1, "nhwc"), {1, 2, 4, 3}, pixels)), kTruth);
  EXPECT_EQ(values(read(card_of(3, 1, "flat"), {1, 24}, pixels)), kTruth);
}

TEST(read_matte, applies_the_activation_that_is_still_missing) {
  std::vector<float> logits(8), pairs(16);
  for (std::size_t i = 0; i < 8; ++i) {
    logits[i] = std::log((kTruth[i] + 0.1F) / (0.9F - kTruth[i]));
    pairs[2 * i] = 50.0F;
    pairs[2 * i + 1] = 50.0F + logits[i];
  }
  const Matte sigmoid = read(card_of(1, 0, "nchw", "sigmoid"), {1, 1, 2, 4}, logits);
  const Matte softmax = read(card_of(2, 1, "nhwc", "softmax"), {1, 2, 4, 2}, pairs);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(sigmoid.data()[i], kTruth[i] + 0.1F, 1e-5F);
    EXPECT_NEAR(softmax.data()[i], kTruth[i] + 0.1F, 1e-5F);
  }
}

TEST(read_matte, is_always_between_0_and_1) {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> wild{-infinity, -1e30F, -0.1F, 0.5F, 1.1F, 1e30F, infinity, std::nanf("")};
  EXPECT_EQ(values(read(card_of(1, 0, "flat"), {8}, wild)), (std::vector<float>{0, 0, 0, 0.5F, 1, 1, 1, 0}));
  for (const char* activation : {"sigmoid", "softmax"}) {
    std::vector<float> output = wild;
    output.insert(output.end(), wild.rbegin(), wild.rend());
    const int channels = std::string(activation) == "softmax" ? 2 : 1;
    output.resize(static_cast<std::size_t>(8 * channels));
    for (const float value : values(read(card_of(channels, 0, "flat", activation), {8 * channels}, output))) {
      EXPECT_TRUE(value >= 0 && value <= 1) << value;
    }
  }
}

TEST(read_matte, cuts_the_bars_of_a_letterbox_away) {
  ModelCard card = card_of(1, 0, "nchw");
  card.fit = InputFit::letterbox;
  const Matte tall = read(card, {1, 1, 2, 4}, kTruth, 100, 100);
  EXPECT_EQ(tall.width(), 2);
  EXPECT_EQ(values(tall), (std::vector<float>{0.1F, 0.2F, 0.5F, 0.6F}));
}

TEST(read_matte, may_be_smaller_than_the_input) {
  EXPECT_EQ(read(card_of(1, 0, "nchw"), {1, 1, 1, 2}, {0.25F, 0.75F}).width(), 2);
  EXPECT_EQ(read(card_of(1, 0, "flat"), {1, 2}, {0.25F, 0.75F}).height(), 1);
}

TEST(read_matte, a_shape_that_the_card_does_not_promise_is_refused_with_both) {
  for (const auto& [card, shape] :
       std::vector<std::pair<ModelCard, std::vector<int>>>{{card_of(2, 0, "nchw"), {1, 1, 2, 4}},
                                                           {card_of(1, 0, "nchw"), {1, 2, 4, 1}},
                                                           {card_of(1, 0, "nhwc"), {1, 1, 2, 4}},
                                                           {card_of(1, 0, "flat"), {9}},
                                                           {card_of(1, 0, "nchw"), {2, 1, 2, 4}},
                                                           {card_of(1, 0, "nchw"), {}},
                                                           {card_of(1, 0, "nchw"), {1, 1, 1, 2, 4}},
                                                           {card_of(1, 0, "flat"), {}}}) {
    const std::string sentence = test::sentence_of(ExitCode::model, [&c = card, &s = shape] { MatteReader(c, s); });
    EXPECT_NE(sentence.find("shape ["), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(name_of(card.output_layout)), std::string::npos) << sentence;
  }
}

TEST(read_matte, sixteen_binary_pixels_are_unpacked_from_one_number) {
  ModelCard card = card_of(1, 0, "packed");
  card.width = 32;
  std::vector<float> truth(64);
  for (std::size_t i = 0; i < truth.size(); ++i) truth[i] = static_cast<float>(i * i % 7 % 2);
  std::vector<float> numbers(4, 0.0F);
  for (std::size_t i = 0; i < truth.size(); ++i)
    numbers[i / 16] += truth[i] * std::exp2(7.0F - static_cast<float>(i % 16));
  for (const std::vector<int>& shape : {std::vector<int>{2, 2}, {1, 2, 2, 1}, {1, 2, 2}}) {
    EXPECT_EQ(values(read(card, shape, numbers, 32, 2)), truth);
  }
  EXPECT_EQ(values(read(card, {2, 2}, {255.99609375F, 1e9F, -3.0F, 0.0F}, 32, 2))[31], 1.0F);
  EXPECT_THROW(MatteReader(card, {2, 3}), Error);
}

}  // namespace
}  // namespace segme
