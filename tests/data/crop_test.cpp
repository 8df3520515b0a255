// data/crop: squares about faces, from a detector that says what it is told.
#include "data/crop.h"

#include <algorithm>

#include "tests/data/made_sets.h"

namespace segme::data {
namespace {

/// Finds a face in a whole picture where it is told, and in every part as many as it is told.
class Told final : public FaceDetector {
 public:
  Told(std::vector<Area> faces, std::size_t in_part) : faces_(std::move(faces)), in_part_(in_part) {}
  std::vector<Area> find(const Image&) override {
    return first_++ == 0 ? faces_ : std::vector<Area>(in_part_, Area{0, 0, 5, 5});
  }

 private:
  std::vector<Area> faces_;
  std::size_t in_part_;
  int first_ = 0;
};

TEST(data_crop, a_square_is_the_face_grown_by_its_width_on_each_side) {
  const Area middle = square_around({100, 120, 40, 40}, 400, 400);
  EXPECT_EQ(middle.left, 60);
  EXPECT_EQ(middle.top, 80);
  EXPECT_EQ(middle.width, 120);
  EXPECT_EQ(middle.height, 120);
  const Area corner = square_around({0, 390, 10, 10}, 400, 400);  // moved, not cut
  EXPECT_EQ(corner.left, 0);
  EXPECT_EQ(corner.top, 370);
  EXPECT_EQ(corner.width, 30);
  const Area large = square_around({50, 20, 60, 60}, 150, 100);  // smaller than three faces: all there is
  EXPECT_EQ(large.width, 100);
  EXPECT_EQ(large.height, 100);
  EXPECT_EQ(large.left, 30);
  EXPECT_EQ(large.top, 0);
}

TEST(data_crop, a_part_has_the_pixels_of_its_place) {
  const Image picture = gradient(9, 7, 3, 2);
  const Image part = cut(picture, {2, 3, 4, 4});
  EXPECT_EQ(part.width(), 4);
  EXPECT_TRUE(std::equal(part.row(1), part.row(1) + 12, picture.row(4) + 6));
}

TEST(data_crop, squares_are_kept_with_exactly_one_face_and_enough_pixels) {
  const Image picture = gradient(300, 200, 3, 1);
  const std::vector<Area> faces = {{100, 80, 40, 40}, {200, 50, 10, 10}};
  Told one(faces, 1);
  EXPECT_EQ(portrait_squares(picture, one, 64).size(), 1U) << "the second is below 64 pixels";
  Told small(faces, 1);
  EXPECT_EQ(portrait_squares(picture, small, 30).size(), 2U);
  Told two(faces, 2);
  EXPECT_TRUE(portrait_squares(picture, two, 30).empty());
  Told none(faces, 0);
  EXPECT_TRUE(portrait_squares(picture, none, 30).empty());
}

}  // namespace
}  // namespace segme::data
