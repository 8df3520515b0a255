// refine/largest_person: drawn blobs and holes, and what must become of them.
#include <gtest/gtest.h>

#include <cmath>

#include "refine/refiner.h"

namespace segme {
namespace {

constexpr int kSide = 64;

/// A soft disc: 1 inside, 0 from 3 pixels outside of the radius on.
void add_disc(Matte& matte, double x, double y, double radius, bool hole = false) {
  for (int py = 0; py < kSide; ++py) {
    for (int px = 0; px < kSide; ++px) {
      const double away = std::hypot(px + 0.5 - x, py + 0.5 - y) - radius;
      const auto value = static_cast<float>(std::min(1.0, std::max(0.0, 0.5 - away / 3)));
      float& target = matte.row(py)[px];
      target = hole ? std::min(target, 1 - value) : std::max(target, value);
    }
  }
}

Matte nobody() {
  Matte matte(kSide, kSide);
  matte.fill(0);
  return matte;
}

Matte refined(const char* how, Matte matte) {
  make_refiner(how)->refine(Frame{}, matte);
  return matte;
}

void expect_equal(const Matte& matte, const Matte& expected) {
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) ASSERT_NEAR(matte.row(y)[x], expected.row(y)[x], 1e-6F) << x << ", " << y;
  }
}

TEST(largest_person, removes_a_small_blob_with_its_soft_edge_and_leaves_the_person_as_it_is) {
  Matte person = nobody();
  add_disc(person, 25, 30, 18);
  Matte both = person;
  add_disc(both, 56, 8, 2);
  expect_equal(refined("largest_person", both), person);
}

TEST(largest_person, keeps_a_second_person_unless_only_the_largest_is_wanted) {
  Matte one = nobody();
  add_disc(one, 20, 30, 14);
  Matte two = one;
  add_disc(two, 52, 40, 7);
  expect_equal(refined("largest_person", two), two);
  expect_equal(refined("largest_person:keep=largest", two), one);
}

TEST(largest_person, of_two_equal_people_keeps_one) {
  Matte one = nobody();
  add_disc(one, 16, 32, 9);
  Matte two = one;
  add_disc(two, 48, 32, 9);
  expect_equal(refined("largest_person:keep=largest", two), one);
}

TEST(largest_person, fills_a_small_hole_and_leaves_a_large_one) {
  Matte person = nobody();
  add_disc(person, 32, 32, 30);
  Matte holed = person;
  add_disc(holed, 30, 34, 1, true);
  expect_equal(refined("largest_person", holed), person);
  Matte ring = person;
  add_disc(ring, 32, 32, 9, true);
  expect_equal(refined("largest_person", ring), ring);
}

TEST(largest_person, leaves_a_gap_that_is_open_to_the_border) {
  Matte person = nobody();
  add_disc(person, 32, 64, 40);
  add_disc(person, 32, 62, 1, true);
  expect_equal(refined("largest_person", person), person);
}

TEST(largest_person, leaves_alone_what_the_net_is_not_sure_of) {
  Matte person = nobody();
  add_disc(person, 20, 32, 14);
  for (int y = 24; y < 40; ++y) {
    for (int x = 34; x < 60; ++x) person.row(y)[x] = std::max(person.row(y)[x], 0.4F);
  }
  person.row(30)[50] = 0.6F;  // joined to the person through doubt
  expect_equal(refined("largest_person", person), person);
}

TEST(largest_person, where_nobody_is_sure_nothing_changes) {
  Matte faint = nobody();
  add_disc(faint, 32, 32, 10);
  for (std::size_t i = 0; i < faint.size(); ++i) faint.data()[i] *= 0.45F;
  expect_equal(refined("largest_person:keep=largest", faint), faint);
}

}  // namespace
}  // namespace segme
