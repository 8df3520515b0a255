// Where pixels are no squares, what is drawn keeps the shape it has where it is shown: discs stay round, blurs as wide
// as they are high.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>

#include "render/picture.h"
#include "render/renderer.h"

namespace segme {
namespace {

/// A white disc in the middle of black.
Image disc(int width, int height, double radius) {
  Image picture(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double off = std::hypot(x + 0.5 - width / 2.0, y + 0.5 - height / 2.0);
      for (int c = 0; c < 3; ++c) picture.row(y)[3 * x + c] = off < radius ? 255 : 0;
    }
  }
  return picture;
}

/// How wide what is bright in a picture is shown by how high.
double roundness(const std::function<double(int x, int y)>& bright, int width, int height, double pixel_aspect) {
  double sum = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double value = bright(x, y), across = x * pixel_aspect;
      sum += value;
      x1 += value * across;
      x2 += value * across * across;
      y1 += value * y;
      y2 += value * y * y;
    }
  }
  return std::sqrt((x2 / sum - x1 / sum * x1 / sum) / (y2 / sum - y1 / sum * y1 / sum));
}

double roundness(const Image& picture, double pixel_aspect) {
  return roundness([&](int x, int y) { return picture.row(y)[static_cast<std::ptrdiff_t>(picture.channels()) * x]; },
                   picture.width(), picture.height(), pixel_aspect);
}

constexpr double kAspects[] = {32.0 / 27, 27.0 / 32, 2.0, 0.5, 1.0};

TEST(anamorphic, a_disc_in_a_picture_behind_stays_round_however_it_is_laid_out) {
  Matte nobody(90, 60);
  nobody.fill(0);
  for (const Fit fit : {Fit::fill, Fit::fit, Fit::centre}) {
    Picture background(disc(100, 100, 15), fit);
    for (const double aspect : kAspects) {  // the same background: it is laid out anew
      Frame frame;
      frame.image.resize(90, 60, 3);
      frame.pixel_aspect = aspect;
      EXPECT_NEAR(roundness(background.draw(frame, nobody), aspect), 1, 0.03) << name_of(fit) << " " << aspect;
    }
  }
}

TEST(anamorphic, as_large_as_it_is_means_as_large_as_it_is_shown) {
  Picture background(disc(100, 100, 20), Fit::centre);
  Matte nobody(120, 120);
  nobody.fill(0);
  Frame frame;
  frame.image.resize(120, 120, 3);
  frame.pixel_aspect = 2;
  const Image& drawn = background.draw(frame, nobody);
  int wide = 0, high = 0;
  for (int i = 0; i < 120; ++i) {
    wide += drawn.row(60)[3 * i] > 127 ? 1 : 0;
    high += drawn.row(i)[3 * 60] > 127 ? 1 : 0;
  }
  EXPECT_NEAR(high, 40, 1);
  EXPECT_NEAR(wide, 20, 1);
}

/// A frame in which a light is shown as a square of `side`.
Frame light(double aspect, int side) {
  Frame frame;
  frame.image.resize(static_cast<int>(std::lround(360 / aspect)), 360, 3);
  frame.image.fill(0);
  frame.pixel_aspect = aspect;
  const int half = static_cast<int>(std::lround(side / aspect / 2)), middle = frame.image.width() / 2;
  for (int y = 180 - side / 2; y < 180 + side / 2; ++y) {
    for (int x = 3 * (middle - half); x < 3 * (middle + half); ++x) frame.image.row(y)[x] = 255;
  }
  return frame;
}

TEST(anamorphic, blurs_are_as_wide_as_they_are_high) {
  for (const char* blur : {"blur:strength=3", "bokeh:strength=4"}) {
    for (const double aspect : kAspects) {
      const Frame frame = light(aspect, 32);
      Matte nobody(frame.image.width(), frame.image.height());
      nobody.fill(0);
      Image picture;
      make_renderer(blur)->render(frame, nobody, picture);
      EXPECT_NEAR(roundness(picture, aspect), 1, 0.05) << blur << " " << aspect;
    }
  }
}

/// A background whose pixels have the frame's shape already.
class LaidOut final : public Background {
 public:
  explicit LaidOut(const Image& picture) : picture_(picture) {}
  const Image& draw(const Frame&, const Matte&) override { return picture_; }

 private:
  Image picture_;
};

TEST(anamorphic, light_falls_around_the_edge_as_far_in_each_direction) {
  for (const double aspect : kAspects) {
    const Frame behind = light(aspect, 40);
    Frame frame;
    frame.image.resize(behind.image.width(), behind.image.height(), 3);
    frame.image.fill(0);
    frame.pixel_aspect = aspect;
    Matte half(frame.image.width(), frame.image.height());
    half.fill(0.5F);
    Image plain, lit;
    const auto background = std::make_shared<LaidOut>(behind.image);
    make_renderer("alpha", background)->render(frame, half, plain);
    make_renderer("alpha,light_wrap:width=4,strength=2", background)->render(frame, half, lit);
    const auto added = [&](int x, int y) { return std::max(0, lit.row(y)[3 * x] - plain.row(y)[3 * x]); };
    EXPECT_NEAR(roundness(added, plain.width(), plain.height(), aspect), 1, 0.1) << aspect;
  }
}

}  // namespace
}  // namespace segme
