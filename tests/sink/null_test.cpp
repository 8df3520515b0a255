// The sink that counts.
#include "sink/null.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

TEST(null, counts_pictures_and_pixels_of_any_size) {
  Null sink;
  for (const auto& [width, height, channels] : {std::tuple{1, 1, 3}, {7, 3, 4}, {0, 0, 1}}) {
    sink.show(Image(width, height, channels), 0.5 * width);
  }
  sink.finish();
  EXPECT_EQ(sink.pictures(), 3);
  EXPECT_EQ(sink.pixels(), 22);
  EXPECT_EQ(sink.last_seconds(), 0.0);
}

}  // namespace
}  // namespace segme
