// data/remask: the last channel, the nearest pixel, 127 and more.
#include "data/remask.h"

#include <gtest/gtest.h>

namespace segme::data {
namespace {

TEST(data_remask, from_127_on_it_is_person) {
  Image label(4, 1, 1);
  const std::uint8_t values[4] = {0, 126, 127, 255};
  std::copy_n(values, 4, label.data());
  const Image mask = remask(label, 0);
  EXPECT_EQ(mask.channels(), 1);
  EXPECT_EQ((std::vector<int>(mask.data(), mask.data() + 4)), (std::vector<int>{0, 0, 255, 255}));
}

TEST(data_remask, the_last_channel_counts) {
  Image label(1, 1, 4);
  const std::uint8_t values[4] = {255, 255, 255, 3};
  std::copy_n(values, 4, label.data());
  EXPECT_EQ(remask(label, 2).data()[3], 0);
  label.data()[3] = 200;
  EXPECT_EQ(remask(label, 2).data()[3], 255);
}

TEST(data_remask, the_nearest_pixel_is_taken_without_a_shift) {
  Image label(4, 4, 1);
  label.fill(0);
  for (int y = 1; y < 3; ++y) {
    for (int x = 1; x < 3; ++x) label.row(y)[x] = 255;
  }
  const Image large = remask(label, 8);  // twice: every pixel becomes four
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) EXPECT_EQ(large.row(y)[x], label.row(y / 2)[x / 2]) << x << "," << y;
  }
  const Image odd = remask(label, 3);  // centres at 2/3, 2 and 10/3 of four pixels: 0, 2, 3
  EXPECT_EQ(odd.row(1)[1], 255);
  EXPECT_EQ(odd.row(0)[0], 0);
  EXPECT_EQ(odd.row(2)[2], 0);
}

}  // namespace
}  // namespace segme::data
