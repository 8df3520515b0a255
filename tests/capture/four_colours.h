// The picture that the HEIC, AVIF and JPEG XL files of the tests hold: 24 x 16, four fields of one colour each.
#pragma once

#include <gtest/gtest.h>

#include <array>

#include "base/image.h"

namespace segme::made {

/// The fields, from the left above to the right below.
constexpr std::array<std::array<int, 3>, 4> kFields = {{{200, 40, 40}, {40, 180, 60}, {50, 60, 200}, {240, 240, 220}}};

/// Holds the picture's fields, where `order` says which stands in each corner, against their colours.
inline void expect_fields(const Image& picture, int off, const std::array<std::size_t, 4>& order = {0, 1, 2, 3}) {
  for (std::size_t corner = 0; corner < 4; ++corner) {
    const int x = corner % 2 == 0 ? 3 : picture.width() - 4;
    const int y = corner < 2 ? 3 : picture.height() - 4;
    const std::uint8_t* pixel = picture.row(y) + x * picture.channels();
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(pixel[c], kFields[order[corner]][c], off) << "corner " << corner << " channel " << c;
    }
  }
}

/// Alpha: all above, half below.
inline void expect_half_alpha(const Image& picture) {
  ASSERT_EQ(picture.channels(), 4);
  EXPECT_EQ(picture.row(3)[4 * 3 + 3], 255);
  EXPECT_NEAR(picture.row(12)[4 * 3 + 3], 128, 1);
}

}  // namespace segme::made
