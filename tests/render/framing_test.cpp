// render/framing: boxes, crops and canvases whose answers are known to the pixel.
#include "render/framing.h"

#include <gtest/gtest.h>

namespace segme {
namespace {

/// Zeros, and ones in a box.
Matte matte_with(int width, int height, const Box& box) {
  Matte matte(width, height);
  matte.fill(0);
  for (int y = box.y; y < box.y + box.height; ++y) std::fill_n(matte.row(y) + box.x, box.width, 1.0F);
  return matte;
}

/// A cut-out: red where the matte is one, and hidden green elsewhere.
Image cutout_of(const Matte& matte) {
  Image picture(matte.width(), matte.height(), 4);
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const bool person = matte.data()[i] > 0;
    std::uint8_t* pixel = picture.data() + 4 * i;
    pixel[0] = person ? 255 : 0;
    pixel[1] = person ? 0 : 255;
    pixel[2] = 0;
    pixel[3] = person ? 255 : 0;
  }
  return picture;
}

TEST(framing, the_box_is_the_smallest_around_the_person) {
  const Box box{3, 5, 7, 2};
  EXPECT_EQ(person_box(matte_with(20, 10, box)), box);
  EXPECT_EQ(person_box(matte_with(20, 10, {0, 0, 20, 10})), (Box{0, 0, 20, 10}));
}

TEST(framing, where_nobody_is_there_is_no_box) {
  Matte matte(9, 9);
  matte.fill(0.09F);
  EXPECT_FALSE(person_box(matte).has_value());
}

TEST(framing, a_margin_is_a_part_of_the_longer_side_and_ends_at_the_border) {
  const Box box{10, 10, 20, 40};
  EXPECT_EQ(with_margin(box, {0.1, true}, 100, 100), (Box{6, 6, 28, 48}));
  EXPECT_EQ(with_margin(box, {15, false}, 100, 55), (Box{0, 0, 45, 55}));
  EXPECT_EQ(with_margin(box, {}, 100, 100), box);
}

TEST(framing, a_crop_is_that_part_pixel_for_pixel) {
  Image in(6, 4, 3);
  for (std::size_t i = 0; i < in.size(); ++i) in.data()[i] = static_cast<std::uint8_t>(i);
  Image out;
  crop(in, {2, 1, 3, 2}, out);
  ASSERT_EQ(out.width(), 3);
  ASSERT_EQ(out.height(), 2);
  for (int y = 0; y < 2; ++y) {
    for (int i = 0; i < 9; ++i) EXPECT_EQ(out.row(y)[i], in.row(y + 1)[i + 6]);
  }
}

/// Where the laid person is: the box of alpha above one half.
Box seen(const Image& picture) {
  Matte alpha(picture.width(), picture.height());
  for (std::size_t i = 0; i < alpha.size(); ++i) alpha.data()[i] = picture.data()[4 * i + 3] >= 128 ? 1 : 0;
  return person_box(alpha).value();
}

TEST(framing, a_canvas_holds_the_person_at_the_size_and_the_place_asked_for) {
  const Box box{10, 20, 20, 40};
  const Image cutout = cutout_of(matte_with(60, 80, box));
  struct Case {
    Position position;
    double scale;
    Box expected;
  };
  const Case cases[] = {{Position::bottom, 1, {20, 0, 40, 80}},        {Position::bottom, 0.5, {30, 40, 20, 40}},
                        {Position::top, 0.5, {30, 0, 20, 40}},         {Position::centre, 0.5, {30, 20, 20, 40}},
                        {Position::left, 0.5, {0, 20, 20, 40}},        {Position::right, 0.5, {60, 20, 20, 40}},
                        {Position::bottom_left, 0.5, {0, 40, 20, 40}}, {Position::top_right, 0.5, {60, 0, 20, 40}}};
  for (const Case& one : cases) {
    Image out;
    lay_on_canvas(cutout, box, {80, 80, one.position, one.scale}, out);
    ASSERT_EQ(out.width(), 80);
    ASSERT_EQ(out.height(), 80);
    const Box got = seen(out);
    EXPECT_EQ(got, one.expected) << name_of(one.position) << " " << one.scale << ": " << got.x << " " << got.y << " "
                                 << got.width << " " << got.height;
  }
}

TEST(framing, no_hidden_colour_gets_into_an_enlarged_edge) {
  const Box box{10, 20, 20, 40};
  Image out;
  lay_on_canvas(cutout_of(matte_with(60, 80, box)), box, {300, 300, Position::centre, 0.9}, out);
  bool soft = false;
  for (std::size_t i = 0; i < out.size(); i += 4) {
    const int alpha = out.data()[i + 3];
    soft = soft || (alpha > 0 && alpha < 255);
    if (alpha > 0) {
      ASSERT_EQ(out.data()[i + 1], 0) << "green of behind";
    }
    if (alpha > 8) {
      ASSERT_GT(out.data()[i], 200) << "the person is red";
    }
  }
  EXPECT_TRUE(soft);
}

TEST(framing, a_matte_lies_where_its_picture_lies) {
  const Box box{31, 12, 8, 14};
  const Matte matte = matte_with(70, 50, box);
  for (const double scale : {0.3, 0.8, 1.0, 2.5}) {
    const Canvas canvas{120, 90, Position::bottom_right, scale};
    Image picture;
    Matte laid;
    lay_on_canvas(cutout_of(matte), box, canvas, picture);
    lay_on_canvas(matte, box, canvas, laid);
    ASSERT_EQ(laid.width(), 120);
    for (std::size_t i = 0; i < laid.size(); ++i) {
      ASSERT_NEAR(laid.data()[i] * 255, picture.data()[4 * i + 3], 40) << scale << " at " << i;
    }
  }
}

TEST(framing, a_tiny_person_on_a_large_canvas_takes_the_canvas_in_memory_and_no_more) {
  const Box box{2000, 1500, 2, 2};
  Matte laid;
  lay_on_canvas(matte_with(4000, 3000, box), box, {600, 600, Position::centre, 1}, laid);
  EXPECT_EQ(laid.width(), 600);
  EXPECT_GT(laid.row(300)[300], 0.99F);
}

TEST(framing, a_cut_out_in_front_of_a_background_is_the_sum_of_both) {
  Image cutout(1, 1, 4);
  Image behind(1, 1, 3);
  const std::uint8_t pixel[] = {200, 100, 0, 51};
  std::copy_n(pixel, 4, cutout.data());
  behind.fill(100);
  Image out;
  put_before(cutout, behind, out);
  EXPECT_EQ(out.data()[0], 120);
  EXPECT_EQ(out.data()[1], 100);
  EXPECT_EQ(out.data()[2], 80);
}

}  // namespace
}  // namespace segme
