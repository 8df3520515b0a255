// Image and Matte: shapes, rows and swaps.
#include "base/image.h"

#include <gtest/gtest.h>

#include <limits>
#include <new>

namespace segme {
namespace {

TEST(image, rows_follow_each_other_without_padding) {
  Image image(5, 3, 4);
  EXPECT_EQ(image.stride(), 20u);
  EXPECT_EQ(image.size(), 60u);
  for (int y = 0; y < 3; ++y) EXPECT_EQ(image.row(y), image.data() + 20 * y);
  Matte matte(5, 3);
  for (int y = 0; y < 3; ++y) EXPECT_EQ(matte.row(y), matte.data() + 5 * y);
}

TEST(image, a_side_of_nothing_makes_it_empty) {
  EXPECT_TRUE(Image().empty());
  EXPECT_TRUE(Image(0, 7, 3).empty());
  EXPECT_TRUE(Matte(7, 0).empty());
  EXPECT_FALSE(Image(1, 1, 1).empty());
}

TEST(image, an_impossible_shape_is_our_own_mistake) {
  EXPECT_THROW(Image(-1, 1, 3), std::logic_error);
  EXPECT_THROW(Image(1, 1, 0), std::logic_error);
  EXPECT_THROW(Image(1, 1, 5), std::logic_error);
  EXPECT_THROW(Matte(1, -1), std::logic_error);
}

TEST(image, swap_exchanges_shape_and_pixels) {
  Image small(1, 2, 3), large(30, 20, 4);
  small.fill(7);
  large.fill(9);
  small.swap(large);
  EXPECT_EQ(small.width(), 30);
  EXPECT_EQ(small.channels(), 4);
  EXPECT_EQ(small.data()[100], 9);
  EXPECT_EQ(large.data()[5], 7);
}

TEST(image, the_size_of_a_huge_picture_does_not_overflow) {
  // 200 Mpixels of RGBA are 800 MB and nothing is touched; the size must be computed in 64 bits.
  const Image image(100000, 30000, 1);
  EXPECT_EQ(image.size(), 3000000000u);
}

TEST(image, sizes_that_no_memory_holds_are_said_and_never_wrap_around) {
  constexpr int kMost = std::numeric_limits<int>::max();
#if !defined(SEGME_SANITIZED)  // which ends the process where a size could be had, if there were so much
  EXPECT_THROW(Image(kMost, kMost, 1), std::bad_alloc);
#endif
  for (const int channels : {3, 4}) EXPECT_THROW(Image(kMost, kMost, channels), std::bad_alloc) << channels;
  EXPECT_THROW(Matte(kMost, kMost), std::bad_alloc);
  EXPECT_THROW(Buffer<double>(SIZE_MAX / 8 + 2), std::bad_alloc);  // 8 bytes each would be 8 bytes
}

}  // namespace
}  // namespace segme
