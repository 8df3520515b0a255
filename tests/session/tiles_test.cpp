// session/tiles: pictures of any size come into their places, in their own shape.
#include "session/tiles.h"

#include <gtest/gtest.h>

namespace segme::session {
namespace {

TEST(tiles, pictures_of_any_size_come_into_their_places) {
  Tiles tiles(3, 8, 6);
  ASSERT_EQ(tiles.picture().width(), 16);
  ASSERT_EQ(tiles.picture().height(), 12);
  Image wide(16, 6, 3), grey(8, 6, 1), clear(8, 6, 4);
  wide.fill(200);
  grey.fill(90);
  clear.fill(255);
  for (std::size_t i = 3; i < clear.size(); i += 4) clear.data()[i] = 128;
  tiles.put(0, wide);
  tiles.put(1, grey);
  tiles.put(2, clear);
  const auto at = [&](int x, int y) { return tiles.picture().row(y)[3 * x]; };
  EXPECT_EQ(at(4, 3), 200);
  EXPECT_EQ(at(4, 0), 0) << "its shape is kept";
  EXPECT_EQ(at(12, 3), 90);
  EXPECT_EQ(at(4, 9), 128) << "transparent places are mixed with black";
  EXPECT_EQ(at(12, 9), 0) << "nobody came";
  tiles.put(0, grey);
  EXPECT_EQ(at(4, 0), 90);
}

}  // namespace
}  // namespace segme::session
