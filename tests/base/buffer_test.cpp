// Memory of pictures: aligned, kept when it shrinks, deep in copies, handed over in moves.
#include "base/buffer.h"

#include <gtest/gtest.h>

#include <numeric>

namespace segme {
namespace {

TEST(buffer, is_aligned_for_simd_at_every_size) {
  for (std::size_t count = 1; count < 300; count += 7) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(Buffer<std::uint8_t>(count).data()) % 64, 0u);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(Buffer<float>(count).data()) % 64, 0u);
  }
}

TEST(buffer, keeps_its_memory_when_it_shrinks_and_grows_back) {
  Buffer<float> buffer(1000);
  const float* const place = buffer.data();
  for (const std::size_t count : {10u, 1000u, 0u, 999u}) {
    buffer.resize(count);
    EXPECT_EQ(buffer.data(), place);
    EXPECT_EQ(buffer.size(), count);
  }
}

TEST(buffer, a_copy_is_independent) {
  Buffer<int> first(5);
  std::iota(first.data(), first.data() + 5, 0);
  Buffer<int> second(first);
  first.data()[2] = 77;
  EXPECT_EQ(second.data()[2], 2);
  second = first;
  EXPECT_EQ(second.data()[2], 77);
  EXPECT_NE(second.data(), first.data());
  const Buffer<int>& same = second;
  second = same;
  EXPECT_EQ(second.data()[4], 4);
}

TEST(buffer, a_move_hands_the_memory_over) {
  Buffer<int> first(5);
  const int* const place = first.data();
  Buffer<int> second(std::move(first));
  EXPECT_EQ(second.data(), place);
  Buffer<int> third;
  third = std::move(second);
  EXPECT_EQ(third.data(), place);
  EXPECT_EQ(third.size(), 5u);
}

TEST(buffer, an_empty_one_has_no_memory) {
  const Buffer<int> buffer;
  EXPECT_EQ(buffer.size(), 0u);
  EXPECT_EQ(buffer.data(), nullptr);
}

}  // namespace
}  // namespace segme
