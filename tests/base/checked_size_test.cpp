// Sizes that a file claims: a product that overflows is refused, never wrapped.
#include "base/checked_size.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "base/image.h"

namespace segme {
namespace {

constexpr int kMostInt = std::numeric_limits<int>::max();

TEST(checked_size, products_of_every_type_are_exact_in_64_bits) {
  EXPECT_EQ(checked_product(), 1u);
  EXPECT_EQ(checked_product(640, 480U, std::size_t{3}), 921600u);
  EXPECT_EQ(checked_product(kMostInt, 2, 4), 17179869176u);
  EXPECT_EQ(checked_product_of(std::vector<std::int64_t>{1, 3, 512, 512}), 786432u);
}

TEST(checked_size, what_no_memory_can_hold_is_nothing) {
  EXPECT_EQ(checked_product(kMostInt, kMostInt, 4), std::nullopt);
  EXPECT_EQ(checked_product(std::uint64_t{1} << 63U), std::nullopt);
  EXPECT_EQ(checked_product(std::uint64_t{1} << 32U, std::uint64_t{1} << 32U), std::nullopt);
  EXPECT_EQ(checked_product_of(std::array<std::uint32_t, 3>{0x80000000U, 0x80000000U, 4}), std::nullopt);
}

TEST(checked_size, a_side_below_nothing_is_no_size) {
  EXPECT_EQ(checked_product(-1, 5), std::nullopt);
  EXPECT_EQ(checked_product(-1, -5), std::nullopt);
  EXPECT_EQ(checked_product(0, -5), std::nullopt);
  EXPECT_EQ(checked_product_of(std::array<int, 2>{0, -1}), std::nullopt);
}

TEST(checked_size, nothing_times_anything_is_nothing_in_any_order) {
  EXPECT_EQ(checked_product(0, kMostInt, kMostInt, kMostInt), 0u);
  EXPECT_EQ(checked_product(kMostInt, kMostInt, kMostInt, 0), 0u);
  EXPECT_EQ(checked_product_of(std::array<int, 4>{0, kMostInt, kMostInt, kMostInt}), 0u);
}

TEST(checked_size, pictures_and_mattes_that_no_memory_can_hold_are_refused) {
  Image image(4, 4, 3);
  EXPECT_THROW(image.resize(kMostInt, kMostInt, 4), std::bad_alloc);
  EXPECT_EQ(image.size(), 48u);
  image.resize(2, 3, 1);
  EXPECT_EQ(image.size(), 6u);
  Matte matte(4, 4);
  EXPECT_THROW(matte.resize(kMostInt, kMostInt), std::bad_alloc);
  EXPECT_TRUE(matte.empty());
  Buffer<float> buffer(8);
  EXPECT_THROW(buffer.resize(std::size_t{1} << 62U), std::bad_alloc);
}

}  // namespace
}  // namespace segme
