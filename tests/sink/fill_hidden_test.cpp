// sink/fill_hidden: what can be seen stays, what cannot gets the person's colours.
#include "sink/fill_hidden.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

/// A red disc, soft at its edge, on black that is transparent.
Image disc(int width, int height) {
  Image picture(width, height, 4);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int distance = (x - width / 2) * (x - width / 2) + (y - height / 2) * (y - height / 2);
      const int alpha = distance < 400 ? 255 : distance < 500 ? 100 : 0;
      const std::uint8_t pixel[4] = {static_cast<std::uint8_t>(alpha > 0 ? 200 : 0), 0, 0,
                                     static_cast<std::uint8_t>(alpha)};
      std::copy_n(pixel, 4, picture.row(y) + static_cast<std::ptrdiff_t>(x) * 4);
    }
  }
  return picture;
}

TEST(fill_hidden, changes_only_what_cannot_be_seen) {
  for (const auto& [width, height] : {std::pair{161, 97}, std::pair{64, 64}, std::pair{1, 1}}) {
    const Image picture = disc(width, height);
    HiddenFill fill;
    Image filled;
    fill.run(picture, filled);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const std::uint8_t* before = picture.row(y) + static_cast<std::ptrdiff_t>(x) * 4;
        const std::uint8_t* after = filled.row(y) + static_cast<std::ptrdiff_t>(x) * 4;
        ASSERT_EQ(before[3], after[3]);
        if (before[3] != 0) {
          ASSERT_EQ(std::vector(before, before + 3), std::vector(after, after + 3));
        }
      }
    }
  }
}

TEST(fill_hidden, next_to_the_person_are_the_persons_colours) {
  const Image picture = disc(160, 96);
  HiddenFill fill;
  Image filled;
  for (int round = 0; round < 2; ++round) fill.run(picture, filled);  // a second picture sees nothing of the first
  EXPECT_EQ(filled.row(48)[(80 + 25) * 4], 200);
  EXPECT_EQ(filled.row(48)[(80 - 40) * 4], 200);
  EXPECT_EQ(filled.row(48)[(80 - 40) * 4 + 3], 0);
  Image nothing(40, 40, 4);
  nothing.fill(0);
  fill.run(nothing, filled);
  EXPECT_EQ(filled.row(20)[80], 0);
}

}  // namespace
}  // namespace segme
