// render/colour_transfer: against the formula in doubles, and what it must not do.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/render/made_scene.h"

namespace segme {
namespace {

using Lab = std::array<double, 3>;

double linear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double coded(double v) { return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055; }
double root(double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; }
double cube(double f) { return f > 6.0 / 29 ? f * f * f : (f - 16.0 / 116) / 7.787; }

Lab to_lab(const std::uint8_t* pixel) {
  const double r = linear(pixel[0] / 255.0), g = linear(pixel[1] / 255.0), b = linear(pixel[2] / 255.0);
  const double x = root((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.950456);
  const double y = root(0.212671 * r + 0.715160 * g + 0.072169 * b);
  const double z = root((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.088754);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

std::array<double, 3> from_lab(const Lab& lab) {
  const double fy = (lab[0] + 16) / 116;
  const double x = 0.950456 * cube(fy + lab[1] / 500), y = cube(fy), z = 1.088754 * cube(fy - lab[2] / 200);
  const double light[3] = {3.240479 * x - 1.537150 * y - 0.498535 * z, -0.969256 * x + 1.875991 * y + 0.041556 * z,
                           0.055648 * x - 0.204043 * y + 1.057311 * z};
  std::array<double, 3> result{};
  for (std::size_t c = 0; c < 3; ++c) result[c] = 255 * coded(std::min(1.0, std::max(0.0, light[c])));
  return result;
}

struct Statistics {
  Lab mean{}, spread{};
};

Statistics measure(const Image& image, const Matte* weights) {
  Statistics result;
  Lab squares{};
  double sum = 0;
  for (std::size_t i = 0; i < image.size() / 3; ++i) {
    const double weight = weights != nullptr ? static_cast<double>(weights->data()[i]) : 1.0;
    const Lab lab = to_lab(image.data() + 3 * i);
    sum += weight;
    for (std::size_t c = 0; c < 3; ++c) {
      result.mean[c] += weight * lab[c];
      squares[c] += weight * lab[c] * lab[c];
    }
  }
  for (std::size_t c = 0; c < 3; ++c) {
    result.mean[c] /= sum;
    result.spread[c] = std::sqrt(squares[c] / sum - result.mean[c] * result.mean[c]);
  }
  return result;
}

TEST(colour_transfer, is_the_stated_formula_in_all_its_forms) {
  const MadeScene scene;
  for (const char* of : {"person", "frame"}) {
    for (const char* form : {"paper", "reference"}) {
      const Image out =
          scene.drawn(std::string("colour_transfer:strength=1,limit=1000,estimate=off,of=") + of + ",ratio=" + form);
      const Statistics mine = measure(scene.frame.image, of == std::string("person") ? &scene.matte : nullptr);
      const Statistics theirs = measure(scene.background, nullptr);
      for (std::size_t i = 0; i < scene.matte.size(); ++i) {
        Lab lab = to_lab(scene.frame.image.data() + 3 * i);
        for (std::size_t c = 0; c < 3; ++c) {
          const double paper = theirs.spread[c] / mine.spread[c];
          lab[c] = (lab[c] - mine.mean[c]) * (form == std::string("paper") ? paper : 1 / paper) + theirs.mean[c];
          lab[c] = c == 0 ? std::min(100.0, std::max(0.0, lab[c])) : std::min(127.0, std::max(-128.0, lab[c]));
        }
        const auto person = from_lab(lab);
        const auto m = static_cast<double>(scene.matte.data()[i]);
        for (std::size_t c = 0; c < 3; ++c) {
          const double wanted = m * person[c] + (1 - m) * scene.background.data()[3 * i + c];
          ASSERT_NEAR(out.data()[3 * i + c], wanted, 1.01) << of << " " << form << " " << i;
        }
      }
    }
  }
}

TEST(colour_transfer, strength_0_is_alpha) {
  const MadeScene scene;
  const Image out = scene.drawn("colour_transfer:strength=0,estimate=off");
  const Image alpha = scene.drawn("alpha:estimate=off");
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out.data()[i], alpha.data()[i], 1);
}

TEST(colour_transfer, a_flat_background_lends_its_colour_and_takes_no_contrast) {
  MadeScene scene;
  for (std::size_t i = 0; i < scene.background.size(); ++i) {
    scene.background.data()[i] = std::array<std::uint8_t, 3>{90, 120, 160}[i % 3];
  }
  for (const char* form : {"paper", "reference"}) {
    const Image out = scene.drawn(std::string("colour_transfer:strength=1,limit=1000,ratio=") + form);
    const Statistics before = measure(scene.frame.image, &scene.matte);
    const Statistics after = measure(out, &scene.matte);
    EXPECT_NEAR(after.mean[0], to_lab(scene.background.data())[0], 3) << form;
    EXPECT_GT(after.spread[0], 0.7 * before.spread[0]) << form << ": the person is not painted over";
  }
}

TEST(colour_transfer, a_large_picture_is_measured_on_a_sample_of_it) {
  // The same picture four times as large has the same statistics, so the same colours.
  const MadeScene small(320, 240), large(1280, 960);
  const std::string chain = "colour_transfer:strength=1,limit=1000,estimate=off";
  const Statistics a = measure(small.drawn(chain), &small.matte);
  const Statistics b = measure(large.drawn(chain), &large.matte);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(a.mean[c], b.mean[c], 1);
    EXPECT_NEAR(a.spread[c], b.spread[c], 1);
  }
}

}  // namespace
}  // namespace segme
