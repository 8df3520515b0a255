// infer/subtraction_steps: the same steps done again plainly, and known people in noise.
#include "infer/subtraction_steps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "capture/synthetic.h"
#include "infer/subtraction.h"
#include "tests/infer/plain_shapes.h"

namespace segme {
namespace {

int mirror(int i, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  i = ((i % period) + period) % period;
  return std::min(i, period - i);
}

/// A blur with these weights both ways, in doubles, rounded to 8 bits.
Image blurred(const Image& in, const std::vector<double>& weights) {
  const int reach = static_cast<int>(weights.size()) / 2;
  Image out(in.width(), in.height(), 1);
  for (int y = 0; y < in.height(); ++y) {
    for (int x = 0; x < in.width(); ++x) {
      double sum = 0;
      for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) {
          const double weight =
              weights[static_cast<std::size_t>(dy + reach)] * weights[static_cast<std::size_t>(dx + reach)];
          sum += weight * in.row(mirror(y + dy, in.height()))[mirror(x + dx, in.width())];
        }
      }
      out.row(y)[x] = static_cast<std::uint8_t>(std::floor(sum + 0.5));
    }
  }
  return out;
}

Image slightly(const Image& in) { return blurred(in, {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0}); }

Image widely(const Image& in) {
  std::vector<double> weights(25);
  double sum = 0;
  for (int i = 0; i < 25; ++i)
    sum += weights[static_cast<std::size_t>(i)] = std::exp(-(i - 12) * (i - 12) / (2 * 4.1 * 4.1));
  for (double& weight : weights) weight /= sum;
  return blurred(in, weights);
}

Image grey(const Image& rgb) {
  Image out(rgb.width(), rgb.height(), 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint8_t* p = rgb.data() + 3 * i;
    out.data()[i] = static_cast<std::uint8_t>((9798 * p[0] + 19235 * p[1] + 3735 * p[2] + 16384) / 32768);
  }
  return out;
}

/// A wall with a slope of grey and noise; with a person, some spots that are no person, and gaps in both.
Image scene(int width, int height, bool person, std::mt19937& random) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      int value = 60 + x + static_cast<int>(random() % 24);
      const int dx = x - width / 3, dy = y - height / 2;
      if (person && dx * dx + dy * dy < height * height / 16 && (x + y) % 7 != 0) value += 90;
      if (person && x > width - 5 && y < 4) value += 60;
      for (int c = 0; c < 3; ++c) image.row(y)[3 * x + c] = static_cast<std::uint8_t>(std::min(255, value + 9 * c));
    }
  }
  return image;
}

TEST(subtraction_steps, each_step_is_the_stated_one) {
  for (const auto& [width, height] : {std::pair{72, 50}, {33, 41}, {5, 3}, {1, 1}}) {
    std::mt19937 random(5);
    SubtractionSteps steps;
    steps.begin(width, height);
    std::vector<int> sums(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int i = 0; i < 7; ++i) {
      const Image frame = scene(width, height, false, random);
      steps.add(frame);
      const Image of_frame = grey(frame);
      for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += of_frame.data()[k];
    }
    steps.finish();
    Image mean(width, height, 1);
    for (std::size_t k = 0; k < sums.size(); ++k) mean.data()[k] = static_cast<std::uint8_t>(sums[k] / 7);
    const Image plate = slightly(mean);
    const Image frame = scene(width, height, true, random);
    Image shape = slightly(grey(frame));
    for (std::size_t k = 0; k < shape.size(); ++k) {
      shape.data()[k] = std::abs(shape.data()[k] - plate.data()[k]) > 25 ? 255 : 0;
    }
    const Image wanted = widely(plain::largest(plain::filled(plain::closed(shape, 53))));
    Matte matte;
    steps.find(frame, matte);
    ASSERT_EQ(matte.size(), wanted.size());
    for (std::size_t k = 0; k < matte.size(); ++k) {
      ASSERT_NEAR(matte.data()[k] * 255, wanted.data()[k], 1.01) << width << "x" << height << " at " << k;
    }
  }
}

TEST(subtraction_steps, where_there_is_nobody_the_matte_is_empty) {
  SubtractionSteps steps;
  Image room(50, 40, 3);
  room.fill(90);
  steps.begin(50, 40);
  steps.add(room);
  steps.finish();
  Matte matte;
  room.fill(115);  // 25 is no person yet
  steps.find(room, matte);
  EXPECT_EQ(*std::max_element(matte.data(), matte.data() + matte.size()), 0);
  room.fill(116);
  steps.find(room, matte);
  EXPECT_EQ(*std::min_element(matte.data(), matte.data() + matte.size()), 1);
}

double iou(const Matte& matte, const Matte& truth) {
  double both = 0, either = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const bool a = matte.data()[i] > 0.5F, b = truth.data()[i] > 0.5F;
    both += a && b ? 1 : 0;
    either += a || b ? 1 : 0;
  }
  return both / either;
}

TEST(subtraction_steps, the_option_finds_a_bright_person_after_its_frames_and_before_a_plate) {
  for (const int seed : {1, 2, 3}) {
    Synthetic::Options options;
    options.width = 640;
    options.height = 480;
    options.seed = seed;
    options.background = Synthetic::Ground::texture;
    Synthetic synthetic(options);
    std::mt19937 random(static_cast<unsigned>(seed));
    Frame frame, empty;
    ASSERT_TRUE(synthetic.next(frame));
    const Matte& truth = synthetic.truth();
    empty.image = synthetic.background();
    for (std::size_t i = 0; i < empty.image.size(); ++i) {  // a dark room, a person in light, and noise
      empty.image.data()[i] = static_cast<std::uint8_t>(empty.image.data()[i] / 3);
      const float person = 130 + synthetic.foreground_colours().data()[i] / 3.0F;
      const float a = truth.data()[i / 3];
      const auto noise = static_cast<float>(random() % 11);
      frame.image.data()[i] = static_cast<std::uint8_t>(a * person + (1 - a) * empty.image.data()[i] + noise);
    }
    Subtraction::Options read;
    read_options("bgsub", "steps=reference,frames=5", read);
    Subtraction captures(read), given(read);
    Matte matte, other;
    for (int i = 0; i < 5; ++i) {
      captures.segment(empty, matte);
      EXPECT_EQ(*std::max_element(matte.data(), matte.data() + matte.size()), 0);
    }
    EXPECT_EQ(captures.captured(), 1);
    captures.segment(frame, matte);
    EXPECT_EQ(matte.width(), 640) << "it works at the frame's size";
    EXPECT_GT(iou(matte, truth), 0.85) << seed << ": closing fills the neck";
    given.set_plate(empty.image);
    given.segment(frame, other);
    EXPECT_TRUE(std::equal(matte.data(), matte.data() + matte.size(), other.data())) << "the mean of one is itself";
    captures.recapture();
    captures.segment(empty, matte);
    EXPECT_LT(captures.captured(), 1);
  }
}

}  // namespace
}  // namespace segme
