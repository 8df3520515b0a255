// base/resize: the fast code against the plain one, and the laws: constant stays constant, centred stays centred, a
// ramp stays a ramp, the mean of a shrunk picture is the mean of the picture.
#include "base/resize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <tuple>

#include "base/resize_lines.h"
#include "base/resize_plain.h"

namespace segme {
namespace {

struct Size {
  int width, height;
};
constexpr Size kSizes[] = {{1, 1}, {2, 3}, {7, 5}, {16, 16}, {33, 64}, {100, 9}, {257, 131}};

Image noise(int width, int height, int channels) {
  Image image(width, height, channels);
  std::mt19937 random(static_cast<unsigned>(width * 31 + height * 7 + channels));
  std::generate_n(image.data(), image.size(), [&] { return static_cast<std::uint8_t>(random() & 255U); });
  return image;
}

Matte as_matte(const Image& image) {
  Matte matte(image.width(), image.height());
  for (std::size_t i = 0; i < matte.size(); ++i) matte.data()[i] = static_cast<float>(image.data()[i]) / 255.0F;
  return matte;
}

template <class Call>
void every_pair_of_sizes(Call call) {
  for (const Size& from : kSizes) {
    for (const Size& to : kSizes) {
      SCOPED_TRACE(std::to_string(from.width) + "x" + std::to_string(from.height) + " to " + std::to_string(to.width) +
                   "x" + std::to_string(to.height));
      call(from, to);
    }
  }
}

TEST(resize, fast_pictures_equal_plain_ones_but_for_rounding) {
  for (const int channels : {1, 2, 3, 4}) {
    every_pair_of_sizes([channels](const Size& from, const Size& to) {
      const Image in = noise(from.width, from.height, channels);
      Image fast, plain;
      resize_area(in, to.width, to.height, fast);
      plain::resize_area(in, to.width, to.height, plain);
      ASSERT_EQ(std::tuple(fast.width(), fast.height(), fast.channels()), std::tuple(to.width, to.height, channels));
      for (std::size_t i = 0; i < fast.size(); ++i) ASSERT_LE(std::abs(fast.data()[i] - plain.data()[i]), 1) << i;
    });
  }
}

TEST(resize, fast_mattes_equal_plain_ones) {
  every_pair_of_sizes([](const Size& from, const Size& to) {
    const Matte in = as_matte(noise(from.width, from.height, 1));
    Matte fast, plain;
    resize_matte(in, to.width, to.height, fast);
    plain::resize_matte(in, to.width, to.height, plain);
    for (std::size_t i = 0; i < fast.size(); ++i) ASSERT_NEAR(fast.data()[i], plain.data()[i], 1e-5F) << i;
  });
}

TEST(resize, a_constant_stays_the_constant) {
  every_pair_of_sizes([](const Size& from, const Size& to) {
    Image in(from.width, from.height, 3);
    in.fill(201);
    Image out;
    resize_area(in, to.width, to.height, out);
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_EQ(out.data()[i], 201);
  });
}

TEST(resize, the_own_size_changes_nothing) {
  for (const Size& size : kSizes) {
    const Image in = noise(size.width, size.height, 3);
    Image out;
    resize_area(in, size.width, size.height, out);
    EXPECT_TRUE(std::equal(in.data(), in.data() + in.size(), out.data()));
  }
}

TEST(resize, what_is_symmetric_stays_symmetric) {
  every_pair_of_sizes([](const Size& from, const Size& to) {
    Matte in = as_matte(noise(from.width, from.height, 1));
    for (int y = 0; y < in.height(); ++y) {
      for (int x = 0; x < in.width(); ++x) {
        in.row(y)[x] = in.row(std::min(y, in.height() - 1 - y))[std::min(x, in.width() - 1 - x)];
      }
    }
    Matte out;
    resize_matte(in, to.width, to.height, out);
    for (int y = 0; y < out.height(); ++y) {
      for (int x = 0; x < out.width(); ++x) {
        ASSERT_NEAR(out.row(y)[x], out.row(out.height() - 1 - y)[out.width() - 1 - x], 1e-5F);
      }
    }
  });
}

TEST(resize, shrinking_keeps_the_mean) {
  const Matte in = as_matte(noise(257, 131, 1));
  const auto mean = [](const Matte& matte) {
    double sum = 0;
    for (std::size_t i = 0; i < matte.size(); ++i) sum += static_cast<double>(matte.data()[i]);
    return sum / static_cast<double>(matte.size());
  };
  for (const Size& to : {Size{256, 131}, Size{100, 131}, Size{64, 7}, Size{1, 1}}) {
    Matte out;
    resize_matte(in, to.width, to.height, out);
    EXPECT_NEAR(mean(out), mean(in), 1e-5);
  }
}

TEST(resize, a_ramp_stays_the_ramp_away_from_the_borders) {
  for (const int width : {10, 37, 64, 200, 1000}) {
    Matte in(100, 3);
    for (int y = 0; y < 3; ++y) {
      for (int x = 0; x < 100; ++x) in.row(y)[x] = (static_cast<float>(x) + 0.5F) / 100.0F;
    }
    Matte out;
    resize_matte(in, width, 5, out);
    for (int x = 0; x < width; ++x) {
      const float middle = (static_cast<float>(x) + 0.5F) / static_cast<float>(width);
      // A pixel is a step of the ramp: where steps are cut by an output pixel's border, an eighth of one may be
      // missing.
      const float tolerance = width < 100 ? 0.125F / 100.0F : 1e-5F;
      if (middle < 0.005F || middle > 0.995F) continue;
      EXPECT_NEAR(out.row(2)[x], middle, tolerance) << width << ' ' << x;
    }
  }
}

/// Some parts of a side: all of it, its ends, its middle.
std::vector<ResizedSide> parts_of(int whole) {
  const int third = (whole + 2) / 3;
  return {{whole, 0, whole}, {whole, 0, third}, {whole, whole - third, third}, {whole, whole / 2, 1}};
}

TEST(resize, a_part_is_cut_from_the_whole_pixel_for_pixel) {
  for (const int channels : {1, 3, 4}) {
    every_pair_of_sizes([channels](const Size& from, const Size& to) {
      const Image in = noise(from.width, from.height, channels);
      Image whole, part;
      resize_area(in, to.width, to.height, whole);
      for (const ResizedSide& across : parts_of(to.width)) {
        for (const ResizedSide& down : parts_of(to.height)) {
          resize_part(in, across, down, part);
          ASSERT_EQ(std::tuple(part.width(), part.height(), part.channels()),
                    std::tuple(across.count, down.count, channels));
          for (int y = 0; y < part.height(); ++y) {
            const std::uint8_t* wanted = whole.row(static_cast<int>(down.first) + y) + across.first * channels;
            ASSERT_TRUE(std::equal(part.row(y), part.row(y) + part.stride(), wanted)) << y;
          }
        }
      }
    });
  }
}

TEST(resize, a_part_of_what_no_memory_can_hold_is_made) {
  Image in(3, 2, 1);
  for (int i = 0; i < 6; ++i) in.data()[i] = static_cast<std::uint8_t>(40 * i);
  constexpr std::int64_t kHuge = std::int64_t{3} << 40U;
  Image part;
  resize_part(in, {kHuge, kHuge / 2, 4}, {kHuge, kHuge - 5, 5}, part);
  ASSERT_EQ(part.size(), 20u);
  EXPECT_TRUE(std::all_of(part.data(), part.data() + part.size(), [](int v) { return v == 160; }));
  EXPECT_THROW(resize_part(in, {9, 7, 3}, {2, 0, 2}, part), std::logic_error);
}

TEST(resize, lines_may_be_asked_for_in_any_order) {
  const Matte in = as_matte(noise(9, 7, 1));
  Matte out;
  resize_matte(in, 20, 30, out);
  ResizeLines lines;
  lines.begin(in, 20, 30);
  for (const int y : {29, 0, 15, 14, 3, 28}) {
    const float* line = lines.line(y);
    for (int x = 0; x < 20; ++x) EXPECT_EQ(line[x], out.row(y)[x]);
  }
}

}  // namespace
}  // namespace segme
