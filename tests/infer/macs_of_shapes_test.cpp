// infer/macs_of_shapes against counts by hand.
#include "infer/macs_of_shapes.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(macs_of_shapes, counts_what_each_kind_multiplies) {
  // 8 outputs a pixel, each of 3 x 3 x 3 products, at 4 x 5 pixels.
  EXPECT_EQ(macs_of_shapes("Conv", {{1, 3, 4, 5}, {8, 3, 3, 3}, {8}}, {{1, 8, 4, 5}}), 8.0 * 27 * 20);
  EXPECT_EQ(macs_of_shapes("FusedConv", {{1, 8, 4, 5}, {8, 1, 3, 3}}, {{1, 8, 4, 5}}), 8.0 * 9 * 20);
  EXPECT_EQ(macs_of_shapes("QLinearConv", {{1, 3, 4, 5}, {}, {}, {8, 3, 3, 3}, {8}, {8}}, {{1, 8, 4, 5}}),
            8.0 * 27 * 20);
  // Every input value meets 2 outputs x 2 x 2.
  EXPECT_EQ(macs_of_shapes("ConvTranspose", {{1, 6, 4, 5}, {6, 2, 2, 2}}, {{1, 2, 8, 10}}), 6.0 * 20 * 8);
  EXPECT_EQ(macs_of_shapes("MatMul", {{1, 7}, {7, 9}}, {{1, 9}}), 63.0);
}

TEST(macs_of_shapes, other_kinds_and_missing_shapes_are_none) {
  EXPECT_EQ(macs_of_shapes("Relu", {{1, 3, 4, 5}}, {{1, 3, 4, 5}}), 0.0);
  EXPECT_EQ(macs_of_shapes("Add", {{1, 3}, {1, 3}}, {{1, 3}}), 0.0);
  EXPECT_EQ(macs_of_shapes("Conv", {}, {}), 0.0);
}

}  // namespace
}  // namespace segme
