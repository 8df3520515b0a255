// render/lay_out: what is shown is what scaling the whole background and cutting it would show, and nothing else is
// made.
#include "render/lay_out.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "base/resize.h"

namespace segme {
namespace {

struct Size {
  int width, height;
};

Image patterned(const Size& size) {
  Image image(size.width, size.height, 3);
  for (std::size_t i = 0; i < image.size(); ++i) {
    image.data()[i] = static_cast<std::uint8_t>((i * 2654435761U) >> 11U);
  }
  return image;
}

/// The whole background at its scaled size, then cut: what the words fill, fit and centre mean.
Image plainly_laid_out(const Image& from, Fit fit, const Size& frame) {
  const double across = static_cast<double>(frame.width) / from.width();
  const double down = static_cast<double>(frame.height) / from.height();
  const double factor = fit == Fit::fill ? std::max(across, down) : fit == Fit::fit ? std::min(across, down) : 1.0;
  const int width = std::max(1, static_cast<int>(std::lround(from.width() * factor)));
  const int height = std::max(1, static_cast<int>(std::lround(from.height() * factor)));
  Image scaled;
  resize_area(from, width, height, scaled);
  Image out(frame.width, frame.height, 3);
  out.fill(0);
  const int left = std::max(0, (width - frame.width) / 2), top = std::max(0, (height - frame.height) / 2);
  const int to_left = std::max(0, (frame.width - width) / 2), to_top = std::max(0, (frame.height - height) / 2);
  for (int y = 0; y < std::min(frame.height, height); ++y) {
    std::memcpy(out.row(to_top + y) + to_left * 3, scaled.row(top + y) + left * 3,
                static_cast<std::size_t>(std::min(frame.width, width)) * 3);
  }
  return out;
}

TEST(lay_out, equals_scaling_the_whole_and_cutting_it) {
  constexpr Size kSizes[] = {{1, 1}, {2, 3}, {40, 30}, {64, 64}, {33, 90}, {160, 20}, {301, 200}};
  Image scratch, out;
  for (const Fit fit : {Fit::fill, Fit::fit, Fit::centre}) {
    for (const Size& background : kSizes) {
      const Image from = patterned(background);
      for (const Size& frame : kSizes) {
        lay_out(from, fit, frame.width, frame.height, scratch, out);
        const Image wanted = plainly_laid_out(from, fit, frame);
        ASSERT_EQ(out.size(), wanted.size());
        ASSERT_TRUE(std::equal(out.data(), out.data() + out.size(), wanted.data()))
            << name_of(fit) << ' ' << background.width << 'x' << background.height << " behind " << frame.width << 'x'
            << frame.height;
      }
    }
  }
}

TEST(lay_out, of_a_strip_that_fills_the_frame_only_what_is_shown_is_made) {
  const Size frame{120, 90};
  for (const Size& background : {Size{2000, 1}, Size{1, 2000}}) {
    Image strip(background.width, background.height, 3);
    strip.fill(10);
    std::fill_n(strip.data() + strip.size() / 2 - 30, 60, std::uint8_t{200});  // the middle
    Image scratch, out;
    lay_out(strip, Fit::fill, frame.width, frame.height, scratch, out);
    EXPECT_LE(scratch.size(), out.size());
    EXPECT_TRUE(std::all_of(out.data(), out.data() + out.size(), [](int v) { return v == 200; }));
  }
}

TEST(lay_out, a_strip_of_any_length_needs_no_more_than_the_frame) {
  Image strip(65535, 1, 3);
  strip.fill(77);
  Image scratch, out;
  lay_out(strip, Fit::fill, 64, 3000, scratch, out);
  EXPECT_LE(scratch.size(), out.size());
  EXPECT_TRUE(std::all_of(out.data(), out.data() + out.size(), [](int v) { return v == 77; }));
}

}  // namespace
}  // namespace segme
