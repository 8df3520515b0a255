// base/yuv: against the formulas of the standards in double precision, and there and back.
#include "base/yuv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace segme {
namespace {

struct Case {
  ColourMatrix matrix;
  bool full;
  double red, blue;
};
constexpr Case kCases[] = {{ColourMatrix::bt601, false, 0.299, 0.114},    {ColourMatrix::bt601, true, 0.299, 0.114},
                           {ColourMatrix::bt709, false, 0.2126, 0.0722},  {ColourMatrix::bt709, true, 0.2126, 0.0722},
                           {ColourMatrix::bt2020, false, 0.2627, 0.0593}, {ColourMatrix::bt2020, true, 0.2627, 0.0593}};
constexpr std::pair<int, int> kSizes[] = {{1, 1}, {2, 2}, {3, 5}, {64, 4}, {161, 7}, {258, 3}};

Colours colours_of(const Case& c) {
  Colours colours;
  colours.matrix = c.matrix;
  colours.full_range = c.full;
  return colours;
}

struct Stored {
  Stored(int w, int h)
      : width(w),
        height(h),
        y(static_cast<std::size_t>(w * h)),
        u(static_cast<std::size_t>((w + 1) / 2 * ((h + 1) / 2))),
        v(u.size()) {}
  template <class Byte>
  Planes420<Byte> planes() {
    return {y.data(), u.data(), v.data(), width, (width + 1) / 2, (width + 1) / 2};
  }
  [[nodiscard]] std::size_t chroma(int px, int py) const {
    return static_cast<std::size_t>(py / 2 * ((width + 1) / 2) + px / 2);
  }
  int width, height;
  std::vector<std::uint8_t> y, u, v;
};

TEST(yuv, is_read_as_the_standards_say) {
  std::mt19937 random(7);
  for (const Case& c : kCases) {
    for (const auto& [width, height] : kSizes) {
      Stored stored(width, height);
      for (auto* plane : {&stored.y, &stored.u, &stored.v}) {
        for (std::uint8_t& value : *plane) value = static_cast<std::uint8_t>(random());
      }
      Image image;
      read_yuv420(stored.planes<const std::uint8_t>(), width, height, colours_of(c), image);
      const double luma_range = c.full ? 255 : 219;
      const double chroma_range = c.full ? 255 : 224;
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const double luma = (stored.y[static_cast<std::size_t>(y * width + x)] - (c.full ? 0 : 16)) / luma_range;
          const double pb = (stored.u[stored.chroma(x, y)] - 128) / chroma_range;
          const double pr = (stored.v[stored.chroma(x, y)] - 128) / chroma_range;
          const double red = luma + 2 * (1 - c.red) * pr;
          const double blue = luma + 2 * (1 - c.blue) * pb;
          const double green = (luma - c.red * red - c.blue * blue) / (1 - c.red - c.blue);
          const double exact[3] = {red, green, blue};
          for (int k = 0; k < 3; ++k) {
            ASSERT_NEAR(image.row(y)[x * 3 + k], std::clamp(255 * exact[k], 0.0, 255.0), 0.6)
                << width << "x" << height << " at " << x << "," << y << " channel " << k;
          }
        }
      }
    }
  }
}

TEST(yuv, is_written_as_the_standards_say) {
  std::mt19937 random(8);
  for (const Case& c : kCases) {
    for (const auto& [width, height] : kSizes) {
      Image image(width, height, 3);
      for (std::size_t i = 0; i < image.size(); ++i) image.data()[i] = static_cast<std::uint8_t>(random());
      Stored stored(width, height);
      write_yuv420(image, colours_of(c), stored.planes<std::uint8_t>());
      const auto luma = [&](const double* rgb) {
        return c.red * rgb[0] + (1 - c.red - c.blue) * rgb[1] + c.blue * rgb[2];
      };
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const std::uint8_t* pixel = image.row(y) + x * 3;
          const double rgb[3] = {pixel[0] / 255.0, pixel[1] / 255.0, pixel[2] / 255.0};
          const double wanted = c.full ? 255 * luma(rgb) : 16 + 219 * luma(rgb);
          ASSERT_NEAR(stored.y[static_cast<std::size_t>(y * width + x)], wanted, 0.55);
        }
      }
      for (int y = 0; y < height; y += 2) {
        for (int x = 0; x < width; x += 2) {
          double mean[3] = {0, 0, 0};
          for (int k = 0; k < 4; ++k) {
            const std::uint8_t* pixel = image.row(std::min(y + k / 2, height - 1)) + std::min(x + k % 2, width - 1) * 3;
            for (int channel = 0; channel < 3; ++channel) mean[channel] += pixel[channel] / 255.0 / 4;
          }
          const double range = c.full ? 255 : 224;
          const auto chroma = [&](double value, double part) {
            return std::min(255.0, 128 + range * (value - luma(mean)) / (2 * (1 - part)));
          };
          ASSERT_NEAR(stored.u[stored.chroma(x, y)], chroma(mean[2], c.blue), 0.55);
          ASSERT_NEAR(stored.v[stored.chroma(x, y)], chroma(mean[0], c.red), 0.55);
        }
      }
    }
  }
}

TEST(yuv, comes_back_as_it_was) {
  // Colours that RGB has: what has none there cannot come back.
  std::mt19937 random(9);
  for (const Case& c : kCases) {
    const int width = 67;
    const int height = 35;
    Stored stored(width, height);
    for (std::uint8_t& value : stored.y) value = static_cast<std::uint8_t>(90 + random() % 80);
    for (auto* plane : {&stored.u, &stored.v}) {
      for (std::uint8_t& value : *plane) value = static_cast<std::uint8_t>(108 + random() % 40);
    }
    Stored back(width, height);
    Image image;
    read_yuv420(stored.planes<const std::uint8_t>(), width, height, colours_of(c), image);
    write_yuv420(image, colours_of(c), back.planes<std::uint8_t>());
    for (std::size_t i = 0; i < stored.y.size(); ++i) ASSERT_EQ(stored.y[i], back.y[i]);
    for (std::size_t i = 0; i < stored.u.size(); ++i) {
      ASSERT_EQ(stored.u[i], back.u[i]);
      ASSERT_EQ(stored.v[i], back.v[i]);
    }
  }
}

}  // namespace
}  // namespace segme
