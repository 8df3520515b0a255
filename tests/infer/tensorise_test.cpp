// infer/tensorise: truth in, truth out: sizes, layouts, colour order, mean, scale and letterbox.
#include "infer/tensorise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/resize_plain.h"

namespace segme {
namespace {

constexpr int kWidth = 24;
constexpr int kHeight = 16;

ModelCard card_of(std::string_view layout = "nchw", std::string_view order = "rgb", std::string_view fit = "stretch") {
  ModelCard card;
  card.width = kWidth;
  card.height = kHeight;
  card.layout = find_named<Layout>(layout).value();
  card.colour_order = find_named<ColourOrder>(order).value();
  card.fit = find_named<InputFit>(fit).value();
  card.mean = {10, 20, 30};
  card.scale = {0.5F, 0.25F, 0.125F};
  return card;
}

std::size_t place(const ModelCard& card, int x, int y, int c) {
  const int at = card.layout == Layout::nchw ? (c * kHeight + y) * kWidth + x : (y * kWidth + x) * 3 + c;
  return static_cast<std::size_t>(at);
}

Image noise(int width, int height) {
  Image image(width, height, 3);
  std::mt19937 random(7);
  std::generate_n(image.data(), image.size(), [&] { return static_cast<std::uint8_t>(random() & 255U); });
  return image;
}

std::vector<float> tensorise(Tensoriser& tensoriser, const Image& image) {
  std::vector<float> tensor(3 * kWidth * kHeight, -1e9F);
  tensoriser.run(image, tensor);
  return tensor;
}

TEST(tensorise, puts_every_channel_in_its_place_with_its_mean_and_scale) {
  for (const char* layout : {"nchw", "nhwc"}) {
    for (const char* order : {"rgb", "bgr"}) {
      const ModelCard card = card_of(layout, order);
      const Image image = noise(kWidth, kHeight);
      Tensoriser tensoriser(card);
      const std::vector<float> tensor = tensorise(tensoriser, image);
      EXPECT_EQ(tensoriser.content(), (Rect{0, 0, kWidth, kHeight}));
      for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
          for (int c = 0; c < 3; ++c) {
            const int source = std::string(order) == "rgb" ? c : 2 - c;
            const auto i = static_cast<std::size_t>(c);
            const float expected = (static_cast<float>(image.row(y)[3 * x + source]) - card.mean[i]) * card.scale[i];
            ASSERT_NEAR(tensor[place(card, x, y, c)], expected, 1e-4F) << layout << order << x << ' ' << y << ' ' << c;
          }
        }
      }
    }
  }
}

TEST(tensorise, equals_the_plain_resize_at_any_size) {
  ModelCard card = card_of();
  card.mean = {0, 0, 0};
  card.scale = {1, 1, 1};
  Tensoriser tensoriser(card);
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 500}, {500, 1}, {23, 17}, {48, 32}, {301, 203}, {2000, 9}}) {
    const Image image = noise(width, height);
    const std::vector<float> tensor = tensorise(tensoriser, image);
    Image plain;
    plain::resize_area(image, kWidth, kHeight, plain);
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < 3 * kWidth; ++x) {
        ASSERT_NEAR(tensor[place(card, x / 3, y, x % 3)], static_cast<float>(plain.row(y)[x]), 0.51F)
            << width << 'x' << height;
      }
    }
  }
}

TEST(tensorise, what_is_symmetric_stays_symmetric) {
  for (const char* fit : {"stretch", "letterbox"}) {
    const ModelCard card = card_of("nchw", "rgb", fit);
    Tensoriser tensoriser(card);
    for (const auto& [width, height] : {std::pair{7, 5}, {8, 8}, {33, 100}, {640, 479}}) {
      Image image = noise(width, height);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const std::uint8_t* from = image.row(std::min(y, height - 1 - y)) + 3 * std::min(x, width - 1 - x);
          std::copy_n(from, 3, image.row(y) + 3 * x);
        }
      }
      const std::vector<float> tensor = tensorise(tensoriser, image);
      for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
          ASSERT_NEAR(tensor[place(card, x, y, 1)], tensor[place(card, kWidth - 1 - x, kHeight - 1 - y, 1)], 1e-3F)
              << fit << ' ' << width << 'x' << height;
        }
      }
    }
  }
}

TEST(tensorise, a_constant_picture_gives_a_constant_tensor) {
  const ModelCard card = card_of();
  Tensoriser tensoriser(card);
  for (const auto& [width, height] : {std::pair{1, 1}, {100, 3}, {640, 480}}) {
    Image image(width, height, 3);
    image.fill(130);
    const std::vector<float> tensor = tensorise(tensoriser, image);
    for (int i = 0; i < kWidth * kHeight; ++i) ASSERT_NEAR(tensor[static_cast<std::size_t>(i)], 60.0F, 1e-3F);
  }
}

TEST(tensorise, letterbox_keeps_the_aspect_and_pads_by_the_mean) {
  for (const char* layout : {"nchw", "nhwc"}) {
    const ModelCard card = card_of(layout, "rgb", "letterbox");
    Tensoriser tensoriser(card);
    Image wide(240, 80, 3);
    wide.fill(200);
    const std::vector<float> tensor = tensorise(tensoriser, wide);
    EXPECT_EQ(tensoriser.content(), (Rect{0, 4, 24, 8}));
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        for (int c = 0; c < 3; ++c) {
          const auto i = static_cast<std::size_t>(c);
          const float inside = (200 - card.mean[i]) * card.scale[i];
          ASSERT_NEAR(tensor[place(card, x, y, c)], y >= 4 && y < 12 ? inside : 0.0F, 1e-3F) << x << ' ' << y;
        }
      }
    }
    Image tall(80, 240, 3);
    tall.fill(200);
    tensorise(tensoriser, tall);
    EXPECT_EQ(tensoriser.content(), (Rect{9, 0, 6, 16}));
    EXPECT_NEAR(tensorise(tensoriser, tall)[place(card, 0, 8, 0)], 0.0F, 1e-6F) << "an older picture shows through";
  }
}

TEST(tensorise, a_letterbox_is_centred_and_inside_for_every_aspect) {
  for (const int width : {1, 2, 5, 24, 25}) {
    for (const int height : {1, 2, 7, 16}) {
      for (const auto& [w, h] : {std::pair{1, 1}, {1, 10000}, {10000, 1}, {3, 2}, {4000, 3000}, {641, 480}}) {
        const Rect rect = letterbox(w, h, width, height);
        ASSERT_GE(rect.width, 1);
        ASSERT_GE(rect.height, 1);
        ASSERT_EQ(2 * rect.x + rect.width, width);
        ASSERT_EQ(2 * rect.y + rect.height, height);
        ASSERT_TRUE(rect.width == width || rect.height == height);
      }
    }
  }
}

TEST(tensorise, a_letterbox_keeps_the_shape_in_which_a_picture_is_shown) {
  EXPECT_EQ(letterbox(72, 96, 64, 64, 4.0 / 3), (Rect{0, 0, 64, 64}));  // 96 x 96 where it is shown
  EXPECT_EQ(letterbox(64, 64, 64, 64, 2.0), (Rect{0, 16, 64, 32}));
  EXPECT_EQ(letterbox(64, 64, 64, 64, 0.5), (Rect{16, 0, 32, 64}));
}

}  // namespace
}  // namespace segme
