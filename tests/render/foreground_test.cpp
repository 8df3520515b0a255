// render/foreground: the person's own colours are known in a drawn scene; the estimate must come much nearer to them
// than what the frame shows, which is mixed with the background.
#include "render/foreground.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "capture/synthetic.h"

namespace segme {
namespace {

/// Root of the mean squared error of a colour where the matte is soft, values 0..255.
double error(const Image& colours, const Image& truth, const Matte& matte) {
  double sum = 0;
  double count = 0;
  for (std::size_t i = 0; i < matte.size(); ++i) {
    if (matte.data()[i] < 0.01F || matte.data()[i] > 0.99F) continue;
    for (std::size_t c = 0; c < 3; ++c) {
      const double difference = static_cast<double>(colours.data()[3 * i + c]) - truth.data()[3 * i + c];
      sum += difference * difference;
      ++count;
    }
  }
  return std::sqrt(sum / count);
}

TEST(foreground, comes_far_nearer_to_the_persons_colours_than_what_is_seen) {
  for (const auto& [width, height] : {std::pair{640, 480}, {1280, 720}}) {
    double seen = 0;
    double estimated = 0;
    for (int seed = 1; seed <= 3; ++seed) {
      for (const char* background : {"texture", "gradient", "noise"}) {
        Synthetic::Options options;
        options.width = width;
        options.height = height;
        options.background = *find_named<Synthetic::Ground>(background);
        options.seed = seed;
        Synthetic drawing(options);
        Frame frame;
        ASSERT_TRUE(drawing.next(frame));
        Image colours;
        ForegroundEstimator().run(frame.image, drawing.truth(), colours);
        seen += error(frame.image, drawing.foreground_colours(), drawing.truth());
        estimated += error(colours, drawing.foreground_colours(), drawing.truth());
      }
    }
    EXPECT_LT(estimated, 0.5 * seen) << width;
    EXPECT_LT(estimated / 9, 20.0) << width;
  }
}

TEST(foreground, where_the_matte_is_sure_the_frame_stays_and_a_second_run_gives_the_same) {
  Synthetic drawing({.width = 320, .height = 200});
  Frame frame;
  ASSERT_TRUE(drawing.next(frame));
  const Matte& matte = drawing.truth();
  ForegroundEstimator estimator;
  Image first, second;
  estimator.run(frame.image, matte, first);
  estimator.run(frame.image, matte, second);
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const bool sure = matte.data()[i] <= 0 || matte.data()[i] >= 1;
    for (std::size_t c = 3 * i; c < 3 * i + 3; ++c) {
      ASSERT_EQ(first.data()[c], second.data()[c]);
      if (sure) {
        ASSERT_EQ(first.data()[c], frame.image.data()[c]);
      }
    }
  }
}

}  // namespace
}  // namespace segme
