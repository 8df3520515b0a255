// sink/fitted: whatever comes, what goes on has one size and one kind.
#include "sink/fitted.h"

#include <gtest/gtest.h>

#include <memory>

namespace segme {
namespace {

class Keeper final : public Sink {
 public:
  explicit Keeper(Image& last) : last_(last) {}
  void show(const Image& picture, double) override { last_ = picture; }

 private:
  Image& last_;
};

Image filled(int width, int height, int channels, std::uint8_t value) {
  Image picture(width, height, channels);
  picture.fill(value);
  return picture;
}

TEST(fitted, the_first_picture_sets_the_size_and_others_are_laid_into_it) {
  Image last;
  Fitted fitted(std::make_unique<Keeper>(last), 0, 0, false);
  fitted.show(filled(8, 6, 3, 50), 0);
  EXPECT_EQ(last.width(), 8);
  EXPECT_EQ(last.data()[0], 50);
  fitted.show(filled(16, 4, 3, 70), 1);  // 8 x 2 of it, in the middle
  ASSERT_EQ(last.width(), 8);
  ASSERT_EQ(last.height(), 6);
  EXPECT_EQ(last.row(0)[0], 0);
  EXPECT_EQ(last.row(3)[12], 70);
  fitted.show(filled(800, 600, 3, 90), 2);
  EXPECT_EQ(last.row(0)[0], 90);
  EXPECT_EQ(last.width(), 8);
  fitted.show(Image(), 3);
  EXPECT_EQ(last.row(0)[0], 90) << "nothing is no picture";
}

TEST(fitted, every_kind_of_picture_becomes_the_one_that_is_wanted) {
  Image last;
  Fitted opaque(std::make_unique<Keeper>(last), 4, 4, false);
  opaque.show(filled(4, 4, 1, 77), 0);
  ASSERT_EQ(last.channels(), 3);
  EXPECT_EQ(last.data()[2], 77);
  Image half = filled(4, 4, 4, 200);
  for (std::size_t i = 3; i < half.size(); i += 4) half.data()[i] = 51;  // a fifth
  opaque.show(half, 1);
  EXPECT_EQ(last.data()[0], 40);
  Fitted clear(std::make_unique<Keeper>(last), 4, 4, true);
  clear.show(half, 0);
  ASSERT_EQ(last.channels(), 4);
  EXPECT_EQ(last.data()[0], 200);
  EXPECT_EQ(last.data()[3], 51);
  clear.show(filled(4, 4, 3, 9), 1);
  EXPECT_EQ(last.data()[3], 255);
}

}  // namespace
}  // namespace segme
