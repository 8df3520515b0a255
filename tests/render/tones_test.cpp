// render: filters over the finished picture: sepia, emboss and kuwahara against plain readings of their formulas.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/render/made_scene.h"

namespace segme {
namespace {

TEST(sepia, is_the_stated_mix_and_saturates) {
  MadeScene scene;
  for (std::size_t i = 0; i < 3; ++i) scene.background.data()[i] = 255;
  for (const double strength : {0.0, 0.5, 1.0}) {
    const Image before = scene.drawn("alpha");
    const Image out = scene.drawn("alpha,sepia:strength=" + std::to_string(strength));
    const double mix[3][3] = {{0.393, 0.769, 0.189}, {0.349, 0.686, 0.168}, {0.272, 0.534, 0.131}};
    for (std::size_t i = 0; i < out.size(); i += 3) {
      for (std::size_t c = 0; c < 3; ++c) {
        double brown = 0;
        for (std::size_t k = 0; k < 3; ++k) brown += mix[c][k] * before.data()[i + k];
        const double wanted = strength * brown + (1 - strength) * before.data()[i + c];
        ASSERT_NEAR(out.data()[i + c], std::min(255.0, wanted), 0.51);
      }
    }
    if (strength == 1.0) {
      EXPECT_EQ(out.data()[0], 255) << "white becomes no dark red";
    }
  }
}

TEST(emboss, is_the_stated_slope) {
  const MadeScene scene;
  const Image before = scene.drawn("alpha");
  const Image out = scene.drawn("emboss:strength=0.7");
  const auto at = [&](int x, int y, int c) { return before.row(std::clamp(y, 0, 71))[3 * std::clamp(x, 0, 95) + c]; };
  const int weights[3][3] = {{-2, -1, 0}, {-1, 0, 1}, {0, 1, 2}};
  for (int y = 0; y < 72; ++y) {
    for (int x = 0; x < 96; ++x) {
      for (int c = 0; c < 3; ++c) {
        double slope = 0;
        for (int dy = -1; dy <= 1; ++dy) {
          for (int dx = -1; dx <= 1; ++dx) slope += weights[dy + 1][dx + 1] * at(x + dx, y + dy, c);
        }
        ASSERT_NEAR(out.row(y)[3 * x + c], std::clamp(at(x, y, c) + 0.7 * slope, 0.0, 255.0), 0.51);
      }
    }
  }
}

struct Square {
  double variance = 0;
  double mean[3] = {};
  Square(const Image& image, int x0, int x1, int y0, int y1) {
    const double count = (x1 - x0 + 1) * (y1 - y0 + 1);
    for (int y = y0; y <= y1; ++y) {
      for (int x = 3 * x0; x < 3 * (x1 + 1); ++x) {
        const double value = image.row(y)[x];
        mean[x % 3] += value / count;
        variance += value * value / count;
      }
    }
    for (const double m : mean) variance -= m * m;
  }
};

TEST(kuwahara, takes_the_mean_of_the_square_that_varies_least) {
  const MadeScene scene(48, 36);
  const Image before = scene.drawn("alpha");
  for (const int radius : {1, 4}) {
    const Image out = scene.drawn("kuwahara:contrast=1,radius=" + std::to_string(radius));
    for (int y = 0; y < 36; ++y) {
      for (int x = 0; x < 48; ++x) {
        const int left = std::max(0, x - radius), right = std::min(47, x + radius);
        const int top = std::max(0, y - radius), bottom = std::min(35, y + radius);
        const Square squares[4] = {{before, left, x, top, y},
                                   {before, x, right, top, y},
                                   {before, left, x, y, bottom},
                                   {before, x, right, y, bottom}};
        double least = squares[0].variance;
        for (const Square& square : squares) least = std::min(least, square.variance);
        const bool found = std::any_of(squares, squares + 4, [&](const Square& square) {
          bool same = square.variance < least + 1e-6;  // of squares that vary alike any will do
          for (int c = 0; c < 3; ++c) same = same && std::abs(out.row(y)[3 * x + c] - square.mean[c]) < 0.51;
          return same;
        });
        ASSERT_TRUE(found) << x << "," << y << " radius " << radius;
      }
    }
  }
}

TEST(kuwahara, raises_contrast_about_the_middle) {
  MadeScene scene;
  for (std::size_t i = 0; i < scene.background.size(); ++i) scene.background.data()[i] = 100;
  scene.matte.fill(0);
  const Image out = scene.drawn("kuwahara:contrast=1.5,radius=2");
  EXPECT_EQ(out.data()[0], static_cast<int>((100 - 127.5) * 1.5 + 127.5 + 0.5));
}

TEST(tones, a_cut_out_keeps_its_alpha) {
  const MadeScene scene;
  const Image before = scene.drawn("cutout", false);
  for (const char* chain : {"sepia", "emboss", "kuwahara", "curves", "despill"}) {
    const Image out = scene.drawn(chain, false);
    ASSERT_EQ(out.channels(), 4) << chain;
    for (std::size_t i = 3; i < out.size(); i += 4) ASSERT_EQ(out.data()[i], before.data()[i]) << chain;
  }
}

}  // namespace
}  // namespace segme
